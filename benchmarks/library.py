"""Makes a database like one that has been synced for years."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, insert

from benchmarks.library_texts import Texts
from contract.access import member_id
from contract.geography import counties, municipalities
from contract.ids import new_id
from contract.records import (
    AgendaItem,
    Audience,
    Category,
    Comment,
    FollowUp,
    ItemType,
    Kindergarten,
    Level,
    Meeting,
    MeetingState,
    MemberState,
    Network,
    NetworkMember,
    Person,
    Post,
    PostForm,
    Purpose,
    Record,
)
from contract.wire import AccountFacts
from desktop.models.bookkeeping import cursor, meta, synced
from desktop.models.database import open_database, writing

HOME = "5037"
"""The municipality of the one who is signed in."""
HOUSES = 700
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
_BATCH = 5_000
_YEARS = timedelta(days=5 * 365)

Row = dict[str, Any]


class Library:
    """Rows of every kind, that belong together. The first kindergarten is one's own."""

    def __init__(self, posts: int) -> None:
        self._count = posts
        self._texts = Texts()
        self._random = self._texts.random
        places = [HOME, *sorted(set(municipalities()) - {HOME})]
        self.houses = [self._house(at, places[at * 7 % len(places)]) for at in range(HOUSES)]
        self.people = [self._person(house) for house in self.houses]
        self.categories = list(_categories())
        self.posts: list[Row] = []

    def account(self) -> AccountFacts:
        """The head of the first kindergarten."""
        person = self.people[0]
        return AccountFacts(
            id=new_id(),
            email=person["email"],
            name=person["name"],
            roles=("head",),
            person=person["id"],
            kindergarten=self.houses[0]["id"],
        )

    def rows(self) -> Iterator[tuple[type[Record], Iterable[Row]]]:
        """What to insert, kind by kind."""
        yield Kindergarten, self.houses
        yield Person, self.people
        yield Category, self.categories
        yield Post, self._posts()
        yield Comment, self._comments()
        yield from self._networks()

    def _house(self, number: int, place: str) -> Row:
        return {
            "id": new_id(),
            "name": self._texts.house(number),
            "municipality": place,
            "approved_places": self._random.randint(18, 120),
            "tags": self._texts.tags(),
        }

    def _person(self, house: Row) -> Row:
        name = self._texts.person()
        return {
            "id": new_id(),
            "name": name,
            "kindergarten_id": house["id"],
            "email": f"styrer@barnehage{self.houses.index(house)}.example.no",
            "roles": frozenset({"head"}),
        }

    def _posts(self) -> Iterator[Row]:
        rooms = [room["id"] for room in self.categories if room["parent_id"] or room["position"]]
        welcome = self.categories[0]["id"]
        for at in range(self._count):
            by = self._random.randrange(HOUSES)
            sent = NOW - _YEARS * ((self._count - at) / self._count)
            introduces = at % 60 == 0
            row = {
                "id": new_id(),
                "category_id": welcome if introduces else self._random.choice(rooms),
                "received_at": sent,
                **self._by(by),
                **(self._introduction(by) if introduces else self._plain()),
            }
            self.posts.append({"id": row["id"], "category_id": row["category_id"], "sent": sent})
            yield row

    def _by(self, house: int) -> Row:
        return {
            "kindergarten_id": self.houses[house]["id"],
            "author_id": self.people[house]["id"],
            "author_name": self.people[house]["name"],
        }

    def _plain(self) -> Row:
        return {
            **dict.fromkeys(("municipality", "approved_places")),
            "loves": "",
            "hopes": "",
            "tags": frozenset(),
            "form": PostForm.PLAIN,
            "title": self._texts.title(),
            "body": self._texts.body(),
        }

    def _introduction(self, house: int) -> Row:
        facts = self.houses[house]
        return {
            "title": facts["name"],
            "body": "",
            "form": PostForm.INTRODUCTION,
            "municipality": facts["municipality"],
            "approved_places": facts["approved_places"],
            "loves": self._texts.loves(),
            "hopes": self._texts.hopes(),
            "tags": facts["tags"],
        }

    def _comments(self) -> Iterator[Row]:
        for post in self.posts:
            for after in range(self._random.choice((0, 0, 0, 0, 1, 2))):
                yield {
                    "id": new_id(),
                    "category_id": post["category_id"],
                    "post_id": post["id"],
                    "body": self._texts.answer(),
                    "received_at": post["sent"] + timedelta(hours=1 + after),
                    **self._by(self._random.randrange(HOUSES)),
                }

    def _networks(self) -> Iterator[tuple[type[Record], Iterable[Row]]]:
        network = {
            "id": new_id(),
            "name": f"Nettverket i {municipalities()[HOME].name}",
            "level": Level.LOCAL,
            "municipality": HOME,
            "contact_kindergarten_id": self.houses[0]["id"],
            "contact_person_id": self.people[0]["id"],
            "support_confirmed": True,
            "ready_to_lead": True,
        }
        yield Network, [network]
        yield NetworkMember, [_member(network["id"], house["id"]) for house in self.houses[:9]]
        meetings = [self._meeting(network["id"], at) for at in range(24)]
        yield Meeting, meetings
        items = [item for meeting in meetings for item in self._items(meeting)]
        yield AgendaItem, items
        yield FollowUp, [self._follow_up(at, item) for at, item in enumerate(items[::3])]

    def _meeting(self, network: UUID, at: int) -> Row:
        on = date(2026, 12, 10) - timedelta(days=61 * at)
        return {
            "id": new_id(),
            "network_id": network,
            "title": "Nettverksmøte",
            "held_on": on,
            "starts": time(9),
            "ends": time(11),
            "state": MeetingState.SUBMITTED if at else MeetingState.CALLED,
            "chair_id": self.people[0]["id"],
            "minute_taker_id": self.people[1]["id"],
            "number": 1 + at % 6,
            "year": on.year,
        }

    def _items(self, meeting: Row) -> Iterator[Row]:
        for at in range(8):
            yield {
                "id": new_id(),
                "meeting_id": meeting["id"],
                "network_id": meeting["network_id"],
                "title": self._texts.title(),
                "type": ItemType.DISCUSSION,
                "background": self._texts.body(),
                "position": float(at),
            }

    def _follow_up(self, at: int, item: Row) -> Row:
        return {
            "id": new_id(),
            "meeting_id": item["meeting_id"],
            "agenda_item_id": item["id"],
            "network_id": item["network_id"],
            "task": self._texts.title(),
            "responsible": self._texts.person(),
            "due_on": date(2026, 12, 1) - timedelta(days=30 * at),
            "done_on": date(2026, 11, 1) if at > 5 else None,
        }


def fill(path: Path, posts: int = 100_000) -> None:
    """Make the database file of a head with this many posts to read; the same at each run."""
    library = Library(posts)
    engine = open_database(path)
    with writing(engine).begin() as connection:
        facts = msgspec.to_builtins(library.account())
        connection.execute(insert(meta).values(key="account", value=facts))
        connection.execute(insert(meta).values(key="last_synced_at", value=NOW.isoformat()))
        scopes: dict[str, int] = {}
        for kind, rows in library.rows():
            _insert(connection, kind, rows, scopes)
        cursors = [{"scope": scope, "version": version} for scope, version in scopes.items()]
        connection.execute(insert(cursor), cursors)
    engine.dispose()


def _insert(
    connection: Connection, kind: type[Record], rows: Iterable[Row], scopes: dict[str, int]
) -> None:
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        connection.execute(insert(kind.__table__), batch)  # type: ignore[arg-type] # a Table
        facts = [_synced(kind, row, scopes) for row in batch]
        connection.execute(insert(synced), facts)


def _synced(kind: type[Record], row: Row, scopes: dict[str, int]) -> Row:
    scope = _scope(kind, row)
    scopes[scope] = version = scopes.get(scope, 0) + 1
    return {"kind": kind.__tablename__, "record_id": row["id"], "scope": scope, "version": version}


def _scope(kind: type[Record], row: Row) -> str:
    if kind in (Post, Comment):
        return f"category:{row['category_id']}"
    if kind in (Meeting, AgendaItem, FollowUp):
        return f"network:{row['network_id']}"
    return "directory"


def _member(network: UUID, house: UUID) -> Row:
    return {
        "id": member_id(network, house),
        "network_id": network,
        "kindergarten_id": house,
        "state": MemberState.JOINED,
    }


def _categories() -> Iterator[Row]:
    parent = new_id()
    yield _category("Velkommen!", purpose=Purpose.WELCOME)
    yield {**_category("Regionale nettverk"), "id": parent}
    for at, county in enumerate(counties().values()):
        yield _category(
            county.name, at, purpose=Purpose.REGION, county=county.number, parent_id=parent
        )
    yield _category("Utviklingsforum for nettverket", 3, purpose=Purpose.DEVELOPMENT)
    yield _category("Månedens ansatt", 4)
    yield _category("Eierforum", 5, audience=Audience.LEADERS_AND_OWNERS)


def _category(name: str, position: int = 0, **more: Any) -> Row:
    return {
        "id": new_id(),
        "name": name,
        "parent_id": None,
        "purpose": Purpose.OTHER,
        "county": None,
        "audience": Audience.EVERYBODY,
        "position": position,
        **more,
    }
