"""Puts a newer text into an editor while somebody types in it."""

import re
from difflib import SequenceMatcher
from itertools import accumulate

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

_PIECE = re.compile(r"\w+|\s+|[^\w\s]")


def put_text(editor: QPlainTextEdit, text: str) -> None:
    """Change only what differs, so that cursor, selection and the way back stay."""
    before = editor.toPlainText()
    if before == text:
        return
    own = editor.textCursor()
    place, anchor = own.position(), own.anchor()
    cursor = QTextCursor(editor.document())
    cursor.beginEditBlock()
    for start, end, words in reversed(_changes(before, text)):
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(words)
        place, anchor = (_moved(at, start, end, _length(words)) for at in (place, anchor))
    cursor.endEditBlock()
    own.setPosition(anchor)
    own.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(own)


def _moved(at: int, start: int, end: int, length: int) -> int:
    """Where a place is after a change; one at its very beginning stays before it."""
    if at <= start:
        return at
    return at - (end - start) + length if at >= end else start + length


def _changes(before: str, after: str) -> list[tuple[int, int, str]]:
    """What to put where, in the places of `before`, which Qt counts in UTF-16."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    places = [0, *accumulate(map(_length, old))]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        (places[start], places[end], "".join(new[first:last]))
        for tag, start, end, first, last in matcher.get_opcodes()
        if tag != "equal"
    ]


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
