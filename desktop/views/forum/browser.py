"""Categories, the list of posts and the post that is read, side by side."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.models import forum, reading
from desktop.models.forum import Which
from desktop.models.forum_values import Feed, Lines, Opened, Rooms
from desktop.models.reading import Left, Unread
from desktop.models.search import EVERYWHERE
from desktop.texts import _, ngettext, number
from desktop.views.desk import Desk
from desktop.views.forum.draft_keeper import DraftKeeper
from desktop.views.forum.filters import Filters
from desktop.views.forum.panes import Panes
from desktop.views.forum.post_form import PostForm
from desktop.views.forum.post_list import NoPosts, PostList
from desktop.views.forum.reader import Reader
from desktop.views.forum.room_tree import RoomChoice, RoomTree, writable
from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.label import Label
from desktop.views.widgets.search_field import SearchField

_MOST_RELOADED = 500


class Browser(QWidget):
    """retitled when `rooms` are new; introduction_asked when its writer changes that post."""

    retitled = Signal()
    introduction_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asking = self._shown = 0
        self._kept: set[UUID] = set()
        self._only = EVERYWHERE
        self._depths: dict[UUID, int] = {}
        self._asked: tuple[Callable[..., Lines], object] = (forum.lines, Feed.ALL)
        self._lines = Lines(())
        self.rooms = Rooms((), 0, 0)
        self.tree, self.choice = RoomTree(), RoomChoice()
        self.search = SearchField(_("Search in all posts"))
        self.filters = Filters(desk.me.kindergarten)
        self._told = Label("", "small")
        self._all_read = Button(_("Mark all as read"), self._read_all, kind="quiet", icon="check")
        self._none = NoPosts()
        self.list = PostList(_("Posts"), self._none)
        self.reader, self.form = Reader(desk), PostForm(desk)
        self._nothing = EmptyState(
            "posts", _("No post is chosen"), _("Choose a post in the list to read it here.")
        )
        self._side = QStackedWidget()
        self._keeper = DraftKeeper(self._remember, self)
        self._list_card = Card()
        self.panes = Panes(self.tree, self._list_card, self._side, self.list)
        self._lay_out()
        self._connect()

    def load(self) -> None:
        """Fetch the tree, the list and the post anew; what is chosen stays chosen."""
        self._desk.ask(forum.rooms, self._desk.me, then=self._show_rooms, owner=self)
        self._load(len(self.list.table.lines))
        self.reader.reload()

    def load_counts(self) -> None:
        """Fetch what is new in each category, and nothing else."""
        self._desk.ask(forum.rooms, self._desk.me, then=self._show_rooms, owner=self)

    def resume(self) -> None:
        """Go on where the reading was left, unless something else is asked for."""
        self._desk.ask(reading.where_left, then=self._resume, owner=self)

    def flush(self) -> None:
        """Put what is typed, and the place of the reading, on disk now."""
        self._keeper.flush()
        self.reader.flush()
        self.form.flush()

    def read(self, id_: UUID) -> None:
        """Show a post."""
        self.form.flush()
        if self.reader.post is not None and self.reader.post.id != id_:
            self._depths[self.reader.post.id] = self.reader.read_to
        self.list.choose(id_)
        self._side.setCurrentWidget(self.reader)
        self.panes.show_side()
        self.reader.open_post(id_, self._depths.get(id_, 0), self.search.value())
        self._keeper.touch()

    def write(self, begin: str = "") -> None:
        """Write a new post in the category that is being read; `begin` stands in it."""
        room = self.tree.value()
        rooms = writable(self.rooms)
        here = next((one for one, _name in rooms if one == room), None)
        self.reader.flush()
        self.list.clear_choice()
        self._side.setCurrentWidget(self.form)
        self.panes.show_side()
        self.form.write_new(rooms, here, begin)

    def stop_writing(self) -> None:
        """Go back to the posts; what is written is kept as a draft."""
        if self.writing:
            self.form.leave()
        self.panes.show_list()

    def begin_search(self) -> None:
        """Search."""
        self.panes.show_list()
        self.search.setFocus()
        self.search.selectAll()

    def go(self, which: Which) -> None:
        """Show a category, or a feed of several."""
        self._kept.clear()
        self.tree.set_value(which)
        self.choice.set_value(which)
        self.search.clear()
        self.panes.show_list()
        self._keeper.touch()
        self.list.clear_choice()
        self._load(0)
        self.list.to_top()

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
        self._only = self.filters.value()
        self.filters.setVisible(bool(typed))
        self._show_choice()
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
        more: dict[str, Any] = {"also": frozenset(self._kept)}
        if query is forum.found:
            more = {"only": self._only}

        def show(lines: Lines) -> None:
            # an answer to what is no longer asked is let go
            if asking == self._asking:
                then(lines)

        self._desk.ask(
            query, me, what, after, limit, then=show, failed=self._failed, owner=self, **more
        )

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
        self._show_all_read()

    def _append(self, lines: Lines) -> None:
        self._lines = lines
        self.list.table.append(lines.lines, more=lines.after is not None)

    def _show_rooms(self, rooms: Rooms) -> None:
        self.rooms = rooms
        self.tree.set_rooms(rooms)
        self.choice.set_rooms(rooms)
        self.filters.set_rooms(rooms)
        self.form.offer(writable(rooms))
        self._show_all_read()
        self.retitled.emit()

    def _show_all_read(self) -> None:
        new = self._which is Feed.NEW and not self.search.value()
        self._all_read.setVisible(new and self.rooms.unread > 0)

    def _read_all(self) -> None:
        self._desk.do(reading.read_all, then=self._all_are_read, owner=self)

    def _all_are_read(self, before: Unread) -> None:
        desk = self._desk
        self._kept.clear()
        words = _("All posts are marked as read.")
        desk.messages.undo(words, lambda: desk.do(reading.unread_again, before))
        self._load(0)

    def _was_read(self, id_: UUID) -> None:
        # it stays in the list of what is new until one goes elsewhere
        self._kept.add(id_)
        self.list.table.mark_read(id_)

    def _resume(self, left: Left) -> None:
        elsewhere = self.writing or self.reader.post is not None or bool(self.search.value())
        if elsewhere or self._which is not Feed.ALL:
            return
        places = {str(room.id): room.id for room in self.rooms.rooms}
        which: Which | None = places.get(left.which)
        if left.which in list(Feed):
            which = Feed(left.which)
        if which is not None and which is not Feed.ALL:
            self.go(which)
        if left.post is not None:
            self._depths[left.post] = left.depth
            self.read(left.post)

    def _remember(self) -> None:
        which = self._which
        post = self.reader.post
        told = Left(
            which.value if isinstance(which, Feed) else str(which),
            post.id if post else None,
            self.reader.read_to if post else 0,
        )
        self._desk.do(reading.leave, told)

    def _say_none(self) -> None:
        typed = self.search.value()
        if typed:
            words = _("Try another word, or only its beginning.")
            if self._only:
                words = _("Try another word, or search in everything.")
            self._none.set_text(_("Nothing was found"), words)
        elif self._which is Feed.NEW:
            words = _("New posts, and posts with new answers, stand here until you have read them.")
            self._none.set_text(_("You have read everything"), words)
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
        self.panes.show_side()
        self.form.change(post)

    def _saved(self, id_: UUID) -> None:
        if self.form.isVisible():
            words = _("The post is published. Sent when you are online.")
            self._desk.messages.done(words)
        self.read(id_)

    def _follow(self, id_: UUID) -> None:
        """Read what the cursor comes to, where one sees it beside the list."""
        if self.panes.shows_side:
            self.read(id_)

    def _open(self, id_: UUID) -> None:
        """Turn to what is clicked, where something else is seen than what the cursor is at."""
        if self.writing or not self.panes.shows_side:
            self.read(id_)

    def _show_choice(self) -> None:
        """The categories in a line, where the tree has no room; a search has its own."""
        self.choice.setVisible(not self.panes.wide and not self.search.value())

    def _gone(self) -> None:
        self._side.setCurrentWidget(self._nothing)
        self.panes.show_list()

    def _left(self) -> None:
        chosen = self.list.current()
        if chosen is not None:
            self.read(chosen)
            return
        self.panes.show_list()
        if self.reader.post is not None:
            self._side.setCurrentWidget(self.reader)
        else:
            self._side.setCurrentWidget(self._nothing)

    def _connect(self) -> None:
        self.tree.picked.connect(self.go)
        self.choice.picked.connect(self.go)
        self.search.searched.connect(lambda _text: self._searched())
        self.filters.changed.connect(self._searched)
        self.panes.arranged.connect(self._show_choice)
        self.list.chosen.connect(self._follow)
        self.list.opened.connect(self._open)
        self.list.table.wants_more.connect(self._more)
        self.reader.edit_asked.connect(self._change)
        self.reader.read.connect(self._was_read)
        self.reader.scrolled.connect(self._keeper.touch)
        self.reader.gone.connect(self._gone)
        self.form.saved.connect(self._saved)
        self.form.left.connect(self._left)
        self.form.wanted.connect(self.write)
        self._side.currentChanged.connect(lambda _at: self.retitled.emit())

    def _lay_out(self) -> None:
        card = self._list_card
        card.layout().setContentsMargins(SPACE_M, SPACE_M, SPACE_S, SPACE_M)  # type: ignore[union-attr]  # it has one
        top = QVBoxLayout()
        top.setContentsMargins(0, 0, SPACE_S - 4, 0)
        top.setSpacing(SPACE_S)
        for widget in (self.search, self.filters, self.choice, self._told, self._all_read):
            top.addWidget(widget)
        card.body.addLayout(top)
        card.body.addWidget(self.list, 1)
        self._told.hide()
        self.filters.hide()
        self._all_read.hide()
        for page in (self._nothing, self.reader, self.form):
            self._side.addWidget(page)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.panes)


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
