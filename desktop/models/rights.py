"""What the one who is signed in may write, by the same rules as the service's."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from contract import writing
from contract.access import Access
from contract.records import Record, kinds
from desktop.models.expert_rooms import expert_rooms
from desktop.models.faults import Refused
from desktop.models.me import Me


def may(session: Session, me: Me, record: Record, *, anew: bool = True) -> bool:
    """Whether the service will let this person write the record as it now stands.

    One that is not here yet is to be made, unless `anew` says that it stands for one that is.
    """

    def find(kind: str, id_: UUID) -> Record | None:
        return session.get(kinds()[kind], id_)

    with session.no_autoflush:
        access = _access(session, me)
        before = None if anew and inspect(record).transient else record
        return writing.may(access, before, record, find)


def refuse_forbidden(session: Session, me: Me, record: Record) -> None:
    """Raise Refused("forbidden") where the service would."""
    if not may(session, me, record):
        raise Refused("forbidden")


def _access(session: Session, me: Me) -> Access:
    access = Access(
        account=me.account,
        person=me.person,
        kindergarten=me.kindergarten,
        county=me.county or None,
        roles=me.roles,
    )
    if not access.is_expert_alone:
        return access
    return replace(access, categories=expert_rooms(session, me))
