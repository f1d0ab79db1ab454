"""Each local change leaves its row in the outbox, with the base that sync needs."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from contract.ids import new_id
from contract.records import Category, ItemMinutes, StaffEnrolment
from desktop.models import bookkeeping
from desktop.models.editing import edit
from desktop.models.merged_texts import merged_texts
from desktop.models.outbox import one_group
from desktop.models.store import Store
from tests.source_tree import ROOT


def enrol(session: Session, name: str = "Ane Lund") -> UUID:
    enrolment = StaffEnrolment(
        kindergarten_id=new_id(),
        name=name,
        email=f"{name.split(maxsplit=1)[0].lower()}@example.no",
        roles=frozenset({"assistant"}),
        starts_on=date(2026, 12, 1),
    )
    session.add(enrolment)
    return enrolment.id


def rename(session: Session, id_: UUID, name: str) -> None:
    session.get_one(StaffEnrolment, id_).name = name


def rows(store: Store, table: Any = bookkeeping.outbox) -> list[Any]:
    with store.engine.connect() as connection:
        return list(connection.execute(select(table)))


def mark_synced(store: Store, kind: str, id_: UUID) -> None:
    with store.engine.begin() as connection:
        connection.execute(bookkeeping.mutation.delete())
        connection.execute(
            insert(bookkeeping.synced).values(kind=kind, record_id=id_, scope="s", version=3)
        )


def test_a_new_record_waits_as_a_creation_with_all_its_fields(store: Store) -> None:
    id_ = store.act(enrol)

    (row,) = rows(store)
    assert (row.kind, row.record_id, row.op) == ("staff_enrolment", id_, "create")
    assert row.fields["name"] == "Ane Lund"
    assert row.fields["roles"] == ["assistant"]
    assert row.fields["access"] == "none"


def test_edits_of_an_unsent_creation_are_one_creation(store: Store) -> None:
    id_ = store.act(enrol)
    store.act(rename, id_, "Ane Berg")

    (row,) = rows(store)
    assert (row.op, row.fields["name"]) == ("create", "Ane Berg")


def test_a_field_set_right_after_a_commit_still_has_its_base(store: Store) -> None:
    id_ = store.act(enrol)
    mark_synced(store, "staff_enrolment", id_)

    def twice(session: Session) -> None:
        record = session.get_one(StaffEnrolment, id_)
        session.commit()
        session.expire(record)
        record.name = "Ane Dahl"

    store.act(twice)

    (row,) = rows(store)
    (kept,) = rows(store, bookkeeping.base)
    assert (row.op, row.fields) == ("change", {"name": "Ane Dahl"})
    assert kept.fields["name"] == "Ane Lund"


def test_the_base_is_what_was_synced_however_often_one_edits(store: Store) -> None:
    id_ = store.act(enrol)
    mark_synced(store, "staff_enrolment", id_)
    for name in ("Ane Dahl", "Ane Moe", "Ane Vik"):
        store.act(rename, id_, name)

    (row,) = rows(store)
    (kept,) = rows(store, bookkeeping.base)
    assert row.fields == {"name": "Ane Vik"}
    assert kept.fields["name"] == "Ane Lund"


def test_what_is_sent_is_frozen_and_a_later_edit_is_a_row_of_its_own(store: Store) -> None:
    id_ = store.act(enrol)
    with store.engine.begin() as connection:
        connection.execute(
            update(bookkeeping.mutation).values(mutation_id=new_id(), base_version=0)
        )
    store.act(rename, id_, "Ane Berg")

    assert [row.fields["name"] for row in rows(store)] == ["Ane Lund", "Ane Berg"]


def test_an_edit_is_never_merged_into_a_group(store: Store) -> None:
    def both(session: Session) -> UUID:
        with one_group(session):
            enrol(session, "Bo Lie")
            return enrol(session)

    id_ = store.act(both)
    store.act(rename, id_, "Ane Berg")

    first, second, third = rows(store)
    assert first.group_id == second.group_id
    assert first.group_id is not None
    assert (third.group_id, third.op, third.fields) == (None, "change", {"name": "Ane Berg"})


def test_what_was_never_sent_is_deleted_without_a_trace(store: Store) -> None:
    id_ = store.act(enrol)

    def remove(session: Session) -> None:
        session.delete(session.get_one(StaffEnrolment, id_))

    store.act(remove)

    assert rows(store) == []


def test_deleting_a_synced_record_waits_as_a_deletion(store: Store) -> None:
    id_ = store.act(enrol)
    mark_synced(store, "staff_enrolment", id_)

    def remove(session: Session) -> None:
        session.delete(session.get_one(StaffEnrolment, id_))

    store.act(remove)

    (row,) = rows(store)
    assert (row.op, row.fields) == ("delete", {})


def test_a_failed_action_leaves_neither_record_nor_row(store: Store) -> None:
    def fail(session: Session) -> None:
        enrol(session)
        session.flush()
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        store.act(fail)

    assert rows(store) == []
    assert rows(store, StaffEnrolment.__table__) == []


def test_a_bulk_statement_that_would_pass_the_outbox_by_is_refused(store: Store) -> None:
    with pytest.raises(TypeError):
        store.act(lambda session: session.execute(update(StaffEnrolment).values(name="x")))


def test_each_commit_says_which_kinds_it_changed(store: Store) -> None:
    heard: list[frozenset[str]] = []
    store.changes.subscribe(heard.append)

    store.act(enrol)
    store.act(lambda session: session.add(Category(name="Velkommen!")))
    store.act(lambda session: None)

    assert heard == [frozenset({"staff_enrolment"}), frozenset({"category"})]


def test_a_form_saves_only_what_its_user_changed(store: Store) -> None:
    minutes = ItemMinutes(meeting_id=new_id(), agenda_item_id=new_id(), discussion="en to tre")
    id_ = minutes.id
    store.act(lambda session: session.add(minutes))
    mark_synced(store, "item_minutes", id_)

    def came_meanwhile(session: Session) -> None:
        session.get_one(ItemMinutes, id_).discussion = "null en to tre"
        session.get_one(ItemMinutes, id_).decision = "vedtatt"

    store.act(came_meanwhile)
    opened_with = {"discussion": "en to tre", "decision": ""}
    wanted = {"discussion": "en to tre fire", "decision": ""}
    store.act(lambda session: edit(session, session.get_one(ItemMinutes, id_), opened_with, wanted))

    with Session(store.engine) as session:
        found = session.get_one(ItemMinutes, id_)
        assert found.discussion == "null en to tre fire"
        assert found.decision == "vedtatt"
    (one,) = store.read(merged_texts)
    assert (one.kind, one.field) == ("item_minutes", "discussion")
    assert (one.base, one.mine) == ("en to tre", "en to tre fire")
    assert (one.theirs, one.joined) == ("null en to tre", "null en to tre fire")


def test_a_form_that_meets_another_text_in_the_same_place_makes_a_conflict(store: Store) -> None:
    minutes = ItemMinutes(meeting_id=new_id(), agenda_item_id=new_id(), decision="innen mandag")
    id_ = minutes.id
    store.act(lambda session: session.add(minutes))
    mark_synced(store, "item_minutes", id_)

    def came_meanwhile(session: Session) -> None:
        session.get_one(ItemMinutes, id_).decision = "innen tirsdag"

    store.act(came_meanwhile)
    loaded, wanted = {"decision": "innen mandag"}, {"decision": "innen fredag"}
    store.act(lambda session: edit(session, session.get_one(ItemMinutes, id_), loaded, wanted))

    (clash,) = rows(store, bookkeeping.conflict)
    assert (clash.base, clash.mine, clash.theirs) == (
        "innen mandag",
        "innen fredag",
        "innen tirsdag",
    )


_MAPPED_FIRST = """
import sys
from pathlib import Path
from sqlalchemy.orm import Session, configure_mappers
import contract.records
configure_mappers()
from desktop.models.store import Store
from tests.source_tree import ROOT
from tests.models.test_outbox import enrol, mark_synced, rows
from contract.records import StaffEnrolment

def late(session: Session) -> None:
    record = session.get_one(StaffEnrolment, id_)
    session.expire(record)
    record.name = "Ane Dahl"

store = Store(Path(sys.argv[1]))
id_ = store.act(enrol)
mark_synced(store, "staff_enrolment", id_)
store.act(late)
print(len(rows(store)))
"""


def test_a_change_is_seen_whatever_was_imported_first(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _MAPPED_FIRST, str(tmp_path / "data.sqlite3")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stdout) == (0, "1\n"), run.stderr
