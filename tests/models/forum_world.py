"""A small forum as sync would have brought it, and those who write in it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, insert
from sqlalchemy.dialects.sqlite import insert as upsert

from contract.geography import municipality
from contract.ids import new_id
from contract.records import Audience, Category, Kindergarten, Person, Purpose
from contract.records.base import Record
from desktop.models import bookkeeping
from desktop.models.me import Me
from desktop.models.store import Store

WELCOME, REGIONS, TRONDELAG, AGDER, OWNERS = (new_id() for _ in range(5))
SOLBAKKEN, FJORDGLIMT = new_id(), new_id()
ANE, BO = new_id(), new_id()
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def pull(store: Store, kind: type[Record], *rows: dict[str, Any]) -> None:
    """Lay rows into the database as sync does: in bulk, over what is there, past the outbox."""
    table = kind.__table__
    assert isinstance(table, Table)
    with store.engine.begin() as connection:
        for row in rows:
            values = {**row, "id": row.get("id") or new_id()}
            keep = {name: value for name, value in values.items() if name != "id"}
            statement = upsert(table).values(values)
            connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=keep))


def forum(store: Store) -> None:
    """The categories, two kindergartens and their heads."""
    pull(
        store,
        Category,
        {"id": WELCOME, "name": "Velkommen!", "purpose": Purpose.WELCOME},
        {"id": REGIONS, "name": "Regionale nettverk", "position": 1},
        _region(AGDER, "Agder", "42"),
        _region(TRONDELAG, "Trøndelag", "50"),
        {"id": OWNERS, "name": "Eierforum", "position": 2, "audience": Audience.LEADERS_AND_OWNERS},
    )
    pull(
        store,
        Kindergarten,
        {"id": SOLBAKKEN, "name": "Solbakken barnehage", "municipality": "5037"},
        {"id": FJORDGLIMT, "name": "Fjordglimt barnehage", "municipality": "4203"},
    )
    pull(
        store,
        Person,
        {"id": ANE, "name": "Ane Lund", "kindergarten_id": SOLBAKKEN, "roles": frozenset({"head"})},
        {"id": BO, "name": "Bo Lie", "kindergarten_id": FJORDGLIMT, "roles": frozenset({"head"})},
    )


def head(role: str = "head") -> Me:
    """Ane Lund of Solbakken in Levanger."""
    return _me(ANE, SOLBAKKEN, "Ane Lund", "Solbakken barnehage", "5037", role)


def other_head() -> Me:
    """Bo Lie of Fjordglimt in Arendal."""
    return _me(BO, FJORDGLIMT, "Bo Lie", "Fjordglimt barnehage", "4203", "head")


def post(number: int = 0, **values: Any) -> dict[str, Any]:
    """A post of Bo Lie's that the service has received; higher numbers are newer."""
    return {
        "id": new_id(),
        "category_id": AGDER,
        "kindergarten_id": FJORDGLIMT,
        "author_id": BO,
        "author_name": "Bo Lie",
        "title": f"Innlegg {number}",
        "body": "Vi har en vikarpool.",
        "received_at": NOON + timedelta(minutes=number),
        **values,
    }


def answer(to: dict[str, Any], **values: Any) -> dict[str, Any]:
    """An answer of Bo Lie's that the service has received."""
    return {
        "id": new_id(),
        "post_id": to["id"],
        "category_id": to["category_id"],
        "kindergarten_id": FJORDGLIMT,
        "author_id": BO,
        "author_name": "Bo Lie",
        "body": "Takk!",
        "received_at": to["received_at"] + timedelta(hours=1),
        **values,
    }


def mark_sent(store: Store) -> None:
    """The service has taken all that waited."""
    with store.engine.begin() as connection:
        waiting = connection.execute(bookkeeping.outbox.select()).all()
        connection.execute(delete(bookkeeping.mutation))
        known = {(row.kind, row.record_id) for row in waiting}
        for kind, id_ in known:
            row = {"kind": kind, "record_id": id_, "scope": "s", "version": 1}
            connection.execute(insert(bookkeeping.synced).values(row))


def outbox(store: Store) -> list[Any]:
    """What waits, in order."""
    with store.engine.connect() as connection:
        return list(connection.execute(bookkeeping.outbox.select().order_by("seq")))


def _region(id_: UUID, name: str, county: str) -> dict[str, Any]:
    return {
        "id": id_,
        "name": name,
        "parent_id": REGIONS,
        "purpose": Purpose.REGION,
        "county": county,
    }


def _me(person: UUID, house: UUID, name: str, house_name: str, place: str, role: str) -> Me:
    where = municipality(place)
    assert where is not None
    return Me(
        account=new_id(),
        email="styrer@example.no",
        name=name,
        roles=frozenset({role}),
        person=person,
        kindergarten=house,
        kindergarten_name=house_name,
        municipality=place,
        municipality_name=where.name,
        county=where.county.number,
        county_name=where.county.name,
    )
