"""What the context menu of a text says about the word under it."""

from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from desktop.spelling import words
from desktop.texts import _
from desktop.views.widgets.spelling import spelling
from desktop.views.widgets.spelling_marks import plain


def say_spelling(menu: QMenu, editor: QPlainTextEdit, at: QTextCursor) -> None:
    """Put what can be done about the word at a place before the rest of the menu.

    Suggestions come when they are found; the menu is there at once.
    """
    word = _word_at(at)
    speller = spelling().speller
    if word is None or speller is None or editor.isReadOnly():
        return
    text = word.selectedText()
    own = speller.own.has(text)
    if own:
        away = QAction(_("Take «{word}» out of the word list").format(word=own), menu)
        away.triggered.connect(lambda: spelling().remove(own))
        _before_the_rest(menu, [away])
    elif speller.look_up(text) is False:
        _Wrong(menu, word)


class _Wrong:
    """The part of the menu about a wrong word; the menu's actions keep it alive."""

    def __init__(self, menu: QMenu, word: QTextCursor) -> None:
        self._menu, self._word, self._text = menu, word, word.selectedText()
        told = _("«{word}» is not in the dictionary").format(word=self._text)
        menu.setAccessibleName(told)
        self._told = self._action(told)
        self._place = self._action(_("Looking for suggestions …"))
        for action in (self._told, self._place):
            action.setEnabled(False)
        add, ignore = self._action(_("Add to the word list")), self._action(_("Ignore"))
        add.triggered.connect(lambda: spelling().add(self._text))
        ignore.triggered.connect(lambda: spelling().ignore(self._text))
        _before_the_rest(menu, [self._told, self._place, add, ignore])
        spelling().ask(self._text, self._show, owner=menu)

    def _show(self, suggestions: list[str]) -> None:
        if not suggestions:
            self._place.setText(_("No suggestions"))
            return
        for suggestion in suggestions:
            action = self._action(suggestion)
            action.triggered.connect(lambda _on=False, to=suggestion: self._write(to))
            self._menu.insertAction(self._place, action)
        self._menu.removeAction(self._place)

    def _action(self, text: str) -> QAction:
        return QAction(text.replace("&", "&&"), self._menu)

    def _write(self, suggestion: str) -> None:
        # others may have written in the same text since
        if self._word.selectedText() == self._text:
            self._word.insertText(suggestion)


def _before_the_rest(menu: QMenu, actions: list[QAction]) -> None:
    rest = menu.actions()
    first = rest[0] if rest else None
    for action in actions:
        menu.insertAction(first, action) if first else menu.addAction(action)
    if first:
        menu.insertSeparator(first)


def _word_at(at: QTextCursor) -> QTextCursor | None:
    """A cursor that has chosen the word at a place."""
    block, place = at.block(), at.positionInBlock()
    for start, word in words(plain(block.text())):
        if start <= place <= start + len(word):
            found = QTextCursor(block)
            found.setPosition(block.position() + start)
            found.setPosition(found.position() + len(word), QTextCursor.MoveMode.KeepAnchor)
            return found
    return None
