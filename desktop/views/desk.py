"""What every page is given: who is here, the data, and the ways to speak and to move on."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.background import Background, Lane
from desktop.views.sentences import sentence
from desktop.views.sync_words import SyncNews
from desktop.views.widgets.messages import Messages

if TYPE_CHECKING:
    # At run time they bring SQLAlchemy, for which the first window does not wait.
    from desktop.models.forum_values import Earlier
    from desktop.models.me import Me
    from desktop.models.store import Store

T = TypeVar("T")
Failed = Callable[[Exception], object]
Heard = Callable[[frozenset[str]], object]


class Online(Protocol):
    """What is asked of the service itself, and needs a network. For the network's lane."""

    def earlier(self, kind: str, id_: UUID) -> "tuple[Earlier, ...]": ...


class Desk(QObject):
    """The door of the views to everything else.

    desk.ask(staff.members, kindergarten, then=self._show)      a query, off the GUI thread
    desk.do(staff.enrol, values, then=..., failed=...)          an action, in order of the asking
    desk.fetch(lambda service: ..., then=..., failed=...)       what the service alone knows
    desk.changed.connect(self._on_change)                       frozenset of kinds, GUI thread
    desk.follow(self._on_change)                                the same, until desk.unfollow(...)
    desk.go("meetings", meeting_id)                             another area, and what to show
    desk.sync_wanted.emit()                                     synchronise now, not in a while
    desk.live_wanted.emit(scopes)                               hear at once of news in these
    desk.place_wanted.emit(meeting, item)                       say at which item one is
    desk.placed.connect(self._show_places)                      Placed: where the others are
    desk.ready_wanted.emit("meetings")                          an area is likely to be shown next
    desk.sync_pause_wanted.emit()                               and no more until it is wanted
    desk.sync_moved.connect(self._show_news)                    SyncNews; also desk.sync_news

    `then` and `failed` run on the GUI thread while their widget lives. Without `failed` the
    sentence of what went wrong is shown in the message bar.
    """

    changed = Signal(object)
    went = Signal(str, object)
    sync_wanted = Signal()
    live_wanted = Signal(object)
    place_wanted = Signal(object, object)
    placed = Signal(object)
    ready_wanted = Signal(str)
    sync_pause_wanted = Signal()
    sync_moved = Signal(object)

    def __init__(self, background: Background, messages: Messages) -> None:
        super().__init__()
        self.background = background
        self.messages = messages
        self.sync_news = SyncNews()
        self._store: Store | None = None
        self._me: Me | None = None
        self._online: Online | None = None
        self.service = ""
        """The address of the service; none where the data is an example."""
        self._stop: Callable[[], None] | None = None
        self._following: set[Heard] = set()

    def follow(self, heard: Heard) -> None:
        """Tell of changes from now on, once each however often this is asked."""
        if heard not in self._following:
            self._following.add(heard)
            self.changed.connect(heard)

    def unfollow(self, heard: Heard) -> None:
        """Tell of no more changes."""
        if heard in self._following:
            self._following.remove(heard)
            self.changed.disconnect(heard)

    @property
    def is_attached(self) -> bool:
        """Whether the database is open; the first page is shown before it is."""
        return self._store is not None

    @property
    def store(self) -> "Store":
        """The open database. It is there before any page but the first is built."""
        assert self._store is not None
        return self._store

    @property
    def me(self) -> "Me":
        """Who is signed in."""
        assert self._me is not None
        return self._me

    def attach(
        self, store: "Store", me: "Me", online: Online | None = None, service: str = ""
    ) -> None:
        """Work on this database from now on, with this service behind it."""
        self._store, self._me, self._online, self.service = store, me, online, service
        self._stop = store.changes.subscribe(
            lambda kinds: self.background.post(lambda: self.changed.emit(kinds))
        )

    def know(self, me: "Me") -> None:
        """Take note of what the service newly says of the one who is signed in."""
        self._me = me

    def tell_sync(self, news: SyncNews) -> None:
        """Say what the rounds of sync are doing."""
        self.sync_news = news
        self.sync_moved.emit(news)

    def detach(self) -> None:
        """Hear no more changes."""
        if self._stop is not None:
            self._stop()
            self._stop = None

    def ask(
        self,
        query: Callable[..., T],
        *a: Any,
        then: Callable[[T], object],
        failed: Failed | None = None,
        owner: QObject | None = None,
        **k: Any,
    ) -> None:
        """Put a query to the database; its values go to `then`."""
        store = self.store
        self.background.submit(
            Lane.DATABASE,
            lambda: store.read(query, *a, **k),
            then,
            failed or self.tell,
            owner=owner,
        )

    def do(
        self,
        action: Callable[..., T],
        *a: Any,
        then: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        owner: QObject | None = None,
        **k: Any,
    ) -> None:
        """Carry out an action; what it returns goes to `then`."""
        store = self.store
        self.background.submit(
            Lane.DATABASE,
            lambda: store.act(action, *a, **k),
            then,
            failed or self.tell,
            owner=owner,
        )

    def fetch(
        self,
        ask: Callable[[Online], T],
        *,
        then: Callable[[T], object],
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Ask the service itself; its values go to `then`."""
        online = self._online
        assert online is not None
        self.background.submit(
            Lane.NETWORK, lambda: ask(online), then, failed or self.tell, owner=owner
        )

    def tell(self, error: Exception) -> None:
        """Say in the message bar what went wrong and what to do."""
        words = sentence(error)
        if words:
            self.messages.error(words)

    def go(self, area: str, target: object = None) -> None:
        """Show an area, and in it the record or page that `target` names."""
        self.went.emit(area, target)
