"""The networks, who leads each, and how much of the country has one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Engine, func, select

from contract.collation import norwegian_key
from contract.geography import County, counties, municipality, private_counts
from contract.records import Kindergarten, MemberState, Network, NetworkMember, Person
from contract.records.kindergartens import stays
from contract.records.networks import Level
from server.database import snapshot
from server.numbers import covered_municipalities, to_cover

_ORDER = (Level.NATIONAL, Level.PROFESSIONAL, Level.REGIONAL, Level.LOCAL)


@dataclass(frozen=True, slots=True)
class Line:
    """A network, with those who lead it and how many kindergartens take part."""

    id: UUID
    name: str
    level: Level
    place: str
    contact_kindergarten_id: UUID | None
    contact_kindergarten: str
    contact_person: str
    members: int
    invited: int


@dataclass(frozen=True, slots=True)
class Covered:
    """How far the network has come in a county, or in all of them.

    Municipalities are counted where there is a private kindergarten; `private` is how many the
    register has of those, `kindergartens` how many are members.
    """

    county: County | None
    kindergartens: int
    private: int
    covered: int
    municipalities: int

    @property
    def share(self) -> float:
        """How many of a hundred municipalities have a network."""
        return 100 * self.covered / self.municipalities if self.municipalities else 0.0


def by_county(engine: Engine, day: date) -> tuple[Sequence[Covered], Covered]:
    """Each county, in Norwegian order, and all together, as they are on a day."""
    place = func.substr(Kindergarten.municipality, 1, 2)
    members = select(place, func.count(Kindergarten.id)).where(stays(day)).group_by(place)
    with snapshot(engine) as connection:
        joined = {row[0]: int(row[1]) for row in connection.execute(members)}
        covered = Counter(one[:2] for one in covered_municipalities(connection, day) & to_cover())
    wanted = Counter(one[:2] for one in to_cover())
    private: Counter[str] = Counter()
    for number, count in private_counts().items():
        private[number[:2]] += count
    lines = [
        Covered(one, joined.get(key, 0), private[key], covered[key], wanted[key])
        for key, one in counties().items()
    ]
    columns = (
        sum(one.kindergartens for one in lines),
        sum(one.private for one in lines),
        sum(one.covered for one in lines),
        sum(one.municipalities for one in lines),
    )
    return lines, Covered(None, *columns)


def networks(engine: Engine) -> list[Line]:
    """Every network: the national first, then by place and name."""
    states = select(
        NetworkMember.network_id, NetworkMember.state, func.count(NetworkMember.id)
    ).group_by(NetworkMember.network_id, NetworkMember.state)
    query = (
        select(Network, Kindergarten.name, Person.name)
        .outerjoin(Kindergarten, Kindergarten.id == Network.contact_kindergarten_id)
        .outerjoin(Person, Person.id == Network.contact_person_id)
    )
    with snapshot(engine) as connection:
        counts = {(row[0], row[1]): int(row[2]) for row in connection.execute(states)}
        found = [
            Line(
                row.id,
                row.name,
                row.level,
                _place(row.municipality, row.county),
                row.contact_kindergarten_id,
                row[-2] or "",
                row[-1] or "",
                counts.get((row.id, MemberState.JOINED), 0),
                counts.get((row.id, MemberState.INVITED), 0),
            )
            for row in connection.execute(query)
        ]
    return sorted(found, key=_order)


def _place(number: str | None, county: str | None) -> str:
    where = municipality(number or "")
    if where is not None:
        return f"{where.name}, {where.county.name}"
    region = counties().get(county or "")
    return region.name if region else ""


def _order(line: Line) -> tuple[int, str, str]:
    return _ORDER.index(line.level), norwegian_key(line.place), norwegian_key(line.name)
