"""The line under words that the dictionary does not have."""

import re
import time

from PySide6.QtCore import QObject, QSignalBlocker, QTimer
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextBlock, QTextCharFormat
from PySide6.QtWidgets import QPlainTextEdit

from desktop.spelling import words
from desktop.views.theme import current
from desktop.views.widgets.spelling import spelling

_SLICE = 0.004
_BUSY_MS = 50
_WIDE = re.compile("[\U00010000-\U0010ffff]")


class SpellingMarks(QObject):
    """Marks the wrong words of an editor while there is spelling help, and costs nothing else.

    A key draws what is known already. The dictionary is asked afterwards, a few milliseconds at a
    time; the word that is being written is left alone until the cursor is elsewhere.
    """

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._painter: _Painter | None = None
        spelling().changed.connect(self.follow)
        current().changed.connect(self.follow)
        editor.cursorPositionChanged.connect(self._moved)
        self.follow()
        spelling().need()

    def settle(self) -> None:
        """The field is left: no word is being written in it."""
        if self._painter is not None:
            self._painter.let_go()

    def follow(self) -> None:
        """Draw anew: other words are known, the colours are others, or nobody may write here."""
        helps = spelling().speller is not None
        if helps and self._painter is None:
            self._painter = _Painter(self._editor)
        elif helps and self._painter is not None:
            self._painter.begin_anew()
        elif self._painter is not None:
            with QSignalBlocker(self._editor):
                self._painter.setDocument(None)
            self._painter.deleteLater()
            self._painter = None

    def _moved(self) -> None:
        if self._painter is not None:
            self._painter.moved()


class _Painter(QSyntaxHighlighter):
    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor.document())
        self._editor = editor
        self._waiting: list[QTextBlock] = []
        self._written: tuple[QTextBlock, int] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look_up)
        self.begin_anew()  # at once: what Qt does by itself a moment later is not kept quiet

    def begin_anew(self) -> None:
        """Judge all words."""
        self._mark = _mark()
        with QSignalBlocker(self._editor):
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        speller = spelling().speller
        if speller is None or self._editor.isReadOnly():
            return
        block, waits = self.currentBlock(), False
        for at, word in words(plain(text)):
            verdict = speller.verdict(word)
            if verdict is True:
                continue
            if self._is_written(block, at + len(word)):
                self._written = block, at
            elif verdict is None:
                waits = True
            else:
                self.setFormat(at, len(word), self._mark)
        if waits:
            self._waiting.append(block)
            if not self._timer.isActive():
                self._timer.start(0)

    def moved(self) -> None:
        """The cursor went elsewhere: perhaps out of the word that was being written."""
        if self._written is None:
            return
        block, start = self._written
        cursor = self._editor.textCursor()
        at = cursor.positionInBlock()
        inside = cursor.block() == block and at > start
        if not (inside and plain(block.text())[start:at].strip(" \t").isalpha()):
            self.let_go()

    def let_go(self) -> None:
        """Judge the word that was being written, too."""
        if self._written is not None:
            block, _start = self._written
            self._written = None
            self._draw(block)

    def _draw(self, block: QTextBlock) -> None:
        if block.isValid():
            # Qt counts a line under a word as a change of the text, which then would be saved.
            with QSignalBlocker(self._editor):
                self.rehighlightBlock(block)

    def _is_written(self, block: QTextBlock, end: int) -> bool:
        cursor = self._editor.textCursor()
        here = cursor.block() == block and cursor.positionInBlock() == end
        return here and not cursor.hasSelection() and self._editor.hasFocus()

    def _look_up(self) -> None:
        """Ask the dictionary for a while, and draw the paragraphs that are through."""
        speller = spelling().speller
        until = time.perf_counter() + _SLICE
        while self._waiting and speller is not None:
            block = self._waiting[0]
            for _at, word in words(plain(block.text()) if block.isValid() else ""):
                if speller.verdict(word) is not None:
                    continue
                if speller.look_up(word) is None:
                    self._timer.start(_BUSY_MS)
                    return
                if time.perf_counter() > until:
                    self._timer.start(0)
                    return
            self._waiting.pop(0)
            self._draw(block)


def plain(text: str) -> str:
    """A text in which places are those that Qt counts: it counts a wide letter as two."""
    return _WIDE.sub("  ", text)


def _mark() -> QTextCharFormat:
    mark = QTextCharFormat()
    mark.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    mark.setUnderlineColor(QColor(current().tokens.danger))
    return mark
