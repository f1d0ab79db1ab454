"""Professional networks, and the kindergartens that wish to be experts in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, Engine, func, select

from contract.access import member_id
from contract.collation import norwegian_key
from contract.records import (
    ApplicationState,
    Category,
    ExpertApplication,
    Kindergarten,
    Level,
    MemberState,
    Network,
    NetworkMember,
)
from server import correcting, lengths, membership
from server.accounts import Unacceptable
from server.auditing import Act, note
from server.database import snapshot
from server.sync_service import SyncService
from server.words import fitting

_KIND = ExpertApplication.__tablename__


@dataclass(frozen=True, slots=True)
class Professional:
    """A professional network, its room in the forum, and how many take part."""

    id: UUID
    name: str
    room: str
    members: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A kindergarten's wish to be expert in a network, and what was said to it."""

    id: UUID
    kindergarten_id: UUID
    kindergarten: str
    network: str
    text: str
    applied_on: date
    state: ApplicationState
    answer: str
    decided_on: date | None

    @property
    def waits(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state is ApplicationState.WAITING


def networks(engine: Engine) -> list[Professional]:
    """The professional networks, in Norwegian order of name."""
    count = (
        select(func.count(NetworkMember.id))
        .where(NetworkMember.network_id == Network.id, NetworkMember.state == MemberState.JOINED)
        .scalar_subquery()
    )
    query = (
        select(Network.id, Network.name, Category.name, count)
        .outerjoin(Category, Category.id == Network.category_id)
        .where(Network.level == Level.PROFESSIONAL)
    )
    with snapshot(engine) as connection:
        found = [
            Professional(id_, name, room or "", int(members))
            for id_, name, room, members in connection.execute(query)
        ]
    return sorted(found, key=lambda one: norwegian_key(one.name))


def wishes(engine: Engine) -> Sequence[Wish]:
    """All wishes: those that wait first, the oldest before others; then the newest decided."""
    query = (
        select(ExpertApplication, Kindergarten.name, Network.name)
        .outerjoin(Kindergarten, Kindergarten.id == ExpertApplication.kindergarten_id)
        .outerjoin(Network, Network.id == ExpertApplication.network_id)
    )
    with snapshot(engine) as connection:
        found = [
            Wish(
                row.id,
                row.kindergarten_id,
                row[-2] or "",
                row[-1] or "",
                row.text,
                row.applied_on,
                row.state,
                row.answer,
                row.decided_on,
            )
            for row in connection.execute(query)
        ]
    waiting = sorted((one for one in found if one.waits), key=lambda one: one.applied_on)
    decided = (one for one in found if not one.waits)
    return [*waiting, *sorted(decided, key=_decided, reverse=True)]


def add_network(service: SyncService, name: str, by: UUID) -> UUID:
    """A professional network with a room of its own in the forum. Raises Unacceptable("name")."""
    told = fitting("name", name, lengths.NETWORK)

    def work(connection: Connection) -> UUID:
        last = connection.scalar(select(func.max(Category.position))) or 0
        room = Category(name=told, position=last + 1)
        network = Network(name=told, level=Level.PROFESSIONAL, category_id=room.id)
        membership.create_in(connection, [room, network])
        note(connection, Act.NETWORK_ADDED, by, (Network.__tablename__, network.id))
        return network.id

    return service.transact(work)


def decide(
    service: SyncService, id_: UUID, answer: str, by: UUID, today: date, *, accepted: bool
) -> None:
    """Accept a wish, so that the kindergarten takes part, or say why not; the kindergarten reads
    the answer. Raises Unacceptable("answer", …), or "gone" where nobody waits any more.
    """
    told = fitting("answer", answer, lengths.REASON, required=not accepted)

    def work(connection: Connection) -> None:
        query = select(ExpertApplication.network_id, ExpertApplication.kindergarten_id).where(
            ExpertApplication.id == id_, ExpertApplication.state == ApplicationState.WAITING
        )
        found = connection.execute(query).one_or_none()
        if found is None:
            raise Unacceptable("", "gone")
        state = ApplicationState.ACCEPTED if accepted else ApplicationState.DECLINED
        said = {"state": state, "answer": told, "decided_on": today}
        correcting.change(connection, _KIND, [id_], said)
        if accepted:
            _let_in(connection, found.network_id, found.kindergarten_id)
        act = Act.EXPERT_ACCEPTED if accepted else Act.EXPERT_DECLINED
        note(connection, act, by, (_KIND, id_), told)

    service.transact(work)


def _let_in(connection: Connection, network: UUID, kindergarten: UUID) -> None:
    id_ = member_id(network, kindergarten)
    joined = {"state": MemberState.JOINED}
    if not correcting.change(connection, NetworkMember.__tablename__, [id_], joined):
        place = NetworkMember(
            id=id_, network_id=network, kindergarten_id=kindergarten, state=MemberState.JOINED
        )
        membership.create_in(connection, [place])


def _decided(one: Wish) -> date:
    return one.decided_on or date.min
