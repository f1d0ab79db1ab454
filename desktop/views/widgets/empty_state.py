"""What a page shows while it has nothing: what belongs here, and the first step."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.views.theme import current, pixmap, px
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.messages import Action


class EmptyState(QWidget):
    """EmptyState("people", _("No staff yet"), _("Enrol …"), action=(_("Enrol"), callback))."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        *,
        action: Action | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._mark = QLabel()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = Label(title, "heading")
        self._text = Label(text, "muted")
        column = QWidget()
        column.setFixedWidth(px(320))
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_S)
        rows.addWidget(self._mark)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            rows.addWidget(label)
        if action is not None:
            rows.addSpacing(SPACE_S)
            rows.addWidget(Button(*action), 0, Qt.AlignmentFlag.AlignHCenter)
        whole = QGridLayout(self)
        whole.setRowStretch(0, 2)
        whole.setRowStretch(2, 3)
        whole.setColumnStretch(0, 1)
        whole.setColumnStretch(2, 1)
        whole.addWidget(column, 1, 1)
        current().changed.connect(self._draw)
        self._draw()

    def set_text(self, title: str, text: str = "") -> None:
        """Say something else, such as that a search found nothing."""
        self._title.setText(title)
        self._text.setText(text)

    def _draw(self) -> None:
        self._mark.setPixmap(pixmap(self._icon, current().tokens.muted, px(36)))
