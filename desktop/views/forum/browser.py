"""Categories, the list of posts and the post that is read, side by side."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models import forum
from desktop.models.forum import Which
from desktop.models.forum_values import Feed, Lines, Opened, Rooms
from desktop.texts import _, ngettext, number
from desktop.views.desk import Desk
from desktop.views.forum.post_form import PostForm
from desktop.views.forum.post_list import NoPosts, PostList
from desktop.views.forum.reader import Reader
from desktop.views.forum.room_tree import RoomChoice, RoomTree, writable
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from desktop.views.widgets.card import Card
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.label import Label
from desktop.views.widgets.search_field import SearchField

_TREE_WIDTH, _LIST_WIDTH, _WIDE = 214, 312, 960
_MOST_RELOADED = 500


class Browser(QWidget):
    """retitled when `rooms` are new; introduction_asked when its writer changes that post."""

    retitled = Signal()
    introduction_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asking = self._shown = 0
        self._asked: tuple[Callable[..., Lines], object] = (forum.lines, Feed.ALL)
        self._lines = Lines(())
        self.rooms = Rooms((), 0, 0)
        self.tree, self.choice = RoomTree(), RoomChoice()
        self.search = SearchField(_("Search in all posts"))
        self._told = Label("", "small")
        self._none = NoPosts()
        self.list = PostList(_("Posts"), self._none)
        self.reader, self.form = Reader(desk), PostForm(desk)
        self._nothing = EmptyState(
            "posts", _("No post is chosen"), _("Choose a post in the list to read it here.")
        )
        self._side = QStackedWidget()
        self._list_card = Card()
        self._lay_out()
        self._connect()

    def load(self) -> None:
        """Fetch the tree, the list and the post anew; what is chosen stays chosen."""
        self._desk.ask(forum.rooms, self._desk.me, then=self._show_rooms, owner=self)
        self._load(len(self.list.table.lines))
        self.reader.reload()

    def flush(self) -> None:
        """Put what is typed on disk now."""
        self.reader.flush()
        self.form.flush()

    def read(self, id_: UUID) -> None:
        """Show a post."""
        self.form.flush()
        self.list.choose(id_)
        self._side.setCurrentWidget(self.reader)
        self.reader.open_post(id_)

    def write(self) -> None:
        """Write a new post in the category that is being read."""
        room = self.tree.value()
        rooms = writable(self.rooms)
        known = {one for one, _name in rooms}
        self.reader.flush()
        self.list.clear_choice()
        self._side.setCurrentWidget(self.form)
        self.form.write_new(rooms, room if isinstance(room, UUID) and room in known else None)

    def go(self, which: Which) -> None:
        """Show a category, or a feed of several."""
        self.tree.set_value(which)
        self.choice.set_value(which)
        self.search.clear()
        self.list.clear_choice()
        self._load(0)
        self.list.to_top()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= px(_WIDE)
        self.tree.setFixedWidth(px(_TREE_WIDTH))
        self.tree.setVisible(wide)
        self.choice.setVisible(not wide)
        self._list_card.setFixedWidth(px(_LIST_WIDTH if wide else 290))

    @property
    def writing(self) -> bool:
        """Whether a post is being written."""
        return self._side.currentWidget() is self.form

    @property
    def _which(self) -> Which:
        return self.tree.value()

    def _load(self, held: int) -> None:
        """Fetch the list from its head, as far as it has been scrolled."""
        self._asking += 1
        typed = self.search.value()
        self._asked = (forum.found, typed) if typed else (forum.lines, self._which)
        limit = min(max(held, forum.PAGE), _MOST_RELOADED)
        self._ask(None, limit, self._show_lines)

    def _more(self) -> None:
        # the page after a list that is about to be another one is of no use
        if self._shown == self._asking:
            self._ask(self._lines.after, forum.PAGE, self._append)

    def _ask(self, after: object, limit: int, then: Callable[[Lines], object]) -> None:
        asking, me = self._asking, self._desk.me
        query, what = self._asked

        def show(lines: Lines) -> None:
            # an answer to what is no longer asked is let go
            if asking == self._asking:
                then(lines)

        self._desk.ask(query, me, what, after, limit, then=show, failed=self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        self.list.table.give_up()
        self._desk.tell(error)

    def _show_lines(self, lines: Lines) -> None:
        self._lines, self._shown = lines, self._asking
        self._say_none()
        more = lines.after is not None
        self.list.set_lines(lines.lines, more=more, found=lines.total is not None)
        self._told.setVisible(lines.total is not None)
        self._told.setText(_hits(lines))

    def _append(self, lines: Lines) -> None:
        self._lines = lines
        self.list.table.append(lines.lines, more=lines.after is not None)

    def _show_rooms(self, rooms: Rooms) -> None:
        self.rooms = rooms
        self.tree.set_rooms(rooms)
        self.choice.set_rooms(rooms)
        self.retitled.emit()

    def _say_none(self) -> None:
        typed = self.search.value()
        if typed:
            words = _("Try another word, or only its beginning.")
            self._none.set_text(_("Nothing was found"), words)
        elif self._which is Feed.UNWELCOMED:
            self._none.set_text(_("Everybody has been welcomed"), "")
        else:
            self._none.set_text(_("No posts yet"), _("What is written here stands in this list."))

    def _searched(self) -> None:
        self._load(0)
        self.list.to_top()

    def _change(self, post: Opened) -> None:
        if post.shown.form.value == "introduction":
            self.introduction_asked.emit()
            return
        self._side.setCurrentWidget(self.form)
        self.form.change(post)

    def _saved(self, id_: UUID) -> None:
        if self.form.isVisible():
            words = _("The post is published. Sent when you are online.")
            self._desk.messages.done(words)
        self.read(id_)

    def _left(self) -> None:
        chosen = self.list.current()
        if chosen is not None:
            self.read(chosen)
        elif self.reader.post is not None:
            self._side.setCurrentWidget(self.reader)
        else:
            self._side.setCurrentWidget(self._nothing)

    def _connect(self) -> None:
        self.tree.picked.connect(self.go)
        self.choice.picked.connect(self.go)
        self.search.searched.connect(lambda _text: self._searched())
        self.list.chosen.connect(self.read)
        self.list.table.wants_more.connect(self._more)
        self.reader.edit_asked.connect(self._change)
        self.reader.gone.connect(lambda: self._side.setCurrentWidget(self._nothing))
        self.form.saved.connect(self._saved)
        self.form.left.connect(self._left)
        self._side.currentChanged.connect(lambda _at: self.retitled.emit())

    def _lay_out(self) -> None:
        card = self._list_card
        card.layout().setContentsMargins(SPACE_M, SPACE_M, SPACE_S, SPACE_M)  # type: ignore[union-attr]  # it has one
        top = QVBoxLayout()
        top.setContentsMargins(0, 0, SPACE_S - 4, 0)
        top.setSpacing(SPACE_S)
        for widget in (self.search, self.choice, self._told):
            top.addWidget(widget)
        card.body.addLayout(top)
        card.body.addWidget(self.list, 1)
        self._told.hide()
        for page in (self._nothing, self.reader, self.form):
            self._side.addWidget(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_L)
        row.addWidget(self.tree)
        row.addWidget(card)
        row.addWidget(self._side, 1)


def _hits(lines: Lines) -> str:
    if lines.total is None:
        return ""
    said = ngettext("{n} post was found", "{n} posts were found", lines.total)
    if lines.more:
        said = _("More than {n} posts, the newest of them")
    found = said.format(n=number(lines.total))
    if lines.behind:
        return found + " · " + _("what has just come is being made ready for the search")
    return found
