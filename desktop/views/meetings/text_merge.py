"""Puts a newer text into an editor while somebody types in it."""

from collections.abc import Iterator

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from desktop.models.differences import changes


def put_text(editor: QPlainTextEdit, text: str) -> None:
    """Change only what differs, so that cursor, selection and the way back stay."""
    before = editor.toPlainText()
    if before == text:
        return
    own = editor.textCursor()
    place, anchor = own.position(), own.anchor()
    cursor = QTextCursor(editor.document())
    cursor.beginEditBlock()
    for start, end, words in reversed(list(_changes(before, text))):
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


def _changes(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """What to put where, in the places of `before`, which Qt counts in UTF-16."""
    at = place = 0
    for change in changes(before, after):
        start = place + _length(before[at : change.start])
        at, place = change.end, start + _length(before[change.start : change.end])
        yield start, place, change.text


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
