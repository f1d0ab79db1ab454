"""Professional networks, and the wish to be expert kindergarten in one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import collate, exists, func, select
from sqlalchemy.orm import Session

from contract.records import (
    ApplicationState,
    Category,
    ExpertApplication,
    Level,
    MemberState,
    Network,
    NetworkMember,
    only_id,
)
from desktop.models.bookkeeping import outbox
from desktop.models.editing import add, edit, get
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.rights import refuse_forbidden
from desktop.models.undoing import Removed, remove


@dataclass(frozen=True, slots=True)
class Wish:
    """What the own kindergarten has asked for, and what was said to it, now or the last time."""

    id: UUID
    text: str
    state: ApplicationState
    answer: str
    unsent: bool


@dataclass(frozen=True, slots=True)
class Professional:
    """A professional network: its room in the forum, and what it is to the one who reads."""

    id: UUID
    name: str
    room: str
    members: int
    joined: bool
    wish: Wish | None


def professional(session: Session, me: Me) -> tuple[Professional, ...]:
    """The professional networks, in Norwegian order of name."""
    joined = (
        select(func.count())
        .where(NetworkMember.network_id == Network.id, NetworkMember.state == MemberState.JOINED)
        .correlate(Network)
        .scalar_subquery()
    )
    mine = exists().where(
        NetworkMember.network_id == Network.id,
        NetworkMember.kindergarten_id == me.kindergarten,
        NetworkMember.state == MemberState.JOINED,
    )
    query = (
        select(Network.id, Network.name, Category.name, joined, mine)
        .outerjoin(Category, Category.id == Network.category_id)
        .where(Network.level == Level.PROFESSIONAL)
        .order_by(collate(Network.name, "norwegian"))
    )
    return tuple(
        Professional(id_, name, room or "", members, is_mine, _wish(session, me, id_))
        for id_, name, room, members, is_mine in session.execute(query)
    )


def apply(session: Session, me: Me, network: UUID, loaded: str, wanted: str, today: date) -> UUID:
    """Ask to be expert kindergarten, mend what was asked, or ask again with other words where it
    was declined. Raises Refused: forbidden, required, unchanged.
    """
    if me.kindergarten is None:
        raise Refused("forbidden")
    id_ = only_id(ExpertApplication, network, me.kindergarten)
    record = session.get(ExpertApplication, id_)
    if record is None:
        record = ExpertApplication(
            id=id_,
            kindergarten_id=me.kindergarten,
            network_id=network,
            applied_on=today,
            text=wanted.strip(),
        )
        refuse_forbidden(session, me, record)
        add(session, record)
    else:
        refuse_forbidden(session, me, record)
        declined = record.state is ApplicationState.DECLINED
        if declined and wanted.strip() == record.text.strip():
            raise Refused("unchanged", "text")
        edit(session, record, {"text": loaded}, {"text": wanted.strip()})
        if declined:
            record.applied_on = today
    return id_


def withdraw(session: Session, me: Me, id_: UUID) -> Removed:
    """Ask no longer; what is returned asks again. Raises Refused: gone, forbidden."""
    record = get(session, ExpertApplication, id_)
    refuse_forbidden(session, me, record)
    return remove(session, record)


def _wish(session: Session, me: Me, network: UUID) -> Wish | None:
    if me.kindergarten is None:
        return None
    record = session.get(ExpertApplication, only_id(ExpertApplication, network, me.kindergarten))
    if record is None:
        return None
    waits = exists().where(outbox.c.kind == "expert_application", outbox.c.record_id == record.id)
    unsent = bool(session.scalar(select(waits)))
    asks_again = unsent and record.state is ApplicationState.DECLINED
    state = ApplicationState.WAITING if asks_again else record.state
    return Wish(record.id, record.text, state, record.answer, unsent)
