"""What there is while somebody is signed in: the desk, the areas, and sync."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.accounts import Link, OpenAccount, link_of, open_account, told_of
from desktop.app.areas import hidden, modules, work_areas
from desktop.app.house import House
from desktop.app.live import LiveNews
from desktop.app.parts import Parts, know_errors
from desktop.app.pulse import Pulse
from desktop.background import Lane
from desktop.interpreter import settle
from desktop.settings import AccountSettings
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.late_page import LatePage
from desktop.views.sentences import sentence
from desktop.views.shell import Area
from desktop.views.sync_words import Mood, SyncNews, sync_words
from desktop.views.widgets.page import Page

if TYPE_CHECKING:
    from desktop.app.again import Again
    from desktop.app.loading_ahead import LoadingAhead
    from desktop.models.me import Me
    from desktop.models.sync_state import SyncState
    from desktop.views.start.again_page import SignInAgainPage

_SYNC_KIND = "sync"
_PASSING_PAGES = ("start", "sign_in", "fault", "leaving")
"""Nobody wants to find these open at the next start."""


class Work(QObject):
    """One account at work, from its first page to its last write."""

    def __init__(
        self,
        parts: Parts,
        account: AccountSettings,
        *,
        left: Callable[[], object],
        reopen: Callable[[AccountSettings], object],
    ) -> None:
        super().__init__()
        self._parts, self.account = parts, account
        self._left, self._reopen = left, reopen
        self.desk = Desk(parts.background, parts.messages)
        self.opened: OpenAccount | None = None
        self.pulse: Pulse | None = None
        self.live: LiveNews | None = None
        self._place: tuple[UUID, UUID | None] | None = None
        self._state: SyncState | None = None
        self._asking = self._local = self._closed = False
        self._told_signed_out = self._told_store = False
        self._signing_in: Again | None = None
        self._loading: LoadingAhead | None = None
        self._database = parts.folder.root / account.file
        self.desk.went.connect(self._go)
        self.desk.sync_wanted.connect(self._sync_wanted)
        self.desk.sync_pause_wanted.connect(self._pause_wanted)
        parts.window.sync_asked.connect(self._sync_pressed)
        parts.network.changed.connect(self._woken)

    def show(self, opened: OpenAccount | None = None) -> None:
        """Fill the window. With an open account all is there at once, else after open()."""
        window = self._parts.window
        window.set_who(self.account.title, self.account.place)
        self._say_band()
        if opened is not None:
            self._begin(opened, opened.me())
            self._tell_key_store(opened)
        if self._parts.settings.now.page in _PASSING_PAGES:
            self._parts.settings.change(page="")
        window.set_areas(self._areas())
        window.go_home()

    def open(self) -> None:
        """Open the database off the GUI thread, then sync."""
        if self.opened is None:
            folder, account = self._parts.folder, self.account
            link = link_of(account, self._parts.embedded)

            def work() -> tuple[OpenAccount, "Me"]:
                opened = open_account(folder, account, link)
                return opened, opened.me()

            self._parts.background.submit(
                Lane.DATABASE, work, self._is_open, self._is_shut, owner=self
            )

    def rebuild(self, key: str) -> None:
        """Build all pages anew, in the language spoken now, and show one of them."""
        self._say_band()
        self._parts.window.set_areas(self._areas())
        self._parts.window.go(key)
        self._refresh()

    def close(self) -> None:
        """No more rounds of sync; what is queued for the database is still written."""
        self._parts.window.sync_asked.disconnect(self._sync_pressed)
        self._parts.network.changed.disconnect(self._woken)
        self._closed = True
        if self._loading is not None:
            self._loading.stop()
        if self._signing_in is not None:
            self._signing_in.stop()
        if self.live is not None:
            self.live.stop()
        if self.pulse is not None:
            self.pulse.stop()
        if self.opened is not None:
            self.opened.stop()
        self._parts.spelling.part()
        self.desk.detach()

    def let_go(self) -> None:
        """Let go of the database. Nothing is queued any more."""
        if self.opened is not None:
            self.opened.close()

    def sign_out(self, *, remove: bool) -> None:
        """Sign out, and offer the start page when it is done."""
        self.close()
        saying = Area("leaving", "", "sign-out", lambda: Page(_("Signing out …")), "none")
        self._parts.window.set_areas([saying])
        self._parts.window.go("leaving")
        self._parts.settings.change(account=None, page="")
        opened = self.opened
        self.opened = None

        def leave() -> None:
            if opened is not None:
                opened.leave(remove=remove)

        # In the database's lane: what the pages still wanted to write is written before.
        self._parts.background.submit(
            Lane.DATABASE,
            leave,
            lambda _done: self._left(),
            lambda _error: self._left(),
            owner=self._parts.window,
        )

    def _say_band(self) -> None:
        text = _("Example data. Everything here is invented, and nothing leaves this PC.")
        self._parts.window.set_band(text if self.account.example else "")

    def _areas(self) -> list[Area]:
        house = House(self._parts, self)
        again = Area("sign_in", _("Sign in again"), "lock", self._sign_in_page, "none")
        areas = work_areas(self.desk, self._database, _roles(self.account))
        return [*areas, *house.areas(), again]

    def _is_open(self, found: tuple[OpenAccount, "Me"]) -> None:
        self._begin(*found)
        for area in self._areas():
            page = self._parts.window.page(area.key)
            if isinstance(page, LatePage):
                page.fill()

    def _begin(self, opened: OpenAccount, me: "Me") -> None:
        know_errors()
        self.opened = opened
        self.desk.attach(opened.store, me, opened, self.account.service)
        self.desk.changed.connect(self._changed)
        self.pulse = Pulse(self._parts.background, opened.sync)
        self.pulse.moved.connect(lambda _mood: self._tell_news())
        self.pulse.progressed.connect(self._tell_news)
        self.pulse.rested.connect(self._rested)
        self.pulse.failed.connect(self._round_failed)
        self.pulse.start()
        self.live = LiveNews(self._parts.background, opened.listen)
        self.live.news.connect(self.pulse.wake)
        self.live.placed.connect(self.desk.placed)
        self.live.joined.connect(self._say_place)
        self.desk.live_wanted.connect(self.live.follow)
        self.desk.place_wanted.connect(self._place_wanted)
        self.desk.ready_wanted.connect(self._parts.window.make_ready)
        self._know(me)
        self._refresh()
        self._parts.spelling.follow(self.desk)
        self._load_ahead()

    def _load_ahead(self) -> None:
        # The first window does not wait for what is only needed here.
        from desktop.app.loading_ahead import LoadingAhead

        self._loading = LoadingAhead(modules(self._areas()), settle)
        self._loading.start()

    def _is_shut(self, error: Exception) -> None:
        from desktop.views.fault.page import FaultPage

        words = sentence(error) or _("The data could not be opened. Restart the program.")
        ways: list[tuple[str, Callable[[], object]]] = [(_("Try again"), self._again)]
        if getattr(error, "code", "") == "damaged":
            ways.insert(0, (_("Fetch the data anew"), self._set_aside))
        ways.append((_("Sign out"), lambda: self.sign_out(remove=False)))
        path = str(getattr(error, "path", ""))
        window = self._parts.window
        window.set_areas([Area("fault", "", "alert", lambda: FaultPage(words, path, ways), "none")])
        window.go("fault")

    def _again(self) -> None:
        self.close()
        self._reopen(self.account)

    def _set_aside(self) -> None:
        """Keep the damaged file under another name; signing in fetches the data anew."""
        path = self._database
        for one in path.parent.glob(f"{path.name}*"):
            one.replace(one.with_name(f"damaged-{one.name}"))
        self.sign_out(remove=False)

    def _go(self, key: str, target: object) -> None:
        window = self._parts.window
        if window.go(key) and target is not None:
            show = getattr(window.page(key), "show_target", None)
            if show is not None:
                show(target)

    def _sync_pressed(self) -> None:
        if self._sync_wanted():
            self._parts.window.go("sync")

    def _sync_wanted(self) -> bool:
        """Sync now; False where somebody must sign in first."""
        if self.pulse is None:
            return True
        if self.pulse.mood is Mood.SIGNED_OUT:
            self._parts.window.go("sign_in")
            return False
        self.pulse.ask()
        return True

    def _place_wanted(self, meeting: UUID, item: UUID | None) -> None:
        self._place = (meeting, item)
        self._say_place()

    def _say_place(self) -> None:
        """Say at which item one is, to those who read along; it is no harm where nobody hears."""
        live, opened, place = self.live, self.opened, self._place
        if live is None or opened is None or place is None or not live.connected:
            return
        self._parts.background.submit(
            Lane.NETWORK, lambda: opened.be_at(*place), failed=_ignore, owner=self
        )

    def _pause_wanted(self) -> None:
        if self.pulse is not None:
            self.pulse.pause()

    def _tell_news(self) -> None:
        assert self.pulse is not None
        pulse = self.pulse
        self.desk.tell_sync(SyncNews(pulse.mood, *pulse.progress, pulse.next_at, pulse.request))
        self._refresh()

    def _woken(self, _online: bool) -> None:  # noqa: FBT001 - as the signal has it
        if self.pulse is not None:
            self.pulse.wake()

    def _changed(self, kinds: frozenset[str]) -> None:
        self._local = self._local or kinds != {_SYNC_KIND}
        self._refresh()

    def _refresh(self) -> None:
        if self._asking or self.opened is None:
            return
        from desktop.models.sync_state import sync_state

        self._asking = True
        self.desk.ask(sync_state, then=self._show_state, failed=self._no_state, owner=self)

    def _show_state(self, state: "SyncState") -> None:
        self._asking = False
        if self.pulse is None or self._closed:
            return
        words = sync_words(self.desk.sync_news, state)
        self._parts.window.set_sync_state(words.title, words.detail, words.icon)
        if self._local and state.waiting:
            # Where somebody reads along each moment counts.
            live = self.live is not None and self.live.connected
            (self.pulse.wake if live else self.pulse.change)()
        self._local = False

    def _no_state(self, error: Exception) -> None:
        self._asking = False
        self.desk.tell(error)

    def _rested(self) -> None:
        self._told_signed_out = False
        if self.opened is not None:
            from desktop.models.me import me

            self.desk.ask(me, then=self._know, owner=self)

    def _know(self, me: "Me") -> None:
        if self._closed:
            return
        self.desk.know(me)
        account = told_of(self.account, me)
        if account != self.account:
            before, self.account = self.account, account
            self._parts.settings.change(account=account)
            if hidden(_roles(before)) != hidden(_roles(account)):
                self._change_areas()
        self._parts.window.set_who(account.title, account.place)

    def _change_areas(self) -> None:
        """Another role has other areas; before the window has any there is nothing to change."""
        window = self._parts.window
        shown = window.shown
        if shown in ("", *_PASSING_PAGES):
            return
        keys = {area.key for area in self._areas()}
        self.rebuild(shown if shown in keys else "overview")

    def _round_failed(self, error: Exception) -> None:
        if self.pulse is None or self.opened is None:
            return
        if self.pulse.mood is Mood.SIGNED_OUT:
            self._signed_out(self.opened)
        elif type(error).__name__ == "StorageFault":
            self.desk.tell(error)

    def _signed_out(self, opened: OpenAccount) -> None:
        had_store = opened.link.key_store
        self._parts.background.submit(Lane.NETWORK, opened.link.drop, owner=self)
        if self.account.example:
            assert self.pulse is not None
            self.pulse.start()
            return
        if self._told_signed_out:
            return
        self._told_signed_out = True
        words = _("You are not signed in. You can work on; sign in to send and fetch.")
        if not had_store and not self._told_store:
            self._told_store = True
            words = _(
                "This PC has no safe place for your sign-in, so you are asked at each start. "
                "You can work on; sign in to send and fetch."
            )
        self._parts.messages.warn(words, (_("Sign in"), lambda: self._parts.window.go("sign_in")))

    def _tell_key_store(self, opened: OpenAccount) -> None:
        if not opened.link.key_store:
            self._told_store = True
            self._parts.messages.warn(
                _("This PC has no safe place for your sign-in, so you are asked at each start.")
            )

    def _sign_in_page(self) -> "SignInAgainPage":
        from desktop.app.again import Again

        def link() -> Link | None:
            return self.opened.link if self.opened is not None else None

        self._signing_in = Again(self._parts, self.account, link, self._is_back)
        return self._signing_in.page

    def _is_back(self) -> None:
        self._told_signed_out = False
        if self.pulse is not None:
            self.pulse.start()
        self._parts.messages.done(_("You are signed in again."))
        self._parts.window.go("overview")


def _roles(account: AccountSettings) -> frozenset[str]:
    return frozenset(code for code in account.roles.split(",") if code)


def _ignore(_error: Exception) -> None:
    """It is said again soon."""
