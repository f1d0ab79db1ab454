"""The categories: a tree where there is room for it, a drop-down where there is not."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from desktop.models.forum import Which
from desktop.models.forum_values import Feed, Room, Rooms
from desktop.texts import _, ngettext, number
from desktop.views.forum.room_delegate import COUNT, FOLDED, RoomDelegate
from desktop.views.theme import current, pixmap, px
from desktop.views.widgets.combo import Combo

Index = QModelIndex | QPersistentModelIndex
_VALUE = Qt.ItemDataRole.UserRole


class RoomTree(QTreeWidget):
    """picked(category id or Feed) comes when the user goes to another."""

    picked = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting = False
        self.setHeaderHidden(True)
        self.setAccessibleName(_("Categories"))
        self.setIndentation(px(14))
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self._delegate = RoomDelegate()
        self.setItemDelegate(self._delegate)
        # the delegate draws the ground of what is chosen, round as in the other lists
        self.setStyleSheet("RoomTree { selection-background-color: transparent; }")
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._moved)
        current().changed.connect(self._indent)

    def _indent(self) -> None:
        self.setIndentation(px(14))

    def set_rooms(self, rooms: Rooms) -> None:
        """Show these; what is chosen stays chosen."""
        keep = self.value()
        folded = {item.data(0, _VALUE) for item in self._items() if not item.isExpanded()}
        self._setting = True
        self.clear()
        under: dict[Any, QTreeWidgetItem] = {}
        for value, label, tip, count in _feeds(rooms):
            self.addTopLevelItem(_item(value, label, tip, count))
        for room in rooms.rooms:
            item = _item(room.id, room.name, _tip(room), room.unread)
            if room.own:
                item.setData(0, Qt.ItemDataRole.FontRole, _bold(self.font()))
            parent = under.get(room.parent)
            if parent is None:
                self.addTopLevelItem(item)
            else:
                parent.addChild(item)
            under[room.id] = item
        for room in rooms.rooms:
            under[room.id].setExpanded(room.id not in folded)
            under[room.id].setData(0, FOLDED, _unread_below(room.id, rooms))
        self.set_value(keep)
        self._setting = False

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        if self.model().hasChildren(index):
            name = "chevron-down" if self.isExpanded(index) else "chevron-right"
            mark = pixmap(name, current().tokens.muted, 14)
            left, middle = rect.right() - 14, rect.top() + (rect.height() - 14) // 2
            painter.drawPixmap(left, middle, mark)

    def value(self) -> Which:
        """The category or feed that is chosen."""
        item = self.currentItem()
        return Feed.ALL if item is None else _which(item.data(0, _VALUE))

    def set_value(self, value: Which) -> None:
        """Choose this; all posts where it is not there."""
        found = next((item for item in self._items() if item.data(0, _VALUE) == value), None)
        chosen = found or self.topLevelItem(0)
        if chosen is not None:
            setting, self._setting = self._setting, True
            self.setCurrentItem(chosen)
            self._setting = setting

    def _items(self) -> Iterator[QTreeWidgetItem]:
        waiting = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        for item in waiting:
            if item is not None:
                yield item
                waiting.extend(item.child(at) for at in range(item.childCount()))

    def _moved(self) -> None:
        if not self._setting:
            self.picked.emit(self.value())


class RoomChoice(Combo):
    """The same in a drop-down."""

    picked = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(name=_("Category"), parent=parent)
        self.changed.connect(lambda: self.picked.emit(_which(self.value())))

    def set_rooms(self, rooms: Rooms) -> None:
        """Offer these; what is chosen stays chosen."""
        keep = self.value()
        choices: list[tuple[Any, str]] = [
            (value, f"{label} ({number(count)})" if count else label)
            for value, label, _tip, count in _feeds(rooms)
        ]
        choices += [(room.id, _counted(room, rooms)) for room in rooms.rooms]
        self.set_choices(choices, Feed.ALL if keep is None else keep)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def _which(kept: Any) -> Which:
    # Qt keeps a feed as the bare word that it is
    chosen: Which = Feed(kept) if isinstance(kept, str) else kept
    return chosen


def writable(rooms: Rooms) -> list[tuple[Any, str]]:
    """The categories that one can write in: those that hold no others and are not closed."""
    parents = {room.parent for room in rooms.rooms}
    return [
        (room.id, path(room, rooms))
        for room in rooms.rooms
        if room.id not in parents and not room.closed
    ]


def _feeds(rooms: Rooms) -> list[tuple[Feed, str, str, int]]:
    feeds = [
        (Feed.ALL, _("All posts"), _("The newest posts of all categories"), 0),
        (
            Feed.NEW,
            _("New since last time"),
            _("Posts that you have not read, or that have new answers"),
            rooms.unread,
        ),
        (
            Feed.UNWELCOMED,
            _("Not welcomed yet"),
            _("Introductions that nobody has answered"),
            rooms.unwelcomed,
        ),
    ]
    if rooms.mentioned:
        tip = _("Posts and answers that mention your kindergarten")
        feeds.append((Feed.MENTIONING, _("Mentions us"), tip, 0))
    return feeds


def _unread_below(id_: UUID, rooms: Rooms) -> int:
    """How many posts are new in a category and in those that lie in it."""
    own = sum(room.unread for room in rooms.rooms if room.id == id_)
    below = (_unread_below(room.id, rooms) for room in rooms.rooms if room.parent == id_)
    return own + sum(below)


def _counted(room: Room, rooms: Rooms) -> str:
    named = path(room, rooms)
    return f"{named} ({number(room.unread)})" if room.unread else named


def path(room: Room, rooms: Rooms) -> str:
    """A category with the one that it lies in."""
    parent = next((one.name for one in rooms.rooms if one.id == room.parent), "")
    return f"{parent} · {room.name}" if parent else room.name


def _tip(room: Room) -> str:
    own = _("your county") if room.own else ""
    closed = _("closed, for reading alone") if room.closed else ""
    posts = ngettext("{n} post", "{n} posts", room.posts).format(n=number(room.posts))
    return " · ".join(part for part in (room.name, own, closed, posts) if part)


def _item(value: Which, label: str, tip: str, count: int) -> QTreeWidgetItem:
    item = QTreeWidgetItem([label])
    item.setData(0, _VALUE, value)
    item.setData(0, COUNT, count)
    item.setToolTip(0, tip)
    if count:
        words = ngettext("{n} new", "{n} new", count).format(n=number(count))
        item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, words)
    return item
