"""Mentions a kindergarten in a text that is being written: found by name, put in at the cursor."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QWidget

from desktop.models import forum_mentions
from desktop.models.forum_mentions import Mentionable
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.text_line import TextLine


class MentionBar(QWidget):
    """A button that becomes a line to find a kindergarten in; Esc takes the line away."""

    def __init__(self, desk: Desk, area: TextArea) -> None:
        super().__init__()
        self._desk, self._area = desk, area
        self.button = Button(_("Mention a kindergarten"), self.ask, kind="quiet", icon="at")
        self.line = _Line(placeholder=_("Begin to write its name"))
        self.line.setAccessibleName(_("Mention a kindergarten"))
        self.line.setMinimumWidth(px(200))
        self.line.escaped = self._close
        self.line.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self.line, 1)

    def ask(self) -> None:
        """Find a kindergarten to mention."""
        self._desk.ask(forum_mentions.mentionable, then=self._open, owner=self)

    def put(self, label: str) -> None:
        """Mention the kindergarten that is called so."""
        cursor = self._area.textCursor()
        before = self._area.value()[: cursor.position()]
        gap = " " if before and not before[-1].isspace() else ""
        cursor.insertText(f"{gap}@{label} ")
        self._close()

    def _open(self, found: Sequence[Mentionable]) -> None:
        completer = QCompleter([one.label for one in found], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self.put, Qt.ConnectionType.QueuedConnection)
        self.line.setCompleter(completer)
        self.line.clear()
        self.button.hide()
        self.line.show()
        self.line.setFocus()

    def _close(self) -> None:
        self.line.hide()
        self.button.show()
        self._area.setFocus()


class _Line(TextLine):
    escaped = staticmethod(lambda: None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped()
            return
        super().keyPressEvent(event)
