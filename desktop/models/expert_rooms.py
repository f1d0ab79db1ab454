"""Of the forum what an external expert has."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.records import Level, MemberState, Network, NetworkMember
from desktop.models.me import Me


def expert_rooms(session: Session, me: Me) -> frozenset[UUID]:
    """The categories of the professional networks that the own kindergarten has joined: what an
    external expert reads of the forum.
    """
    query = (
        select(Network.category_id)
        .join(NetworkMember, NetworkMember.network_id == Network.id)
        .where(
            Network.level == Level.PROFESSIONAL,
            Network.category_id.is_not(None),
            NetworkMember.kindergarten_id == me.kindergarten,
            NetworkMember.state == MemberState.JOINED,
        )
    )
    return frozenset(id_ for id_ in session.scalars(query) if id_)
