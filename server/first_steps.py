"""How far a kindergarten has come on the list for new members, told from its records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, func, select

from contract.records import (
    Category,
    Guideline,
    MemberState,
    Network,
    NetworkMember,
    Person,
    Post,
    PostForm,
    Purpose,
    ReadingReceipt,
    only_id,
)
from contract.records.networks import Level
from contract.roles import OWNERS, leads
from server.tables import account


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The steps, as the desktop of its manager ticks them."""

    has_read: bool
    """Whether somebody who leads it has read the newest guidelines and terms."""
    enrolled_manager: bool
    enrolled_owner: bool
    welcomed: bool
    introduced: bool
    in_network: bool


def of(
    connection: Connection, home: UUID, county: str, enrolled: Sequence[frozenset[str]]
) -> FirstSteps:
    """The steps of a kindergarten, of whose running enrolments these are the roles."""
    people = list(
        connection.execute(
            select(account.c.id, account.c.person_id, account.c.roles).where(
                account.c.kindergarten_id == home
            )
        )
    )
    known = connection.scalars(select(Person.id).where(Person.kindergarten_id == home))
    authors = {one.person_id for one in people if one.person_id} | set(known)
    rooms = _rooms(connection, home, authors)
    return FirstSteps(
        has_read=_has_read(connection, [one.id for one in people if leads(one.roles)]),
        enrolled_manager=any(leads(roles) for roles in enrolled),
        enrolled_owner=any(roles & OWNERS for roles in enrolled),
        welcomed=any(purpose is Purpose.WELCOME for purpose, _ in rooms),
        introduced=(Purpose.REGION, county) in rooms,
        in_network=_in_network(connection, home),
    )


def _rooms(
    connection: Connection, home: UUID, authors: Iterable[UUID]
) -> set[tuple[Purpose, str | None]]:
    """Where the kindergarten has introduced itself. Posts are found by who wrote them."""
    query = (
        select(Category.purpose, Category.county)
        .join(Post, Post.category_id == Category.id)
        .where(
            Post.author_id.in_(list(authors)),
            Post.kindergarten_id == home,
            Post.form == PostForm.INTRODUCTION,
            Post.withdrawn_at.is_(None),
        )
    )
    return {(row.purpose, row.county) for row in connection.execute(query)}


def _has_read(connection: Connection, readers: Iterable[UUID]) -> bool:
    newest = select(Guideline.kind, func.max(Guideline.version).label("version"))
    each = newest.group_by(Guideline.kind).subquery()
    valid = (Guideline.kind == each.c.kind) & (Guideline.version == each.c.version)
    guidelines = list(connection.scalars(select(Guideline.id).join(each, valid)))
    return any(_has_read_all(connection, reader, guidelines) for reader in readers)


def _has_read_all(connection: Connection, reader: UUID, guidelines: Sequence[UUID]) -> bool:
    ids = [only_id(ReadingReceipt, reader, one) for one in guidelines]
    query = select(func.count(ReadingReceipt.id)).where(ReadingReceipt.id.in_(ids))
    return connection.execute(query).scalar_one() == len(guidelines)


def _in_network(connection: Connection, home: UUID) -> bool:
    joined = select(NetworkMember.network_id).where(
        NetworkMember.kindergarten_id == home, NetworkMember.state == MemberState.JOINED
    )
    mine = Network.id.in_(joined) | (Network.contact_kindergarten_id == home)
    query = select(Network.id).where(Network.level == Level.LOCAL, mine).limit(1)
    return connection.scalar(query) is not None
