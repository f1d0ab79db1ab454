"""One side of a conflict, with what it changed marked."""

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.models.merge import word_changes
from desktop.views.theme.theme import current


class TextSide(QPlainTextEdit):
    """A text to read and copy; the words that differ from the base are marked and underlined."""

    def __init__(self, base: str, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base, self._text = base, text
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        current().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for piece, is_new in word_changes(self._base, self._text):
            look = QTextCharFormat()
            if is_new and piece.strip():
                # Underlined too: a difference is never told by colour alone.
                colour, ground = current().tokens.tone("warn")
                look.setBackground(QColor(ground))
                look.setForeground(QColor(colour))
                look.setFontUnderline(True)
            cursor.insertText(piece, look)
        self.moveCursor(QTextCursor.MoveOperation.Start)
