"""The page on which the guidelines and the terms are read by who has no account yet."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.reading_ahead import Ahead, Text
from desktop.texts import _
from desktop.views.start.email_field import EmailField
from desktop.views.theme import px
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page

_WIDEST, _NARROW = 820, 420


class ReadingPage(Page):
    """marked(id, bool) says that who has the address in `email` has read a text, or has not after
    all; reader_changed(email) that it is another's; back leaves.
    """

    marked = Signal(object, bool)
    reader_changed = Signal(str)
    back = Signal()

    def __init__(self, ahead: Ahead, email: str = "") -> None:
        super().__init__(_("Guidelines and terms of use"), scroll=True)
        self._cards: list[_TextCard] = []
        self._state = Label(_("Fetching …"), "muted")
        words = _("The one that you ask for access with: the receipt belongs to it.")
        self.reader = EmailField(email, help=words)
        self.reader.setMaximumWidth(px(_NARROW))
        self.reader.line.left.connect(self._forgive_nothing)
        self.reader.line.changed.connect(lambda: self.reader_changed.emit(self.email))
        self.body.addWidget(self._state)
        self.body.addWidget(self.reader)
        self.body.addStretch()
        self.add_action(Button(_("Back"), self.back.emit, icon="arrow-left"))
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.back.emit, context=scope)
        self.show_ahead(ahead)

    @property
    def email(self) -> str:
        """The address of who reads, as it is typed."""
        return self.reader.line.value()

    def show_ahead(self, ahead: Ahead) -> None:
        """Show the texts, and which of them have been read. The cursor stays where it is."""
        if [card.id for card in self._cards] != [one.id for one in ahead.texts]:
            self._make_cards(ahead)
        for card, text in zip(self._cards, ahead.texts, strict=True):
            card.show_text(text)
        if ahead.texts:
            self._state.setText(
                _("What you confirm is kept here, and your receipt is sent when you have access.")
            )

    def tell(self, why: str) -> None:
        """Say why nothing newer could be fetched."""
        self._state.setText(f"{_('This was fetched last time.')} {why}" if self._cards else why)

    def _make_cards(self, ahead: Ahead) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [_TextCard(one, self._mark) for one in ahead.texts]
        for at, card in enumerate(self._cards, self.body.indexOf(self.reader) + 1):
            self.body.insertWidget(at, card)

    def _forgive_nothing(self) -> None:
        """Whoever only reads needs no address: it is asked for at the first text confirmed."""
        if not self.email:
            self.reader.set_error("")

    def _mark(self, id_: UUID, is_read: bool) -> None:  # noqa: FBT001 - as the signal has it
        if self.reader.validate():
            self.marked.emit(id_, is_read)
        else:
            self.reader.line.setFocus()


class _TextCard(Card):
    """`mark` is called with the id, and whether it has been read."""

    def __init__(self, text: Text, mark: Callable[[UUID, bool], object]) -> None:
        super().__init__(text.title)
        self.id = text.id
        self._is_read = False
        self.setMaximumWidth(px(_WIDEST))
        self.body.addWidget(Label(text.body, selectable=True))
        self._button = Button("", lambda: mark(self.id, not self._is_read))
        self.body.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_text(self, text: Text) -> None:
        """Say whether it has been read, and offer to say so or to take it back."""
        self._is_read = text.is_read
        said = _("Read") if text.is_read else _("Version {n}").format(n=text.version)
        self.set_badge(said, "primary" if text.is_read else "neutral")
        words = _("I have not read this after all") if text.is_read else _("I have read this")
        self._button.setText(words)
