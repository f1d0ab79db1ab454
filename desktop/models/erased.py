"""Which records of this PC were erased: by ids of their own that tell of nobody."""

from uuid import UUID

from sqlalchemy import Connection

from contract.ids import derived_id
from desktop.models import ledger

_ERASED = "erased"
"""The fact that lists them. There are few: those alone of which this PC had something."""


def remember_erased(connection: Connection, record: UUID) -> None:
    """Let nothing be kept of a record any more."""
    told = ledger.fact(connection, _ERASED) or []
    if (id_ := _id(record)) not in told:
        ledger.set_fact(connection, _ERASED, [*told, id_])


def was_erased(connection: Connection, record: UUID) -> bool:
    """Whether a record was erased from this PC."""
    return _id(record) in (ledger.fact(connection, _ERASED) or [])


def _id(record: UUID) -> str:
    return derived_id(_ERASED, record).hex
