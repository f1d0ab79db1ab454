"""Several lines of text, in a field that grows with what is written."""

import sys

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from desktop.views.widgets.spelling_marks import SpellingMarks
from desktop.views.widgets.spelling_menu import say_spelling


class TextArea(QPlainTextEdit):
    """Plain text. Tab leaves the field; it grows from `lines` up to `most` lines, then scrolls.

    With most=0 it takes the room that its layout gives it. Wrong words are marked where there is
    spelling help, but for what is no sentences (spelled=False).
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        name: str = "",
        lines: int = 3,
        most: int = 14,
        spelled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(value, parent)
        self._lines = lines
        self._most = most
        self._setting = False
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        if name:
            self.setAccessibleName(name)
        vertical = QSizePolicy.Policy.Fixed if most else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.textChanged.connect(self._tell)
        self._height = 0
        self._grow()
        self._marks = SpellingMarks(self) if spelled else None

    def setReadOnly(self, ro: bool) -> None:  # noqa: FBT001 - as Qt has it
        super().setReadOnly(ro)
        if self._marks is not None:
            self._marks.follow()

    def value(self) -> str:
        return self.toPlainText()

    def set_value(self, value: str) -> None:
        """Show this, keeping the cursor where it was; no changed signal."""
        if value == self.toPlainText():
            return
        place = self.textCursor().position()
        self._setting = True
        self.setPlainText(value)
        self._setting = False
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(value)))
        self.setTextCursor(cursor)

    def problem(self) -> str:
        return ""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height or self._room(self._lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height if self._most else self._room(self._lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # left to the panel or page around
            event.ignore()
            return
        if sys.platform == "linux" and _asks_for_menu(event):
            self._show_menu(self.textCursor(), self.cursorRect().bottomLeft())
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._marks is not None:
            self._marks.settle()
        self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._show_menu(self.cursorForPosition(event.pos()), event.pos())
        else:
            self._show_menu(self.textCursor(), self.cursorRect().bottomLeft())

    def _show_menu(self, at: QTextCursor, place: QPoint) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._marks is not None:
            say_spelling(menu, self, at)
        menu.popup(self.viewport().mapToGlobal(place))

    def _room(self, lines: int) -> int:
        around = 2 * int(self.document().documentMargin()) + 16
        return lines * self.fontMetrics().lineSpacing() + around

    def _grow(self) -> None:
        if not self._most:
            return
        # a plain text document measures itself in lines, wrapped ones included
        lines = int(self.document().documentLayout().documentSize().height())
        height = self._room(min(max(lines, self._lines), self._most))
        if height != self._height:
            self._height = height
            self.updateGeometry()

    def _tell(self) -> None:
        if not self._setting:
            self.changed.emit()


def _asks_for_menu(event: QKeyEvent) -> bool:
    """Shift+F10, for keyboards without a menu key: on Linux nobody translates it for us."""
    shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return shift and event.key() == Qt.Key.Key_F10
