"""A group is whole wherever it ends: applied, or refused with all its words."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from contract.ids import new_id
from contract.records import Post, StaffEnrolment
from contract.wire import Unreachable
from desktop.models.outbox import one_group
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device
from tests.sync.lives import post


def enrolment(manager: Manager) -> StaffEnrolment:
    return StaffEnrolment(
        kindergarten_id=manager.kindergarten,
        name="Ane Lund",
        email="ane@example.no",
        roles=frozenset({"assistant"}),
        starts_on=date(2026, 12, 1),
    )


def change_and_post(
    device: Device, changed: UUID, kind: type[Post | StaffEnrolment], new: Post, **values: str
) -> None:
    def both(session: Session) -> None:
        with one_group(session):
            record = session.get_one(kind, changed)
            for name, value in values.items():
                setattr(record, name, value)
            session.add(new)

    device.store.act(both)


def test_a_record_changed_twice_in_one_action_goes_once(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers, made = device(kari), post(kari, service.category())
    id_ = made.id

    def twice(session: Session) -> None:
        with one_group(session):
            session.add(made)
            session.flush()
            made.title = "Senere tenkt"
            session.flush()

    hers.store.act(twice)
    hers.sync()

    assert (hers.waiting, hers.refused) == ([], [])
    assert hers.field(Post, id_, "title") == "Senere tenkt"


def test_what_was_made_and_deleted_in_one_action_never_goes(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers, made = device(kari), post(kari, service.category())

    def think_again(session: Session) -> None:
        with one_group(session):
            session.add(made)
            session.flush()
            session.delete(made)

    hers.store.act(think_again)

    assert hers.waiting == []


def test_a_group_that_loses_a_member_to_a_revoked_role_is_refused_whole(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    hers, theirs, category = device(kari), device(marit), service.category()
    staff = hers.add(enrolment(kari))
    hers.sync()
    new = post(kari, category, "sammen med Ane")
    id_ = new.id
    change_and_post(hers, staff, StaffEnrolment, new, name="Ane Berg")
    service.set_roles(kari, "assistant")

    hers.sync()
    theirs.sync()

    assert hers.waiting == []
    assert sorted(row.code for row in hers.refused) == ["depends_on", "forbidden"]
    assert (hers.get(Post, id_), theirs.get(Post, id_)) == (None, None)


def test_a_group_on_top_of_a_refused_creation_is_refused_whole(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    hers, theirs, category = device(kari), device(marit), service.category()
    hers.sync()
    doomed = hers.add(post(kari, new_id()))
    hers.network.lose_requests = 1
    with pytest.raises(Unreachable):
        hers.sync()
    new = post(kari, category, "i samme slengen")
    id_ = new.id
    change_and_post(hers, doomed, Post, new, title="Rettet")

    hers.sync()
    theirs.sync()

    assert hers.waiting == []
    assert sorted(row.code for row in hers.refused) == ["depends_on", "depends_on", "forbidden"]
    assert (hers.get(Post, id_), theirs.get(Post, id_)) == (None, None)


def test_a_change_refused_with_its_group_leaves_the_record_as_the_service_has_it(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers, category = device(kari), service.category()
    staff, known = hers.add(enrolment(kari)), hers.add(post(kari, category, "Hei"))
    hers.sync()

    def both(session: Session) -> None:
        with one_group(session):
            session.get_one(StaffEnrolment, staff).name = "Ane Berg"
            session.get_one(Post, known).body = "Hei fra Ane"

    hers.store.act(both)
    service.set_roles(kari, "assistant")
    hers.sync()

    assert hers.waiting == []
    assert hers.field(Post, known, "body") == "Hei"
    assert [row.fields for row in hers.refused if row.kind == "post"] == [{"body": "Hei fra Ane"}]


def test_words_in_conflict_are_kept_when_the_right_to_read_is_lost(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers, also_hers = device(kari), device(kari)
    staff = hers.add(enrolment(kari))
    hers.sync()
    also_hers.sync()
    hers.set(StaffEnrolment, staff, name="Ane Berg")
    also_hers.set(StaffEnrolment, staff, name="Ane Dal")
    hers.sync()
    also_hers.sync()
    assert also_hers.conflicts != []
    service.set_roles(kari, "assistant")

    also_hers.sync()

    assert [row.fields for row in also_hers.refused] == [{"name": "Ane Dal"}]
