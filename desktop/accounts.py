"""An account on this PC: how it is opened, kept in step with its service, and left.

Nothing here is of Qt, and everything heavy is imported when it is first needed.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from desktop.errors import KnownError
from desktop.folders import DataFolder
from desktop.service_process import EXAMPLE_EMAIL, EXAMPLE_PASSWORD, EmbeddedService
from desktop.settings import EXAMPLE, AccountSettings
from desktop.texts import _

if TYPE_CHECKING:
    from contract.wire import AccountFacts
    from desktop.models.forum_values import Earlier
    from desktop.models.me import Me
    from desktop.models.store import Store
    from desktop.sync.engine import Report, SyncEngine
    from desktop.sync.http_api import HttpApi

Progress = Callable[[int, int], object]
Cancelled = Callable[[], bool]
Way = Callable[["HttpApi"], "AccountFacts"]
"""A way to sign in to a service; gives who it says we are."""


class Link(Protocol):
    """The way from an account to its service."""

    key_store: bool

    def api(self, cancelled: Cancelled = ...) -> "HttpApi":
        """The service, signed in. Raises Unreachable, and ServiceRefused where nobody is."""
        ...

    def sign_in_again(self, way: Way) -> None:
        """Get a new token."""
        ...

    def renew(self) -> None:
        """Change the token for a new one, where the service asks for it."""
        ...

    def drop(self) -> None:
        """Forget the token that the service no longer takes."""
        ...

    def leave(self) -> None:
        """Sign out there as far as it can be reached, and forget the token here."""
        ...


class ServiceLink:
    """To a central service; its token lies in the key store."""

    def __init__(self, account: AccountSettings) -> None:
        self._account = account
        self._id = UUID(account.account)
        self._api: HttpApi | None = None
        self.key_store = True

    def api(self, cancelled: Cancelled = lambda: False) -> "HttpApi":  # noqa: ARG002 - of Link
        from contract.wire import ErrorCode, ServiceRefused
        from desktop.sync.http_api import HttpApi

        if self._api is None:
            token = self._kept()
            if not token:
                raise ServiceRefused(ErrorCode.UNAUTHENTICATED)
            self._api = HttpApi(self._account.service, token)
        return self._api

    def take(self, api: "HttpApi") -> None:
        """Use a service that has just signed us in, and keep its token."""
        from desktop.sync.credentials import NoKeyStore, keep_token

        self._api = api
        try:
            keep_token(self._account.service, self._id, api.token)
        except NoKeyStore:
            self.key_store = False

    def sign_in_again(self, way: Way) -> None:
        from desktop.sync.http_api import HttpApi

        api = HttpApi(self._account.service)
        facts = way(api)
        if facts.id != self._id:
            raise KnownError(_("This is another account. Sign out first, then sign in with it."))
        self.take(api)

    def renew(self) -> None:
        from contract.wire import ServiceRefused, Unreachable
        from desktop.sync.credentials import NoKeyStore, keep_token

        if self._api is None or not self._api.is_to_renew:
            return
        # What is not to be had now is asked for again by and by, and the old one is good so long.
        with suppress(ServiceRefused, Unreachable, NoKeyStore):
            token = self._api.renewal()
            if self.key_store:
                # Kept before it is used: from its first use on, the one that is kept is spent.
                keep_token(self._account.service, self._id, token)
            self._api.token = token

    def drop(self) -> None:
        from desktop.sync.credentials import forget_token

        self._api = None
        forget_token(self._account.service, self._id)

    def leave(self) -> None:
        from contract.wire import ServiceRefused, Unreachable

        with suppress(ServiceRefused, Unreachable):
            self.api().sign_out()
        self.drop()

    def _kept(self) -> str | None:
        from desktop.sync.credentials import NoKeyStore, kept_token

        try:
            return kept_token(self._account.service, self._id)
        except NoKeyStore:
            self.key_store = False
            return None


class ExampleLink:
    """To the service of the example data on this PC, and to no other."""

    def __init__(self, service: EmbeddedService) -> None:
        self._service = service
        self._api: HttpApi | None = None
        self.key_store = True

    def api(self, cancelled: Cancelled = lambda: False) -> "HttpApi":
        return self.enter(cancelled)[0]

    def enter(self, cancelled: Cancelled) -> tuple["HttpApi", "AccountFacts | None"]:
        """The service, and who it says we are where this is news."""
        from desktop.sync.http_api import HttpApi

        address = self._service.address(cancelled)
        if self._api is not None and self._api.address == address:
            return self._api, None
        api = HttpApi(address)
        facts = api.sign_in(EXAMPLE_EMAIL, EXAMPLE_PASSWORD, device_name())
        self._api = api
        return api, facts

    def sign_in_again(self, way: Way) -> None:  # noqa: ARG002 - of Link; nobody is asked
        self.drop()

    def renew(self) -> None:
        """Nothing: it signs in anew at each start."""

    def drop(self) -> None:
        self._api = None

    def leave(self) -> None:
        self.drop()
        self._service.stop()


class OpenAccount:
    """An account whose database is open. Its methods may be called from any thread."""

    def __init__(
        self, folder: DataFolder, account: AccountSettings, link: Link, store: "Store"
    ) -> None:
        self.folder, self.account, self.link, self.store = folder, account, link, store
        self._one_round = Lock()
        self._leaving = Event()
        self._api: HttpApi | None = None
        self._engine: SyncEngine | None = None

    def sync(
        self,
        progress: Progress = lambda _done, _total: None,
        cancelled: Cancelled = lambda: False,
        *,
        looks: bool = True,
    ) -> "Report":
        """One run of sync, as the engine does it. Raises Unreachable, ServiceRefused and
        StorageFault.
        """

        def stop() -> bool:
            return self._leaving.is_set() or cancelled()

        with self._one_round:
            try:
                report = self._engine_on(self.link.api(stop)).run(progress, stop, looks=looks)
                self.link.renew()
                return report
            finally:
                self.store.index_for_search(stop)

    def _engine_on(self, api: "HttpApi") -> "SyncEngine":
        """One for as long as the way to the service is the same: it reads once what it can now."""
        from desktop.sync.engine import SyncEngine

        if self._engine is None or self._api is not api:
            self._api, self._engine = api, SyncEngine(self.store, api)
        return self._engine

    def listen(
        self, scopes: Iterable[str], heard: Callable[[bytes], object], stopped: Callable[[], bool]
    ) -> None:
        """Call `heard` when something happens in the scopes, until the service ends it or `stopped`
        says so. Raises Unreachable and ServiceRefused.
        """
        ear = self._beside()
        try:
            ear.listen(scopes, heard, lambda: self._leaving.is_set() or stopped())
        finally:
            ear.close()

    def be_at(self, meeting: UUID, item: UUID | None) -> None:
        """Tell the others at which item of an open meeting one is. Raises Unreachable and
        ServiceRefused.
        """
        mouth = self._beside()
        try:
            mouth.be_at(meeting, item)
        finally:
            mouth.close()

    def earlier(self, kind: str, id_: UUID) -> "tuple[Earlier, ...]":
        """What a post or an answer of one's own said before it was changed. Raises Unreachable and
        ServiceRefused: the service alone keeps it.
        """
        from desktop.models.forum_values import Earlier as Text

        api = self._beside()
        try:
            return tuple(Text(one.until, one.text) for one in api.earlier(kind, id_).texts)
        finally:
            api.close()

    def _beside(self) -> "HttpApi":
        """A connection of its own: the rounds go on beside it."""
        from contract.wire import Unreachable
        from desktop.sync.http_api import HttpApi

        if self._api is None:
            raise Unreachable("offline")
        return HttpApi(self._api.address, self._api.token)

    def me(self) -> "Me":
        """Who is signed in, as far as the data tells."""
        from desktop.models.me import me

        return self.store.read(me)

    def stop(self) -> None:
        """Let a round under way end soon, and begin none."""
        self._leaving.set()

    def close(self) -> None:
        """Let go of the database; a round under way ends first, or is left to the next start."""
        self._leaving.set()
        if self._one_round.acquire(timeout=3):
            self._one_round.release()
        self.store.close()

    def leave(self, *, remove: bool) -> None:
        """Sign out; the data stays for the next time, or is removed from this PC."""
        import shutil

        self._leaving.set()
        with self._one_round:
            self.link.leave()
            self.store.close()
            if remove and self.account.example:
                shutil.rmtree(self.folder.example, ignore_errors=True)
            elif remove:
                _remove(self.store.path)


def link_of(account: AccountSettings, service: EmbeddedService) -> Link:
    """The one service that the data of this account may reach."""
    return ExampleLink(service) if account.example else ServiceLink(account)


def open_account(folder: DataFolder, account: AccountSettings, link: Link) -> OpenAccount:
    """Open an account's database without asking the service. Raises StorageFault, KnownError."""
    store = _opened(folder, account)
    if not _belongs(store, account):
        store.close()
        raise _foreign()
    return OpenAccount(folder, account, link, store)


def by_password(email: str, password: str, code: str = "") -> Way:
    """To sign in by a password; `code` is of the second factor, where there is one."""
    return lambda api: api.sign_in(email, password, device_name(), code)


def sign_in(folder: DataFolder, address: str, way: Way) -> OpenAccount:
    """Sign in to a service and open the account's database, new or from an earlier time."""
    from desktop.sync.http_api import HttpApi

    api = HttpApi(address)
    facts = way(api)
    account = _account(folder, api.address, facts)
    link = ServiceLink(account)
    link.take(api)
    return _claimed(folder, account, link, facts)


def try_example(
    folder: DataFolder, service: EmbeddedService, cancelled: Cancelled = lambda: False
) -> OpenAccount:
    """Start the service of the example data, and enter it as its example manager."""
    link = ExampleLink(service)
    link.drop()
    facts = link.enter(cancelled)[1]
    assert facts is not None
    return _claimed(folder, _account(folder, EXAMPLE, facts), link, facts)


def told_of(account: AccountSettings, me: "Me") -> AccountSettings:
    """The account with what the window says of it before its data is open."""
    place = " · ".join(part for part in (me.municipality_name, me.county_name) if part)
    roles = ",".join(sorted(me.roles))
    return replace(account, title=me.kindergarten_name or me.name, place=place, roles=roles)


def device_name() -> str:
    """How this PC is called in the list of devices."""
    import platform

    return platform.node() or platform.system() or "PC"


def _account(folder: DataFolder, service: str, facts: "AccountFacts") -> AccountSettings:
    file = folder.inside(folder.database(service, facts.id))
    return AccountSettings(service, str(facts.id), facts.email, file)


def _claimed(
    folder: DataFolder, account: AccountSettings, link: Link, facts: "AccountFacts"
) -> OpenAccount:
    from desktop.models.signed_in import EXAMPLE as EXAMPLE_ORIGIN
    from desktop.models.signed_in import claim, origin

    store = _opened(folder, account)
    if store.read(origin) is not None and not _belongs(store, account):
        store.close()
        raise _foreign()
    store.act(claim, facts, account.service or EXAMPLE_ORIGIN)
    return OpenAccount(folder, account, link, store)


def _opened(folder: DataFolder, account: AccountSettings) -> "Store":
    from desktop.models.store import Store

    return Store(folder.root / account.file)


def _belongs(store: "Store", account: AccountSettings) -> bool:
    """Whether the data came from the account's service: example data never meets a real one."""
    from desktop.models.signed_in import EXAMPLE as EXAMPLE_ORIGIN
    from desktop.models.signed_in import origin

    return store.read(origin) == (account.service or EXAMPLE_ORIGIN)


def _foreign() -> KnownError:
    return KnownError(_("This data belongs to another service. Sign in to that one."))


def _remove(database: Path) -> None:
    for path in database.parent.glob(f"{database.stem}*"):
        path.unlink(missing_ok=True)
