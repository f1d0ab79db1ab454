"""The central office gives a local network another contact kindergarten, as where the one there
was has left without handing over. What follows is as after a rotation: see offices.py.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Engine, select

from contract.collation import norwegian_key
from contract.records import Kindergarten, Level, MemberState, Network, NetworkMember, Person
from contract.records.kindergartens import stays
from contract.roles import HEADS
from server import correcting, lengths, norway
from server.accounts import Unacceptable
from server.auditing import Act, note
from server.database import snapshot
from server.sync_service import SyncService
from server.words import fitting

_KIND = Network.__tablename__


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kindergarten that takes part and may lead, and its head where there is one."""

    id: UUID
    name: str
    head: UUID | None
    head_name: str


@dataclass(frozen=True, slots=True)
class Led:
    """A local network, who leads it, and who else could, in Norwegian order."""

    id: UUID
    name: str
    contact_kindergarten: str
    candidates: tuple[Candidate, ...]


def led(engine: Engine, id_: UUID) -> Led | None:
    """A local network; None where there is none with this id."""
    with snapshot(engine) as connection:
        return _led(connection, id_)


def choose(service: SyncService, id_: UUID, kindergarten: UUID, reason: str, by: UUID) -> None:
    """Let one of the candidates be the contact kindergarten of a network from now on.

    A handover that was decided falls. Raises Unacceptable: ("reason", …), ("kindergarten",
    "unknown") where it is none of them, or "gone" where there is no such network.
    """
    told = fitting("reason", reason, lengths.REASON)

    def work(connection: Connection) -> None:
        network = _led(connection, id_)
        if network is None:
            raise Unacceptable("", "gone")
        chosen = next((one for one in network.candidates if one.id == kindergarten), None)
        if chosen is None:
            raise Unacceptable("kindergarten", "unknown")
        fields = {
            "contact_kindergarten_id": chosen.id,
            "contact_person_id": chosen.head,
            "next_contact_kindergarten_id": None,
            "next_contact_person_id": None,
            "handover_on": None,
            "handover_item_id": None,
        }
        if not correcting.change(connection, _KIND, [id_], fields):
            raise Unacceptable("", "gone")
        note(connection, Act.CONTACT_CHOSEN, by, (_KIND, id_), told)

    service.transact(work)


def _led(connection: Connection, id_: UUID) -> Led | None:
    query = (
        select(Network.name, Network.contact_kindergarten_id, Kindergarten.name.label("contact"))
        .outerjoin(Kindergarten, Kindergarten.id == Network.contact_kindergarten_id)
        .where(Network.id == id_, Network.level == Level.LOCAL)
    )
    found = connection.execute(query).one_or_none()
    if found is None:
        return None
    others = _candidates(connection, id_, found.contact_kindergarten_id)
    return Led(id_, found.name, found.contact or "", tuple(others))


def _candidates(connection: Connection, network: UUID, but: UUID | None) -> list[Candidate]:
    """The members of a network that vote and stay, but for who leads it."""
    members = (
        select(Kindergarten.id, Kindergarten.name)
        .join(NetworkMember, NetworkMember.kindergarten_id == Kindergarten.id)
        .where(
            NetworkMember.network_id == network,
            NetworkMember.state == MemberState.JOINED,
            NetworkMember.guest.is_(False),
            stays(norway.today()),
        )
    )
    rows = [row for row in connection.execute(members) if row.id != but]
    heads = _heads(connection, [row.id for row in rows])
    found = [Candidate(row.id, row.name, *heads.get(row.id, (None, ""))) for row in rows]
    return sorted(found, key=lambda one: norwegian_key(one.name))


def _heads(connection: Connection, homes: list[UUID]) -> dict[UUID, tuple[UUID, str]]:
    query = select(Person.id, Person.name, Person.kindergarten_id, Person.roles)
    of_these = query.where(Person.kindergarten_id.in_(homes)).order_by(Person.id.desc())
    rows = connection.execute(of_these)
    return {row.kindergarten_id: (row.id, row.name) for row in rows if row.roles & HEADS}
