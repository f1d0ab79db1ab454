"""A page that shows a PDF before it is saved, printed or sent."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPainter, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from desktop.background import Job, Lane
from desktop.errors import KnownError
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.widgets import files
from desktop.views.widgets.button import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.pdf_preview import PdfPreview

_DPI = 200
_POINTS = 72


def ask_pdf(parent: QWidget, name: str) -> Path | None:
    """Ask where to save a PDF; None where the user thinks better of it."""
    return files.ask_where(parent, _("Save as PDF"), name, _("PDF files (*.pdf)"))


def ask_printer(parent: QWidget) -> QPrinter | None:
    """Ask which printer to use; None where the user thinks better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


class PdfPage(Page):
    """show_pdf(make, name): make() is called off the GUI thread. back asks to be left (Esc).

    `where` and `printer` ask the user; they can be given by whoever has another way to ask.
    """

    back = Signal()

    def __init__(
        self,
        desk: Desk,
        *,
        where: Callable[[QWidget, str], Path | None] = ask_pdf,
        printer: Callable[[QWidget], QPrinter | None] = ask_printer,
    ) -> None:
        super().__init__("")
        self._desk, self._where, self._printer = desk, where, printer
        self._pdf = b""
        self._name = ""
        self._making: Job[bytes] | None = None
        self._wait = Label(_("Making the PDF …"), "muted")
        self.preview = PdfPreview()
        self.preview.save_asked.connect(self.save)
        self.preview.print_asked.connect(self.print)
        self.add_action(Button(_("Back"), self.back.emit, icon="arrow-left"))
        self.body.addWidget(self._wait)
        self.body.addWidget(self.preview, 1)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, call in (
            (QKeySequence(Qt.Key.Key_Escape), self.back.emit),
            (QKeySequence(QKeySequence.StandardKey.Save), self.save),
            (QKeySequence(QKeySequence.StandardKey.Print), self.print),
        ):
            QShortcut(keys, self, call, context=scope)

    def show_pdf(self, make: Callable[[], bytes], name: str) -> None:
        """Make the PDF and show it; `name` is that of its file, without the ending. Until it is
        made there is none: what was shown, or is still being made, was another one.
        """
        if self._making is not None:
            self._making.cancel()
        self._name, self._pdf = name, b""
        self.preview.clear()
        self._wait.show()
        self._making = self._desk.background.submit(Lane.NETWORK, make, self._made, self._failed)

    @property
    def pdf(self) -> bytes:
        """What is shown; empty until it is made."""
        return self._pdf

    def save(self) -> None:
        """Save the PDF where the user says."""
        if not self._pdf:
            return
        path = self._where(self, f"{self._name}.pdf")
        if path is None:
            return
        pdf = self._pdf
        self._desk.background.submit(
            Lane.NETWORK, lambda: files.write_whole(path, pdf), self._written, self._desk.tell
        )

    def print(self) -> None:
        """Print the PDF on the printer that the user chooses."""
        if not self._pdf:
            return
        printer = self._printer(self)
        if printer is None:
            return
        pdf = self._pdf
        printer.setDocName(self._name)
        self._desk.background.submit(
            Lane.NETWORK, lambda: print_pdf(pdf, printer), self._printed, self._desk.tell
        )

    def _made(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._wait.hide()
        self.preview.show_pdf(pdf, self._name)

    def _failed(self, error: Exception) -> None:
        self._wait.hide()
        self._desk.tell(error)

    def _written(self, path: Path) -> None:
        self._desk.messages.done(_("Saved as {path}").format(path=path))

    def _printed(self, _nothing: None) -> None:
        self._desk.messages.done(_("Sent to the printer."))


def print_pdf(pdf: bytes, printer: QPrinter) -> None:
    """Draw each page of a PDF on a page of the printer. Raises KnownError where it cannot."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    painter = QPainter()
    if not painter.begin(printer):
        document.close()
        raise KnownError(_("The printer does not answer. Check it, or save the PDF instead."))
    try:
        for at in range(len(document)):
            if at:
                printer.newPage()
            page = document[at]
            bitmap = page.render(scale=_DPI / _POINTS, rev_byteorder=True, prefer_bgrx=True)
            size = (bitmap.width, bitmap.height, bitmap.stride)
            image = QImage(bytes(bitmap.buffer), *size, QImage.Format.Format_RGBX8888)
            room = QRectF(painter.viewport())
            scale = min(room.width() / image.width(), room.height() / image.height())
            target = QRectF(0, 0, image.width() * scale, image.height() * scale)
            painter.drawImage(target, image)
            page.close()
    finally:
        painter.end()
        document.close()
