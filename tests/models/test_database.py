"""The database file through its whole life: new, older, newer, damaged."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from contract.digest import EMPTY, mark, toggled
from contract.records import Record
from contract.wire import Op
from desktop.models import ledger
from desktop.models.bookkeeping import answered, bookkeeping, content, mutation, outbox, views
from desktop.models.database import (
    HEAD,
    MIGRATIONS,
    engine_on,
    open_database,
    telling_faults,
    upgrade,
)
from desktop.models.faults import StorageFault
from desktop.models.store import Store
from desktop.models.synced import Stand, stand


def test_the_newest_revision_is_the_one_that_the_program_asks_for() -> None:
    script = ScriptDirectory(str(MIGRATIONS))

    assert script.get_heads() == [HEAD]


def test_the_migrations_make_what_the_models_say(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "data.sqlite3")

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": False, "include_name": _not_search}
        )
        found = compare_metadata(context, [Record.metadata, bookkeeping])  # type: ignore[arg-type] # takes several, as alembic's own env does

    engine.dispose()
    assert found == []


def _not_search(name: str | None, type_: str, _: object) -> bool:
    # Full-text tables have shadow tables that no model describes.
    return type_ != "table" or "_search" not in (name or "")


def test_the_oldest_database_walks_to_the_newest_and_is_copied_first(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite3"
    upgrade(path, "0001")
    row = ("0" * 32, "Velkommen!", "welcome", "everybody", 1)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO category (id, name, purpose, audience, position) VALUES (?, ?, ?, ?, ?)",
            row,
        )
    connection.close()

    engine = open_database(path)

    with engine.connect() as reader:
        names = reader.exec_driver_sql("SELECT name FROM category").scalars().all()
    engine.dispose()
    copies = list(tmp_path.glob("data.before-migration-*-0001.sqlite3"))
    assert names == ["Velkommen!"]
    assert len(copies) == 1


def test_a_database_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite3"
    open_database(path).dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(StorageFault) as fault:
        open_database(path)

    assert fault.value.code == "newer"
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite3"
    path.write_text("this is not a database, however long one looks at it " * 100)

    with pytest.raises(StorageFault) as fault:
        open_database(path)

    assert fault.value.code == "damaged"


def test_a_file_whose_first_start_was_killed_is_no_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite3"
    begun = sqlite3.connect(path)
    begun.execute("PRAGMA journal_mode = WAL")
    begun.close()
    assert path.stat().st_size > 0

    engine = open_database(path)

    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    engine.dispose()
    assert found == HEAD


def test_a_database_of_another_program_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite3"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE diary (day, text)")
    other.close()

    with pytest.raises(StorageFault) as fault:
        open_database(path)

    assert fault.value.code == "damaged"


def test_commits_are_on_disk_before_they_are_said_to_be(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "data.sqlite3")

    with engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar()

    engine.dispose()
    assert (mode, synchronous) == ("wal", 2)


def test_words_sort_as_norwegians_expect(tmp_path: Path) -> None:
    engine = engine_on(tmp_path / "data.sqlite3")

    with engine.connect() as connection:
        words = connection.exec_driver_sql(
            "SELECT column1 FROM (VALUES ('Ås'), ('Øya'), ('Ærlig'), ('zoo'), ('Čáhci'), ('bil'))"
            " ORDER BY column1 COLLATE norwegian"
        )
        ordered = words.scalars().all()

    engine.dispose()
    assert ordered == ["bil", "Čáhci", "zoo", "Ærlig", "Øya", "Ås"]


def test_an_error_of_the_database_says_nothing_of_what_was_written(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "data?of=Kari.sqlite3")

    with engine.connect() as connection, pytest.raises(DBAPIError) as failed:
        connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Kari Solberg"})

    engine.dispose()
    assert "Kari Solberg" not in str(failed.value)
    assert (tmp_path / "data?of=Kari.sqlite3").exists()


def test_what_was_answered_and_synced_before_is_kept_in_the_newer_tables(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite3"
    upgrade(path, "0003")
    mutation, record, group = UUID(int=1), UUID(int=2), UUID(int=3)
    content = {
        "op": "change",
        "kind": "post",
        "record": str(record),
        "group": str(group),
        "fields": {"title": "Vikarer"},
        "require": [],
    }
    with sqlite3.connect(path) as old:
        old.execute(
            "INSERT INTO sync_answered VALUES (?, ?, 'null', '2026-11-22 10:00:00.000000')",
            (mutation.hex, json.dumps(content)),
        )
        old.execute(
            "INSERT INTO sync_synced (kind, record_id, scope, version) VALUES ('post', ?, 's', 7)",
            (record.hex,),
        )
    old.close()

    engine = open_database(path)
    with engine.connect() as connection:
        (row,) = connection.execute(select(answered)).all()
        held = stand(connection, "s")
    engine.dispose()

    assert (row.mutation_id, row.kind, row.record_id, row.group_id) == (
        mutation,
        "post",
        record,
        group,
    )
    assert (row.op, row.fields, row.base) == ("change", {"title": "Vikarer"}, None)
    assert held == Stand(1, toggled(EMPTY, [mark("post", record, 7)]))


def test_the_views_have_the_columns_that_the_models_say(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "data.sqlite3")

    found = {name: inspect(engine).get_columns(name) for name in inspect(engine).get_view_names()}

    engine.dispose()
    for name, view in views.tables.items():
        assert {column["name"] for column in found[name]} == set(view.c.keys())


_PLACE = "kind, record_id, op, require, saved_at"
_VALUES = f"'post', '{UUID(int=2).hex}', 'change', '[]', '2026-11-22 10:00:00.000000'"
_WAITING = f"""INSERT INTO sync_outbox (seq, mutation_id, group_id, base_version, state, attempts,
    fields, {_PLACE}) VALUES (?, ?, ?, ?, ?, ?, ?, {_VALUES})"""
_ANSWERED = f"""INSERT INTO sync_answered (mutation_id, seq, answered_at, base, fields, {_PLACE})
    VALUES (?, ?, ?, ?, ?, {_VALUES})"""


def test_what_waited_was_sent_or_answered_keeps_its_words_and_its_order(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite3"
    upgrade(path, "0006")
    ids, group = [UUID(int=number) for number in range(4)], UUID(int=9)
    first, second = "2026-11-22 10:00:00.000000", "2026-11-22 11:00:00.000000"
    with sqlite3.connect(path) as old:
        old.execute(_WAITING, (5, ids[0].hex, None, 3, "sent", 1, '{"title":"sent"}'))
        old.execute(_WAITING, (7, None, group.hex, None, "waiting", 2, '{"title":"waits"}'))
        old.execute(_WAITING, (9, None, None, None, "waiting", 0, "{}"))
        old.execute("DELETE FROM sync_outbox WHERE seq = 9")
        # Numbers of what was answered were not its own, and did not always tell its order.
        old.execute(_ANSWERED, (ids[1].hex, 5, second, '{"title":"was"}', '{"title":"newer"}'))
        old.execute(_ANSWERED, (ids[2].hex, 6, first, "null", '{"title":"older"}'))
        old.execute(_ANSWERED, (ids[3].hex, 5, first, None, '{"title":"oldest"}'))
    old.close()

    engine = open_database(path)
    with engine.begin() as connection:
        ledger.send(connection, ("post", UUID(int=8)), Op.CREATE, {})
        waiting = connection.execute(select(outbox).order_by(outbox.c.seq)).all()
        taken = connection.execute(select(answered).order_by(answered.c.seq)).all()
    engine.dispose()

    sent, waits, new = waiting
    assert (sent.seq, waits.seq, new.seq) == (5, 7, 10)
    assert (sent.mutation_id, sent.base_version, sent.fields) == (ids[0], 3, {"title": "sent"})
    assert (waits.mutation_id, waits.group_id, waits.attempts) == (None, group, 2)
    assert [row.mutation_id for row in taken] == [ids[3], ids[2], ids[1]]
    assert [row.fields["title"] for row in taken] == ["oldest", "older", "newer"]
    assert [row.base for row in taken] == [None, None, {"title": "was"}]
    assert all(row.seq < 5 for row in taken)


def test_words_leave_with_their_change(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "data.sqlite3")

    with engine.begin() as connection:
        for number in range(2):
            ledger.send(connection, ("post", UUID(int=number)), Op.CREATE, {"title": str(number)})
        connection.execute(mutation.delete().where(mutation.c.record_id == UUID(int=0)))
        left = connection.execute(select(content.c.fields)).scalars().all()

    engine.dispose()
    assert left == [{"title": "1"}]


def test_a_database_that_breaks_while_it_is_open_is_said_to_be_damaged(tmp_path: Path) -> None:
    store = Store(tmp_path / "data.sqlite3")
    store.engine.dispose()
    broken = bytearray(store.path.read_bytes())
    broken[4096:] = b"\xff" * (len(broken) - 4096)
    store.path.write_bytes(broken)

    with pytest.raises(StorageFault) as fault:
        store.read(lambda session: session.connection().execute(select(answered)).all())

    store.close()
    assert fault.value.code == "damaged"


def test_a_database_that_another_holds_is_busy(tmp_path: Path) -> None:
    store = Store(tmp_path / "data.sqlite3")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        def write_at_once(session: Session) -> None:
            session.connection().exec_driver_sql("PRAGMA busy_timeout = 0")
            session.connection().execute(mutation.delete())

        with pytest.raises(StorageFault) as fault, telling_faults(store.path):
            store.read(write_at_once)

    store.close()
    assert fault.value.code == "busy"


def test_our_own_mistake_is_no_fault_of_the_storage(tmp_path: Path) -> None:
    store = Store(tmp_path / "data.sqlite3")

    with pytest.raises(OperationalError):
        store.read(lambda session: session.execute(text("SELECT * FROM nowhere")))

    store.close()
