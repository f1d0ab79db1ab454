"""The messages between desktop and service, the interface that both meet in, and its errors.

Messages are msgspec structs: decoding checks every type and refuses what does not fit.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Any, Protocol
from uuid import UUID

from msgspec import Struct
from msgspec import field as struct_field

PROTOCOL_VERSION = 2
OLDEST_PROTOCOL = 1

MAX_PAGE_ROWS = 2_000
"""Rows of a pulled page, and mutations of a push."""
MAX_PAGE_BYTES = 1_000_000
"""Bytes of a pulled page's rows, and of a push's mutations, as JSON before they are packed."""
MAX_GROUP_RECORDS = 500
MAX_GROUP_BYTES = 512_000
MAX_RECORD_BYTES = 256_000
MAX_CURSORS = 20_000
"""Scopes that one request may name."""
MAX_REQUIRED = 10_000
"""Records that the changes of one push may be made in the light of."""


class ErrorCode(StrEnum):
    """Stable words for what went wrong; the sentence comes from the reader's catalogue."""

    # of one change
    STALE = "stale"
    FORBIDDEN = "forbidden"
    INVALID = "invalid"
    TAKEN = "taken"
    GONE = "gone"
    HAS_CHILDREN = "has_children"
    DEPENDS_ON = "depends_on"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    # of a request
    GENERATION = "generation"
    CLIENT_TOO_OLD = "client_too_old"
    SERVICE_TOO_OLD = "service_too_old"
    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 (a code, not a secret)
    SECOND_FACTOR = "second_factor"
    WRONG_CODE = "wrong_code"
    FACTOR_MISSING = "factor_missing"
    WORTHLESS_CODE = "worthless_code"
    TOO_MANY_TRIES = "too_many_tries"
    NOT_FOUND = "not_found"
    BUSY = "busy"
    INTERNAL = "internal"


class Op(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"
    RESTORE = "restore"


class Status(StrEnum):
    APPLIED = "applied"
    STALE = "stale"
    REFUSED = "refused"


class Require(Struct, frozen=True, forbid_unknown_fields=False):
    """A record that a change was made in the light of: locked and compared, not written."""

    kind: str
    record: UUID
    version: int


class Mutation(Struct, frozen=True, omit_defaults=True, gc=False):
    """One change of one record. `base` is the version it was made on; 0 for what is new.

    A creation and a restore carry all fields, a change those that differ, a deletion none.
    """

    id: UUID
    op: Op
    kind: str
    record: UUID
    base: int = 0
    fields: dict[str, Any] = struct_field(default_factory=dict)
    group: UUID | None = None
    require: tuple[Require, ...] = ()


class Result(Struct, frozen=True, omit_defaults=True, gc=False):
    """What became of a mutation, for ever the same.

    applied: `scope`, `version`, and `fields` that the service set. stale: pull, rebase, send
    anew. refused: `code`, the `field` at fault, and `about` with what the sentence names.
    """

    mutation: UUID
    status: Status
    scope: str = ""
    version: int = 0
    fields: dict[str, Any] = struct_field(default_factory=dict)
    code: str = ""
    field: str = ""
    about: dict[str, Any] = struct_field(default_factory=dict)


class GuidelineTold(Struct, frozen=True):
    """The newest version of the guidelines or the terms, as anybody may read it."""

    id: UUID
    kind: str
    version: int
    title: str
    body: str


class GuidelinesTold(Struct, frozen=True):
    """What is to be read before one takes part."""

    guidelines: tuple[GuidelineTold, ...] = ()


class EarlierText(Struct, frozen=True):
    """What a post or an answer said until then, as far as that was changed."""

    until: datetime
    text: str


class EarlierTexts(Struct, frozen=True):
    """The earlier texts of a post or an answer, the newest first."""

    texts: tuple[EarlierText, ...] = ()


class AccountFacts(Struct, frozen=True):
    """Who is signed in, as the service knows it now.

    `next_roles` are those that the kindergarten has reported from `roles_from` on, a day to come.
    `erased_after` is how many days after the last one the service erases who has left, 0 for never.
    """

    id: UUID
    email: str
    name: str
    roles: tuple[str, ...]
    person: UUID | None = None
    kindergarten: UUID | None = None
    next_roles: tuple[str, ...] = ()
    roles_from: date | None = None
    erased_after: int | None = None


class KindRows(Struct, frozen=True):
    """Rows of one kind in columns' order: [scope, version, id, *values].

    `scope` is the index of the scope in the answer's `scopes`. A column `extra` holds an object
    of fields that the answering program does not know, or null.
    """

    kind: str
    columns: tuple[str, ...]
    rows: list[list[Any]]


class Tombstone(Struct, frozen=True, array_like=True):
    """That a record is gone. `erased` says that a person's right took it: nothing is kept."""

    kind: str
    record: UUID
    scope: str
    version: int
    erased: bool = False


class Head(Struct, frozen=True, array_like=True):
    """Where a scope stands: its newest version, how many records live in it, and their digest."""

    version: int
    count: int
    digest: str


class PullRequest(Struct, frozen=True):
    """What the device holds: a cursor for each scope, and the sent mutations without an answer.

    `generation` is empty on the first pull of all, `seal` the last answer's, as it came.
    `content` names a scope of which the digest of its contents is wanted, or is empty.
    """

    protocol: int
    generation: str
    cursors: dict[str, int]
    unanswered: tuple[UUID, ...] = ()
    seal: str = ""
    content: str = ""


class PullAnswer(Struct, frozen=True):
    """A page. `cursors` has, for each scope with news, where the device stands after it.

    `seal` shows the service later how far it had come, should it be set back without a word.
    `content` is the digest that was asked for, where the page ends at that scope's head.
    `renew` asks the device to get a new token; the one that it has stays good until then.
    """

    generation: str
    now: datetime
    account: AccountFacts
    scopes: tuple[str, ...]
    results: list[Result]
    rows: list[KindRows]
    gone: list[Tombstone]
    cursors: dict[str, int]
    heads: dict[str, Head]
    more: bool
    seal: str = ""
    content: str = ""
    renew: bool = False


class PushRequest(Struct, frozen=True):
    """Changes in the order in which the user made them."""

    protocol: int
    generation: str
    mutations: list[Mutation]


class PushAnswer(Struct, frozen=True):
    """A result for each mutation, and for each scope written its version before and after."""

    now: datetime
    results: list[Result]
    heads: dict[str, tuple[int, int]]


class KnownRequest(Struct, frozen=True):
    """Ids of mutations that a device wants to know the fate of after a restore."""

    protocol: int
    generation: str
    mutations: tuple[UUID, ...]


class KnownAnswer(Struct, frozen=True):
    """Those of the asked ids that the service has applied or refused."""

    mutations: tuple[UUID, ...]


class ApiError(Struct, frozen=True, omit_defaults=True):
    """The body of every answer that is not 200."""

    code: str
    about: dict[str, Any] = struct_field(default_factory=dict)


class ServiceRefused(Exception):
    """The service answered, and would not. Holds the code; `retry_after` is in seconds.

    `request` is what the request is called in the service's log; empty where none was sent.
    """

    request = ""

    def __init__(
        self,
        code: str,
        about: dict[str, Any] | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.about = about or {}
        self.retry_after = retry_after


def check_spoken(protocol: int) -> None:
    """Raise ServiceRefused where a request speaks a protocol that is newer than this program."""
    if protocol > PROTOCOL_VERSION:
        raise ServiceRefused(ErrorCode.SERVICE_TOO_OLD, {"newest": PROTOCOL_VERSION})


class Unreachable(Exception):
    """No service answered: no network, a wrong address, or something else at that address.

    `reason` is one of: offline, timeout, not_a_service, certificate. `request` is what the request
    is called in the service's log, should it have come there.
    """

    request = ""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SyncApi(Protocol):
    """What a desktop asks of the service, in the name of one account.

    Raises ServiceRefused and, over a network, Unreachable.
    """

    def pull(self, request: PullRequest) -> PullAnswer:
        """The next page of what the account may read, in one snapshot."""
        ...

    def push(self, request: PushRequest) -> PushAnswer:
        """Apply changes, each group whole or not at all."""
        ...

    def known(self, request: KnownRequest) -> KnownAnswer:
        """Which of the asked mutations have been decided."""
        ...


def units(mutations: Sequence[Mutation]) -> list[list[Mutation]]:
    """Mutations in the units that are applied all or none, in order: groups, and the single."""
    found: list[list[Mutation]] = []
    places: dict[UUID, int] = {}
    for mutation in mutations:
        if mutation.group is None:
            found.append([mutation])
        elif mutation.group in places:
            found[places[mutation.group]].append(mutation)
        else:
            places[mutation.group] = len(found)
            found.append([mutation])
    return found


def runs(mutations: Sequence[Mutation]) -> Iterator[list[Mutation]]:
    """Mutations one after the other that differ in ids, bases and values alone."""
    return (list(run) for _, run in groupby(mutations, _alike))


def _alike(one: Mutation) -> tuple[object, ...]:
    return (one.op, one.kind, one.group, one.require, *one.fields)
