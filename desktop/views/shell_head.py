"""What stands over and beside the page: the band, the messages, the report of a mistake."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import BugReport
from desktop.views.theme import px
from desktop.views.theme.tokens import PANEL_WIDTH, SPACE_L, SPACE_XL
from desktop.views.widgets.label import Label
from desktop.views.widgets.messages import Message

if TYPE_CHECKING:
    from desktop.views.widgets.message_bar import MessageBar
    from desktop.views.widgets.undo_bar import UndoBar


class ShellHead(QWidget):
    """Holds the page and all that may come around it."""

    def __init__(self, pages: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._band = QFrame()
        self._band.setProperty("band", True)  # noqa: FBT003 - Qt's own signature
        self._band_text = Label()
        self._band_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QHBoxLayout(self._band)
        inside.setContentsMargins(SPACE_XL, 6, SPACE_XL, 6)
        inside.addWidget(self._band_text)
        self._band.hide()
        self._beside = QHBoxLayout()
        self._beside.addWidget(pages, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._band)
        rows.addLayout(self._beside, 1)
        self._rows = rows
        self._messages: MessageBar | None = None
        self._undo: UndoBar | None = None
        self._report: QWidget | None = None

    def set_band(self, text: str) -> None:
        """Say this over every page; an empty text takes the band away."""
        self._band_text.setText(text)
        self._band.setVisible(bool(text))

    def show_message(self, message: Message) -> None:
        """Say it over the page; a way back is offered under it."""
        # the bars come with the first message, since the first window does not wait for them
        if message.undo:
            from desktop.views.widgets.undo_bar import UndoBar

            if self._undo is None:
                self._undo = UndoBar()
                self._rows.addWidget(self._undo)
            self._undo.show_message(message)
            return
        from desktop.views.widgets.message_bar import MessageBar

        if self._messages is None:
            self._messages = MessageBar()
            self._rows.insertWidget(1, self._messages)
        self._messages.show_message(message)

    def leave_page(self) -> None:
        """The page of before is no longer shown, and what it could not do is no longer news."""
        if self._messages is not None:
            self._messages.forget_errors()

    def said(self) -> list[str]:
        """What the messages over the page say now, oldest first."""
        return self._messages.texts() if self._messages is not None else []

    def show_report(self, report: BugReport) -> None:
        """Put the report beside the page; a newer one takes its place."""
        from desktop.views.widgets.report_panel import ReportPanel

        self.close_report()
        panel = ReportPanel(report)
        panel.closed.connect(self.close_report)
        place = QWidget()
        place.setFixedWidth(px(PANEL_WIDTH))
        around = QVBoxLayout(place)
        around.setContentsMargins(0, SPACE_XL, SPACE_L, SPACE_XL)
        around.addWidget(panel)
        self._beside.addWidget(place)
        self._report = place

    def close_report(self) -> None:
        """Take the report away."""
        if self._report is not None:
            self._report.hide()
            self._report.deleteLater()
            self._report = None
