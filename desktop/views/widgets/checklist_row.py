"""One step of a checklist: done or to do, and how to begin."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.theme import current, pixmap, px
from desktop.views.theme.tokens import SPACE_M
from desktop.views.widgets.button import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.messages import Action


class ChecklistRow(QWidget):
    """ChecklistRow("Les retningslinjene", "Lest 12. november", done=True)."""

    def __init__(
        self,
        title: str,
        note: str = "",
        *,
        done: bool,
        action: Action | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._done = done
        state = _("done") if done else _("to do")
        self.setAccessibleName(f"{title}, {state}")
        self._mark = QLabel()
        self._mark.setAccessibleName(state)
        self._mark.setToolTip(state)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(title))
        if note:
            words.addWidget(Label(note, "small"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(SPACE_M)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        if action is not None:
            button = Button(action[0], action[1], icon="arrow-right")
            button.setAccessibleName(f"{action[0]}: {title}")
            row.addWidget(button)
        current().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        tokens = current().tokens
        drawn = ("check-filled", tokens.primary) if self._done else ("circle", tokens.strong_line)
        self._mark.setPixmap(pixmap(*drawn, px(20)))
