"""Shows a PDF inside the program before it is saved, printed or sent."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.theme.tokens import SPACE_L, SPACE_S, SPACE_XS
from desktop.views.widgets.button import Button, IconButton
from desktop.views.widgets.label import Label

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_POINT = 96 / 72
_MARGIN = 16


@dataclass(frozen=True, slots=True)
class _PageSize:
    width: float
    height: float


class PdfPreview(QWidget):
    """show_pdf(bytes, name). Pages are drawn when they come into sight, at the zoom chosen.

    save_asked and print_asked come from its buttons, which can be pressed while something is
    shown; whoever owns the bytes does the rest.
    """

    save_asked = Signal()
    print_asked = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = b""
        self._sizes: list[_PageSize] = []
        self._sheets: list[QLabel] = []
        self._zoom = 0.0  # 0 fits the width
        self._where = Label("", "muted", wrap=False)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(_("Preview"))
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.verticalScrollBar().valueChanged.connect(self._draw_seen)
        self._print = Button(_("Print …"), self.print_asked.emit, icon="print")
        self._save = Button(_("Save PDF …"), self.save_asked.emit, icon="download")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_S)
        rows.addLayout(self._tools())
        rows.addWidget(self._area, 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._draw_seen)
        self._offer()

    def show_pdf(self, document: bytes, name: str) -> None:
        """Show these bytes; the name is what screen readers say. Raises ValueError if no PDF."""
        import pypdfium2

        try:
            with pypdfium2.PdfDocument(document) as opened:
                sizes = [_PageSize(*opened.get_page_size(at)) for at in range(len(opened))]
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a PDF") from error
        self._document, self._sizes, self._sheets = document, sizes, []
        self._area.setAccessibleName(_("Preview of {name}").format(name=name))
        self._lay_sheets()
        self._offer()

    def clear(self) -> None:
        """Show nothing."""
        self._document, self._sizes, self._sheets = b"", [], []
        self._area.setAccessibleName(_("Preview"))
        self._where.setText("")
        if (shown := self._area.takeWidget()) is not None:
            shown.deleteLater()
        self._offer()

    def page_count(self) -> int:
        return len(self._sizes)

    def page(self) -> int:
        """The page at the top of what is seen, from 1."""
        top = self._area.verticalScrollBar().value() + self._area.viewport().height() // 3
        return max(1, sum(1 for sheet in self._sheets if sheet.y() <= top))

    def fit_width(self) -> None:
        """As wide as there is room for, also when the window changes."""
        self._set_zoom(0.0)

    def zoom_in(self) -> None:
        """One step larger."""
        now = self._scale() / _POINT
        self._set_zoom(next((zoom for zoom in ZOOMS if zoom > now + 0.01), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """One step smaller."""
        now = self._scale() / _POINT
        self._set_zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < now - 0.01), ZOOMS[0]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start(60)

    def _offer(self) -> None:
        for button in (self._print, self._save):
            button.setEnabled(bool(self._document))

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_XS)
        row.addWidget(IconButton("zoom-out", _("Smaller"), self.zoom_out))
        row.addWidget(IconButton("zoom-in", _("Larger"), self.zoom_in))
        row.addWidget(IconButton("fit-width", _("Fit the width"), self.fit_width))
        row.addSpacing(SPACE_S)
        row.addWidget(self._where)
        row.addStretch(1)
        row.addWidget(self._print)
        row.addSpacing(SPACE_XS)
        row.addWidget(self._save)
        return row

    def _set_zoom(self, zoom: float) -> None:
        at, self._zoom = self.page(), zoom
        self._size_sheets()
        if 0 < at <= len(self._sheets):
            QTimer.singleShot(0, self, lambda: self._go_to(at))
        self._later.start(0)

    def _go_to(self, page: int) -> None:
        if page <= len(self._sheets):
            self._area.verticalScrollBar().setValue(self._sheets[page - 1].y() - _MARGIN)

    def _scale(self) -> float:
        """Pixels of the window to a point of the page."""
        if self._zoom or not self._sizes:
            return (self._zoom or 1.0) * _POINT
        room = self._area.viewport().width() - 2 * _MARGIN
        return max(0.2, room / max(size.width for size in self._sizes))

    def _lay_sheets(self) -> None:
        inner = QWidget()
        inner.setObjectName("scrolled")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        rows.setSpacing(SPACE_L)
        for number in range(1, len(self._sizes) + 1):
            sheet = QLabel()
            sheet.setFrameShape(QFrame.Shape.NoFrame)
            sheet.setScaledContents(True)
            sheet.setProperty("sheet", True)  # noqa: FBT003 - Qt's own signature
            said = _("Page {n} of {total}").format(n=number, total=len(self._sizes))
            sheet.setAccessibleName(said)
            rows.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
            self._sheets.append(sheet)
        rows.addStretch(1)
        self._area.setWidget(inner)
        self._size_sheets()
        self._later.start(0)

    def _size_sheets(self) -> None:
        scale = self._scale()
        for sheet, size in zip(self._sheets, self._sizes, strict=True):
            sheet.setFixedSize(QSize(round(size.width * scale), round(size.height * scale)))

    def _draw_seen(self) -> None:
        if not self._document:
            return
        self._size_sheets()
        self._where.setText(_("Page {n} of {total}").format(n=self.page(), total=len(self._sizes)))
        top = self._area.verticalScrollBar().value()
        bottom = top + self._area.viewport().height()
        for number, sheet in enumerate(self._sheets):
            near = sheet.y() + sheet.height() > top - 400 and sheet.y() < bottom + 400
            if not near:
                sheet.setPixmap(QPixmap())
            elif sheet.pixmap().width() != round(sheet.width() * self.devicePixelRatioF()):
                sheet.setPixmap(self._drawn(number, sheet.width()))

    def _drawn(self, number: int, width: int) -> QPixmap:
        import pypdfium2

        ratio = self.devicePixelRatioF()
        scale = width * ratio / self._sizes[number].width
        # opened for each page: an open document would have to be closed before the program ends
        with pypdfium2.PdfDocument(self._document) as opened:
            page = opened[number]
            bitmap = page.render(scale=scale, rev_byteorder=True)
            rgb = bitmap.n_channels == 3  # noqa: PLR2004 - red, green, blue
            form = QImage.Format.Format_RGB888 if rgb else QImage.Format.Format_RGBX8888
            pixels = bytes(bitmap.buffer)
            image = QImage(pixels, bitmap.width, bitmap.height, bitmap.stride, form).copy()
            bitmap.close()
            page.close()
        return QPixmap.fromImage(image)
