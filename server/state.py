"""What the service knows of its own data: their generation, the key of its seals, where they lie.

A restored database is an earlier time of itself. It is told by the command `restore`, by another
place that PostgreSQL keeps it in, or by a seal that it could not have given yet.
"""

import hmac
import logging
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, Row, select, text
from sqlalchemy.exc import DBAPIError

from contract.wire import Head
from server.asking import said
from server.database import insert_into, is_sqlite, upsert_into, writing
from server.tables import service_state

_log = logging.getLogger(__name__)

_GENERATION, _SEAL_KEY, _PLACE = "generation", "seal_key", "place"
_ERASES = "erase_leavers_days"
_PLACE_OF_POSTGRESQL = (
    "SELECT system_identifier FROM pg_control_system()",
    # Not the last checkpoint's timeline, which lags behind a promotion.
    "SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)",
    "SELECT oid FROM pg_database WHERE datname = current_database()",
    # A dump that is read back into the same database makes its tables anew.
    "SELECT 'service_state'::regclass::oid",
)


@dataclass(frozen=True, slots=True)
class State:
    """The name of the service's data, what its seals are made with, and after how many days it
    erases who has left: 0 for never, None where it has never been said.
    """

    generation: str
    seal_key: str
    erases_after: int | None = None


def prepare(engine: Engine) -> None:
    """Make the state where there is none, and a new generation where the data have moved."""
    with writing(engine) as connection:
        made = insert_into(connection.dialect.name, service_state).on_conflict_do_nothing()
        fresh = {_GENERATION: uuid4().hex, _SEAL_KEY: secrets.token_hex(32)}
        connection.execute(made, [{"key": key, "value": fresh[key]} for key in fresh])
        place = "" if is_sqlite(engine) else _place(connection)
        if not place:
            return
        kept = _value(connection, _PLACE)
        if kept != place:
            if kept is not None:
                _log.warning("The database lies elsewhere than it did: a new generation begins.")
                renew(connection)
            _set(connection, _PLACE, place)


COLUMNS = tuple(
    select(service_state.c.value)
    .where(service_state.c.key == said(key))
    .scalar_subquery()
    .label(key)
    for key in (_GENERATION, _SEAL_KEY, _ERASES)
)
"""What `of` reads the state from, for whoever asks for more in one statement."""

_ALL = select(*COLUMNS)


def read(connection: Connection) -> State:
    """The state as it stands."""
    return of(connection.execute(_ALL).one())


def of(row: Row[Any]) -> State:
    """The state in a row that has COLUMNS."""
    days = row.erase_leavers_days
    return State(row.generation, row.seal_key, None if days is None else int(days))


def say_erasing(engine: Engine, days: int) -> None:
    """Note after how many days who has left is erased, so that everybody is told the same."""
    with writing(engine) as connection:
        if _value(connection, _ERASES) != str(days):
            _set(connection, _ERASES, str(days))


def renew(connection: Connection, instead_of: str | None = None) -> None:
    """Begin a new generation: every device asks what is lost, and fetches all anew.

    Nothing happens where the generation is another already than `instead_of`.
    """
    kept = _value(connection, _GENERATION, lock=True)
    if instead_of is None or kept == instead_of:
        _set(connection, _GENERATION, uuid4().hex)


def seal(state: State, account: UUID, heads: Mapping[str, Head]) -> str:
    """Proof for later of how far an account's scopes had come, which only the service can make."""
    stands = sorted((name, head.version, head.digest) for name, head in heads.items())
    of = _short(name for name, _, _ in stands)
    look = _short(f"{name} {version} {digest}" for name, version, digest in stands)
    said = f"{of}.{sum(version for _, version, _ in stands)}.{look}"
    return f"{said}.{_signature(state, account, said)}"


def went_back(state: State, account: UUID, shown: str, now: str) -> bool:
    """Whether a seal of this generation shows the same scopes further on than the one of now, or
    otherwise.

    Versions only rise: where their sum is the same, each of them is, and so is all that they say.
    """
    said, _, signature = shown.rpartition(".")
    if not hmac.compare_digest(_signature(state, account, said).encode(), signature.encode()):
        return False
    of, total, look = said.split(".")
    of_now, total_now, look_now, _ = now.split(".")
    if of != of_now or int(total) < int(total_now):
        return False
    return int(total) > int(total_now) or look != look_now


def _short(lines: Iterable[str]) -> str:
    return blake2b("\n".join(lines).encode(), digest_size=6).hexdigest()


def _signature(state: State, account: UUID, said: str) -> str:
    text_ = f"{state.generation}.{account}.{said}"
    key = bytes.fromhex(state.seal_key)
    return blake2b(text_.encode(), key=key, digest_size=12).hexdigest()


def _place(connection: Connection) -> str:
    """Which PostgreSQL keeps the data, and since which restore; empty where it may not be asked."""
    try:
        with connection.begin_nested():
            return ".".join(str(connection.scalar(text(ask))) for ask in _PLACE_OF_POSTGRESQL)
    except DBAPIError:
        _log.warning(
            "PostgreSQL does not tell this account its system identifier and timeline: after a"
            " restore, run «restore» before the service is started."
        )
        return ""


def _value(connection: Connection, key: str, *, lock: bool = False) -> str | None:
    query = select(service_state.c.value).where(service_state.c.key == key)
    return connection.scalar(query.with_for_update() if lock else query)


def _set(connection: Connection, key: str, value: str) -> None:
    connection.execute(upsert_into(connection, service_state), {"key": key, "value": value})
