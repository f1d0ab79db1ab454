"""Raised cases as the minutes of a meeting tell of them."""

from collections.abc import Iterable
from uuid import UUID

from contract.minutes import CaseRecords, Raised
from contract.records import AgendaItem, Network, RaisedCase
from server.world import World


def case_records(world: World, meeting: UUID, items: Iterable[AgendaItem]) -> CaseRecords:
    """The cases that a meeting has raised by now, and those that its items treat."""
    kind = RaisedCase.__tablename__
    raised = world.children(kind, "meeting_id", meeting)
    treated = (world.find(kind, item.case_id) for item in items if item.case_id)
    cases = {one.id: one for one in (*raised, *treated) if isinstance(one, RaisedCase)}
    ids = {id_ for one in cases.values() for id_ in (one.network_id, one.to_network_id)}
    found = (world.find(Network.__tablename__, id_) for id_ in sorted(ids))
    return CaseRecords(cases, {one.id: one for one in found if isinstance(one, Network)})


def raised_by(world: World, meeting: UUID) -> list[Raised]:
    """What a meeting has raised by now, in the order of its agenda."""
    found = world.children(AgendaItem.__tablename__, "meeting_id", meeting)
    items = [one for one in found if isinstance(one, AgendaItem) and one.accepted]
    items.sort(key=lambda item: (item.position, item.id))
    return case_records(world, meeting, items).raised(items)
