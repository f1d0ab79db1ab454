"""The agenda while the meeting is held: how far each item has come, and a way to add one."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.models.minutes import Held, HeldItem
from desktop.texts import _, minutes
from desktop.views.meetings.hold_words import item_state
from desktop.views.meetings.words import item_number
from desktop.views.theme import current, pixmap, px
from desktop.views.theme.tokens import SPACE_M, SPACE_S, SPACE_XS
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import RowButton
from desktop.views.widgets.text_line import TextLine

_MARK, _NUMBER = 18, 44
_AT_ONCE = 12
_PAUSE_MS = 20


class ItemRow(RowButton):
    """One item: number, title, length and state in words, and a mark."""

    def __init__(self, item: HeldItem) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._icon = ""
        self._shown: tuple[str, ...] = ()
        self._number = Label("", "muted", wrap=False)
        self._number.setMinimumWidth(px(_NUMBER))
        self._title = Label("")
        self._state = Label("", "small")
        self._mark = QLabel()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._state)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        row.setSpacing(SPACE_S)
        # the mark stands under the number, so that long words of a title have the width
        before = QVBoxLayout()
        before.setSpacing(SPACE_XS)
        before.addWidget(self._number)
        before.addWidget(self._mark)
        before.addStretch(1)
        row.addLayout(before)
        row.addLayout(words, 1)
        for part in (self._number, self._title, self._state, self._mark):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        current().changed.connect(self._draw)
        self._others: tuple[str, ...] = ()
        self._told = (item, False, False)
        self.show_item(item, chosen=False, running=False)

    def show_others(self, names: tuple[str, ...]) -> None:
        """Tell who else has the item before them."""
        if names != self._others:
            self._others = names
            item, chosen, running = self._told
            self.show_item(item, chosen=chosen, running=running)

    def show_item(self, item: HeldItem, *, chosen: bool, running: bool) -> None:
        """Tell this of the item."""
        number = item_number(item.line)
        self._told = (item, chosen, running)
        icon, said = item_state(item, current=chosen, running=running)
        names = ", ".join(self._others)
        here = _("{names} is here").format(names=names) if names else ""
        length = minutes(item.line.minutes)
        self.setChecked(chosen)
        shown = (number, icon, said, here, length, item.line.title, "strong" if chosen else "body")
        if shown == self._shown:
            # each step to another item tells all rows, and a few have changed
            return
        self._shown, self._icon = shown, icon
        self._number.setText(number or _("draft"))
        self._number.set_role("muted" if number else "small")
        self._title.setText(item.line.title)
        self._title.set_role("strong" if chosen else "body")
        self._state.setText(" · ".join(part for part in (length, said, here) if part))
        # Others come and go: what the row is called stays.
        self.setAccessibleDescription(here)
        name = (f"{number or _('draft')} {item.line.title}", length, said)
        self.setAccessibleName(", ".join(part for part in name if part))
        self._draw()
        self._fit()

    def nextCheckState(self) -> None:
        """A press asks for the item; which row is marked is told by show_item alone."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 0)

    def _fit(self) -> None:
        """As high as the title needs at this width: buttons know no height for a width."""
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            self.setFixedHeight(layout.heightForWidth(max(self.width(), 120)))

    def _draw(self) -> None:
        tokens = current().tokens
        quiet = self._icon == "circle"
        colour = tokens.strong_line if quiet else tokens.primary
        self._mark.setPixmap(pixmap(self._icon, colour, px(_MARK)))


class ItemList(Card):
    """chosen(id) asks for an item, added(title) for a new one."""

    chosen = Signal(object)
    added = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Agenda"))
        self._rows: dict[UUID, ItemRow] = {}
        self._order: list[UUID] = []
        self._held: Held | None = None
        self._at: UUID | None = None
        self._running = False
        self._later = QTimer(self, interval=_PAUSE_MS)
        self._later.timeout.connect(self._lay_on)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._lines = QVBoxLayout(inner)
        self._lines.setContentsMargins(3, 3, 3, 3)
        self._lines.setSpacing(2)
        self._lines.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inner)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(SPACE_M, SPACE_M + SPACE_XS, SPACE_M, SPACE_M)
        self.body.addWidget(self._area, 1)
        self.new = NewItem()
        self.new.added.connect(self.added)
        self.body.addWidget(self.new)

    def show_items(self, held: Held, at: UUID | None, *, running: bool) -> None:
        """Show the agenda of a meeting, with the current item marked."""
        self._held, self._at, self._running = held, at, running
        if self._order != held.order:
            self._lay(held)
        self._tell()

    def show_others(self, others: Sequence[tuple[str, UUID]]) -> None:
        """Tell at which items others are: (name, item)."""
        for id_, row in self._rows.items():
            row.show_others(tuple(name for name, item in others if item == id_))

    def row(self, id_: UUID) -> ItemRow:
        """The row of an item."""
        self._lay_more(len(self._order))
        return self._rows[id_]

    def _tell(self) -> None:
        if self._held is None:
            return
        for item in self._held.items:
            row = self._rows.get(item.line.id)
            if row is not None:
                row.show_item(item, chosen=item.line.id == self._at, running=self._running)
        if self._at in self._rows:
            self._area.ensureWidgetVisible(self._rows[self._at], 0, 24)

    def _lay(self, held: Held) -> None:
        for row in self._rows.values():
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self._order = {}, held.order
        # what can be seen at once; the rest while somebody looks at it
        self._lay_more(_AT_ONCE)
        if len(self._rows) < len(self._order):
            self._later.start()

    def _lay_more(self, count: int) -> None:
        if self._held is None:
            return
        begun = len(self._rows)
        for at, item in enumerate(self._held.items[begun : begun + count], start=begun):
            row = ItemRow(item)
            row.clicked.connect(lambda _on=False, id_=item.line.id: self.chosen.emit(id_))
            self._rows[item.line.id] = row
            self._lines.insertWidget(at, row)

    def _lay_on(self) -> None:
        self._lay_more(_AT_ONCE // 2)
        self._tell()
        if len(self._rows) >= len(self._order):
            self._later.stop()


class NewItem(QWidget):
    """A button that becomes a line to type a title in. Enter adds it, Esc thinks better of it."""

    added = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.button = Button(_("New item"), self._begin, icon="plus")
        self.line = TextLine(placeholder=_("Title of the item, then Enter"), name=_("New item"))
        self.line.returnPressed.connect(self._add)
        self.line.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.button)
        rows.addWidget(self.line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.line.isVisible():
            self._end()
            return
        super().keyPressEvent(event)

    def _begin(self) -> None:
        self.button.hide()
        self.line.show()
        self.line.setFocus()

    def _add(self) -> None:
        title = self.line.value()
        if title:
            self.line.clear()
            self.added.emit(title)
        self._end()

    def _end(self) -> None:
        self.line.hide()
        self.button.show()
        self.button.setFocus()
