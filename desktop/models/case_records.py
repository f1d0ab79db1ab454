"""Raised cases as agendas and minutes tell of them: where they came from, where they went."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.minutes import CaseRecords, Origin, Raised, origin_of
from contract.records import AgendaItem, Network, RaisedCase


def case_records(session: Session, items: Collection[AgendaItem]) -> CaseRecords:
    """The cases that the items of a meeting treat, or were raised as."""
    raised = RaisedCase.item_id.in_([item.id for item in items])
    treated = RaisedCase.id.in_([item.case_id for item in items if item.case_id])
    cases = {one.id: one for one in session.scalars(select(RaisedCase).where(raised | treated))}
    ids = {id_ for one in cases.values() for id_ in (one.network_id, one.to_network_id)}
    networks = session.scalars(select(Network).where(Network.id.in_(ids)))
    return CaseRecords(cases, {one.id: one for one in networks})


def came_from(session: Session, case: UUID | None, here: UUID) -> str:
    """Where a case came from that a network has on an agenda, in words; empty where it began
    here, or nothing is known of it.
    """
    record = session.get(RaisedCase, case) if case else None
    if record is None:
        return ""
    ends = (session.get(Network, id_) for id_ in (record.network_id, record.to_network_id))
    origin = origin_of(record, here, {one.id: one for one in ends if one is not None})
    return origin_words(origin) if origin else ""


def origin_words(origin: Origin) -> str:
    """Løftet fra Lokalt nettverk Levanger, sak 2/26, 28.11.2026."""
    # What the network reads together is in bokmål, whichever language a window speaks.
    parts = [f"{'Status' if origin.report else 'Løftet'} fra {origin.network}"]
    if origin.number and origin.year:
        parts.append(f"sak {origin.number}/{origin.year % 100:02d}")
    parts.append(f"{date.fromisoformat(origin.on):%d.%m.%Y}")
    return ", ".join(parts)


def raised_words(one: Raised) -> str:
    """12/26 Tilskudd til vikarer (Regionalt nettverk Trøndelag)."""
    number = f"{one.number}/{one.year % 100:02d} " if one.number and one.year else ""
    return f"{number}{one.title} ({one.network})"
