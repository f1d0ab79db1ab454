"""A kindergarten's place in a network: invited, taken, declined, left."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from contract.access import member_id
from contract.records import MemberState, Network, NetworkMember
from desktop.models.editing import add, get
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.rights import refuse_forbidden
from desktop.models.undoing import remove


@dataclass(frozen=True, slots=True)
class _Said:
    id: UUID
    state: MemberState
    invited_on: date | None
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class Invited:
    """What an inviting has written: places that are new, and what stood in the others before."""

    made: tuple[UUID, ...]
    before: tuple[_Said, ...]


def join(
    session: Session, me: Me, network: UUID, today: date | None = None, *, guest: bool = False
) -> None:
    """Take part, by an invitation or on one's own; as a guest in a municipality that is not the
    own one. Raises Refused: forbidden.
    """
    _answer(session, me, network, MemberState.JOINED, today, guest=guest)


def decline(session: Session, me: Me, network: UUID, today: date | None = None) -> None:
    """Say no thanks to an invitation. Raises Refused: forbidden."""
    _answer(session, me, network, MemberState.DECLINED, today)


def leave(session: Session, me: Me, network: UUID, today: date | None = None) -> None:
    """Take part no longer. The contact kindergarten cannot. Raises Refused: gone, forbidden."""
    if get(session, Network, network).contact_kindergarten_id == me.kindergarten:
        raise Refused("forbidden")
    _answer(session, me, network, MemberState.LEFT, today)


def invite(
    session: Session,
    me: Me,
    network: UUID,
    kindergartens: list[UUID],
    today: date | None = None,
) -> Invited:
    """Ask kindergartens to take part; who has joined is left alone. What is returned takes it
    back. Raises Refused: gone, forbidden.
    """
    get(session, Network, network)
    ids = [member_id(network, one) for one in kindergartens]
    before = [_said(one) for id_ in ids if (one := session.get(NetworkMember, id_)) is not None]
    for kindergarten in kindergartens:
        place(session, me, network, kindergarten, MemberState.INVITED, today)
    known = {said.id for said in before}
    return Invited(tuple(id_ for id_ in ids if id_ not in known), tuple(before))


def take_back(session: Session, me: Me, told: Invited) -> None:
    """Have invited nobody after all; who has answered meanwhile is left alone. Raises Refused:
    forbidden.
    """
    for id_ in told.made:
        record = session.get(NetworkMember, id_)
        if record is not None and record.state is MemberState.INVITED:
            refuse_forbidden(session, me, record)
            remove(session, record)
    for said in told.before:
        record = session.get(NetworkMember, said.id)
        if record is not None and record.state is MemberState.INVITED:
            refuse_forbidden(session, me, record)
            record.state = said.state
            record.invited_on, record.answered_on = said.invited_on, said.answered_on


def place(
    session: Session,
    me: Me,
    network: UUID,
    kindergarten: UUID,
    state: MemberState,
    today: date | None = None,
    *,
    guest: bool = False,
) -> None:
    """Write a kindergarten's place in a network; an invitation never undoes a joining."""
    id_ = member_id(network, kindergarten)
    record = session.get(NetworkMember, id_)
    if record is None:
        record = NetworkMember(
            id=id_,
            network_id=network,
            kindergarten_id=kindergarten,
            state=state,
            guest=guest,
        )
        _date(record, today)
        refuse_forbidden(session, me, record)
        add(session, record)
        return
    if state is MemberState.INVITED and record.state is MemberState.JOINED:
        return
    refuse_forbidden(session, me, record)
    record.state = state
    _date(record, today)


def _said(record: NetworkMember) -> _Said:
    return _Said(record.id, record.state, record.invited_on, record.answered_on)


def _date(record: NetworkMember, today: date | None) -> None:
    if record.state is MemberState.INVITED:
        record.invited_on, record.answered_on = today, None
    else:
        record.answered_on = today


def _answer(
    session: Session,
    me: Me,
    network: UUID,
    state: MemberState,
    today: date | None,
    *,
    guest: bool = False,
) -> None:
    if me.kindergarten is None:
        raise Refused("forbidden")
    place(session, me, network, me.kindergarten, state, today, guest=guest)
