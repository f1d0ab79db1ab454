"""Whom a network's meetings invite: who takes part in it, and who does by the networks below."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.geography import municipality
from contract.records import Level, MemberState, Network, NetworkMember

_ASKED = (MemberState.JOINED, MemberState.INVITED)


def invited_kindergartens(session: Session, network: UUID) -> set[UUID]:
    """The kindergartens that a meeting of the network invites, guests among them."""
    query = select(NetworkMember.kindergarten_id).where(
        NetworkMember.network_id == network, NetworkMember.state.in_(_ASKED)
    )
    return {*session.scalars(query), *_from_below(session, network)}


def voting_kindergartens(session: Session, network: UUID) -> set[UUID]:
    """The kindergartens that have a vote in the network: a guest has none."""
    query = select(NetworkMember.kindergarten_id).where(
        NetworkMember.network_id == network,
        NetworkMember.state == MemberState.JOINED,
        NetworkMember.guest.is_(False),
    )
    return {*session.scalars(query), *_from_below(session, network)}


def delegates(session: Session, network: UUID) -> dict[UUID, UUID]:
    """The contact person of each contact kindergarten that a regional network invites, where the
    local network has named one; nothing for the other levels, which invite more than one.
    """
    of = session.get(Network, network)
    if of is None or of.level is not Level.REGIONAL:
        return {}
    return {
        one.contact_kindergarten_id: one.contact_person_id
        for one in _local(session, of.county)
        if one.contact_kindergarten_id and one.contact_person_id
    }


def _from_below(session: Session, network: UUID) -> set[UUID]:
    """A region's are its contact kindergartens, the nation's all who take part somewhere."""
    of = session.get(Network, network)
    if of is None or of.level not in (Level.REGIONAL, Level.NATIONAL):
        return set()
    county = of.county if of.level is Level.REGIONAL else None
    contacts = (one.contact_kindergarten_id for one in _local(session, county))
    found = {id_ for id_ in contacts if id_ is not None}
    if of.level is Level.NATIONAL:
        query = (
            select(NetworkMember.kindergarten_id)
            .join(Network, Network.id == NetworkMember.network_id)
            .where(Network.level == Level.LOCAL, NetworkMember.state == MemberState.JOINED)
        )
        found |= set(session.scalars(query))
    return found


def _local(session: Session, county: str | None) -> Iterator[Network]:
    """The local networks of a county, or of the country."""
    for one in session.scalars(select(Network).where(Network.level == Level.LOCAL)):
        place = municipality(one.municipality or "")
        if county is None or (place is not None and place.county.number == county):
            yield one
