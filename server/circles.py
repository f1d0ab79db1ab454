"""The rooms that may be an account's own, read from the records in one statement.

Read is what lies near its kindergarten and its person; which of that its roles open is decided
here, by the table in contract/access.py. So the question is the same for everybody, and can be
asked before it is known who asks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Connection,
    Dialect,
    Select,
    SQLColumnExpression,
    String,
    Uuid,
    bindparam,
    false,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)

from contract.access import DRAFTS, Access, Group, Reach, Room, may_read_category
from contract.records import (
    Audience,
    Category,
    Level,
    Meeting,
    MeetingState,
    MemberState,
    Network,
    NetworkMember,
)
from server import standing_in
from server.asking import Written, as_word, listed, said, text_of, within
from server.norway import today


class _Category(Struct, array_like=True):
    id: UUID
    audience: Audience


class _Network(Struct, array_like=True):
    """A network, and whether the kindergarten has joined it: others it leads, or all may come."""

    id: UUID
    level: Level
    category: UUID | None
    joined: bool


class _Meeting(Struct, array_like=True):
    """A meeting, and whether it is here because the person conducts it."""

    id: UUID
    network: UUID
    state: MeetingState
    conducted: bool


class Circles(Struct, array_like=True, frozen=True):
    """What lies near a kindergarten and a person."""

    categories: list[_Category]
    networks: list[_Network]
    meetings: list[_Meeting]
    stand_ins: list[tuple[str]]
    """The addresses of who stands in for the head today, each a row of its own."""

    def opened(self, plain: Access) -> Access:
        """The rights of an account, with those of these rooms that its roles open."""
        networks = [one for one in self.networks if _is_read(plain, one)]
        categories = {one.id for one in self.categories if may_read_category(plain, one.audience)}
        if plain.is_expert_alone:
            categories.update(one.category for one in networks if one.category)
        known = frozenset(one.id for one in networks)
        return replace(
            plain,
            categories=frozenset(categories),
            networks=known,
            meetings=frozenset(self._meetings(plain, known)),
        )

    def _meetings(self, plain: Access, networks: frozenset[UUID]) -> Iterator[UUID]:
        """Those that the person conducts, and those of the networks that are out for comment.

        The central office, which has every network, sees what has been handed in.
        """
        conducts = plain.person is not None and plain.reach(Room.MEETING) is not Reach.NONE
        everywhere = plain.reach(Room.NETWORK) is Reach.ALL
        states = DRAFTS[Group.SECRETARIAT if everywhere else Group.HEAD]
        if plain.is_expert_alone:
            states = frozenset()
        for one in self.meetings:
            shown = one.network in networks and one.state in states
            if shown or (conducts and one.conducted):
                yield one.id


def _is_read(plain: Access, network: _Network) -> bool:
    reach = plain.reach(Room.NETWORK)
    if reach is Reach.ALL:
        return True
    if reach is Reach.NONE or plain.kindergarten is None:
        return False
    if plain.is_expert_alone:
        return network.joined and network.level is Level.PROFESSIONAL
    return True


@dataclass(frozen=True, slots=True)
class Centre:
    """What circles lie around, in terms of a statement: a kindergarten and a person."""

    home: ColumnElement[UUID]
    person: ColumnElement[UUID]


class Question:
    """Parts of a statement that asks for circles, and for the heads of their scopes.

    With every network there is, where it is asked `everywhere`.
    """

    def __init__(self, dialect: str, centre: Centre, *, everywhere: bool = False) -> None:
        self._dialect, self._home = dialect, centre.home
        joined = Network.id.in_(
            select(NetworkMember.network_id).where(
                NetworkMember.kindergarten_id == centre.home,
                _word(NetworkMember.state) == said(MemberState.JOINED),
            )
        )
        leads = Network.contact_kindergarten_id == centre.home
        is_near = (
            true()
            if everywhere
            else or_(joined, leads, _word(Network.level) == said(Level.NATIONAL))
        )
        near = select(Network.id, Network.level, Network.category_id, joined.label("joined"))
        self._networks = near.where(is_near).cte("near")
        self._meetings = _meetings(self._networks, centre.person).cte("met")

    def parts(self) -> tuple[SQLColumnExpression[Any], ...]:
        """What Circles are read from, part by part. The statement wants what `given` has."""
        asked = (
            select(listed(self._dialect, Category.id, Category.audience)),
            select(listed(self._dialect, *self._networks.c)),
            select(listed(self._dialect, *self._meetings.c)),
            standing_in.asked(self._dialect, self._home),
        )
        return tuple(within(self._dialect, part) for part in asked)

    def scopes(self) -> list[Select[str]]:
        """The names of the scopes of all that."""
        each = (
            (Room.CATEGORY, Category.id),
            (Room.NETWORK, self._networks.c.id),
            (Room.MEETING, self._meetings.c.id),
        )
        return [select(named(self._dialect, room, id_)) for room, id_ in each]


def named(dialect: str, room: Room, id_: SQLColumnExpression[UUID]) -> ColumnElement[str]:
    """The name of the scope of a room, in terms of a statement."""
    return said(f"{room}:") + as_word(dialect, id_)


def _word(column: SQLColumnExpression[Any]) -> ColumnElement[str]:
    """A column of words as the database keeps them."""
    return type_coerce(column, String)


def _meetings(near: CTE, person: ColumnElement[UUID]) -> CompoundSelect[Any]:
    """One part on the index of networks, and one of those that the person conducts."""
    facts = (Meeting.id, Meeting.network_id, Meeting.state)
    is_out = _word(Meeting.state).in_([said(state) for state in sorted(_OUT)])
    of_networks = select(*facts, false().label("conducted")).join_from(
        near, Meeting, Meeting.network_id == near.c.id
    )
    conducts = or_(Meeting.chair_id == person, Meeting.minute_taker_id == person)
    return union_all(of_networks.where(is_out), select(*facts, true()).where(conducts))


def given() -> dict[str, Any]:
    """The parameters of a question."""
    return {"day": today()}


def around(
    connection: Connection, home: UUID | None, person: UUID | None, *, everywhere: bool
) -> Circles:
    """The circles around a kindergarten and a person."""
    asked = _asked(connection.dialect, everywhere=everywhere)
    return _read(asked.answer(connection, {"home": home, "person": person, **given()}) or "")


@cache
def _asked(dialect: Dialect, *, everywhere: bool) -> Written:
    centre = Centre(bindparam("home", type_=Uuid), bindparam("person", type_=Uuid))
    question = Question(dialect.name, centre, everywhere=everywhere)
    return Written(dialect, select(text_of(dialect.name, *question.parts())))


_OUT = frozenset().union(*DRAFTS.values())
"""States in which a meeting is read by others than who conducts it."""

# Not strict: SQLite's booleans are numbers.
_read = msgspec.json.Decoder(Circles, strict=False).decode
