"""Two desktops and a service: what one writes, the other reads, and nothing is lost between."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from contract import wire
from contract.ids import new_id
from contract.records import (
    Comment,
    Minutes,
    Post,
    StaffEnrolment,
)
from contract.wire import ServiceRefused, Unreachable
from desktop.models.outbox import one_group
from desktop.models.settling import settle
from desktop.models.undoing import bring_back, remove
from tests.fixtures.service import Manager, Service, assert_applied, change
from tests.sync.conftest import MakeDevice
from tests.sync.lives import post


def enrolment(manager: Manager, name: str) -> StaffEnrolment:
    return StaffEnrolment(
        kindergarten_id=manager.kindergarten,
        name=name,
        email=f"{name.split(maxsplit=1)[0].casefold()}@example.no",
        roles=frozenset({"assistant"}),
        starts_on=date(2026, 12, 1),
    )


def test_what_one_writes_the_other_reads(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    category = service.category()
    hers, theirs = device(kari), device(marit)
    id_ = hers.add(post(kari, category))

    hers.sync()
    theirs.sync()

    assert theirs.get(Post, id_) == hers.get(Post, id_)
    assert hers.field(Post, id_, "received_at") is not None
    assert hers.waiting == []


def test_what_the_account_may_not_read_never_arrives(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    hers, theirs = device(kari), device(marit)
    id_ = hers.add(enrolment(kari, "Ane Lund"))

    hers.sync()
    theirs.sync()

    assert theirs.get(StaffEnrolment, id_) is None


def test_offline_edits_wait_and_are_sent_when_the_network_is_back(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    category = service.category()
    hers, theirs = device(kari), device(marit)
    hers.sync()
    hers.network.online = False
    id_ = hers.add(post(kari, category))
    with pytest.raises(Unreachable):
        hers.sync()
    hers.set(Post, id_, body="Hei fra oss alle")

    hers.network.online = True
    hers.sync()
    theirs.sync()

    assert theirs.field(Post, id_, "body") == "Hei fra oss alle"


def test_a_lost_reply_is_not_a_second_post(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    category = service.category()
    hers = device(kari)
    hers.sync()
    id_ = hers.add(post(kari, category))
    hers.network.lose_replies = 1
    with pytest.raises(Unreachable):
        hers.sync()
    hers.set(Post, id_, body="senere")

    hers.sync()

    first, second = hers.network.sent[0].mutations[0], hers.network.sent[-1].mutations[0]
    assert (first.op, second.op) == ("create", "change")
    assert hers.field(Post, id_, "body") == "senere"
    assert hers.waiting == []
    assert hers.conflicts == []


def test_a_lost_request_goes_again_as_it_was(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    category = service.category()
    hers = device(kari)
    hers.sync()
    id_ = hers.add(post(kari, category))
    hers.network.lose_requests = 1
    with pytest.raises(Unreachable):
        hers.sync()
    hers.set(Post, id_, body="senere")

    hers.sync()

    assert hers.network.sent[0].mutations == hers.network.sent[1].mutations
    assert hers.field(Post, id_, "body") == "senere"


def test_a_group_is_applied_whole_or_not_at_all(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    category, closed = service.category(), new_id()
    hers = device(kari)
    hers.sync()
    good, bad = post(kari, category), post(kari, closed)
    ids = (good.id, bad.id)

    def both(session: Session) -> None:
        with one_group(session):
            session.add(good)
            session.add(bad)

    hers.store.act(both)
    hers.sync()

    assert sorted(row.code for row in hers.refused) == ["depends_on", "forbidden"]
    assert [hers.get(Post, id_) for id_ in ids] == [None, None]
    other = device(marit)
    other.sync()
    assert other.get(Post, ids[0]) is None


def test_what_the_account_may_no_longer_read_leaves_and_its_unsent_words_are_kept(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers = device(kari)
    id_ = hers.add(enrolment(kari, "Ane Lund"))
    hers.sync()
    hers.set(StaffEnrolment, id_, name="Ane Berg")
    service.set_roles(kari, "assistant")

    hers.sync()

    assert hers.get(StaffEnrolment, id_) is None
    assert [row.fields for row in hers.refused] == [{"name": "Ane Berg"}]
    service.set_roles(kari, "head")
    hers.sync()
    assert hers.field(StaffEnrolment, id_, "name") == "Ane Lund"


def test_fields_of_a_newer_program_come_back_as_they_went(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    category = service.category()
    hers = device(kari)
    hers.sync()
    id_ = hers.add(post(kari, category))
    hers.sync()
    written = post(kari, category)
    written.id = id_
    assert_applied(service.sync.write([change(written, 1, mood="glad")]))
    hers.sync()
    hers.set(Post, id_, body="Ny tekst")
    hers.sync()

    assert hers.field(Post, id_, "mood") == "glad"


def test_comments_on_a_refused_post_are_held(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers = device(kari)
    hers.sync()
    made = post(kari, new_id())
    id_ = hers.add(made)
    hers.add(
        Comment(
            category_id=made.category_id,
            post_id=id_,
            kindergarten_id=kari.kindergarten,
            author_id=kari.person,
            author_name=kari.name,
            body="Mer om dette",
        )
    )

    hers.sync()

    assert [row.kind for row in hers.refused] == ["post"]
    assert [row.fields["body"] for row in hers.waiting] == ["Mer om dette"]


def test_minutes_cannot_be_written_by_a_desktop(
    kari: Manager, network: UUID, device: MakeDevice
) -> None:
    hers = device(kari)
    hers.sync()
    hers.add(
        Minutes(
            meeting_id=new_id(),
            network_id=network,
            version=1,
            content="{}",
            fingerprint="",
            submitted_at=datetime.now(UTC),
        )
    )

    hers.sync()

    assert [row.code for row in hers.refused] == ["forbidden"]


def test_what_is_deleted_stays_away_when_an_older_answer_comes(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers = device(kari)
    id_ = hers.add(post(kari, service.category()))
    hers.network.lose_replies = 1
    with pytest.raises(Unreachable):
        hers.sync()
    hers.delete(Post, id_)

    hers.sync()

    assert hers.get(Post, id_) is None
    assert hers.waiting == []


def test_a_settled_text_is_not_written_over_by_a_later_group(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers, also_hers, category = device(kari), device(kari), service.category()
    id_ = hers.add(post(kari, category))
    hers.sync()
    also_hers.sync()

    def retitle(session: Session, title: str) -> None:
        with one_group(session):
            session.add(post(kari, category))
            session.get_one(Post, id_).title = title

    hers.set(Post, id_, title="Fra den ene")
    also_hers.store.act(retitle, "Fra den andre")
    also_hers.store.act(retitle, "Fra den andre igjen")
    hers.sync()
    also_hers.sync()
    (clash,) = also_hers.conflicts
    chosen = f"{clash.mine} og {clash.theirs}"
    also_hers.store.act(settle, clash.kind, clash.record_id, clash.field, chosen)
    also_hers.sync()
    hers.sync()

    assert hers.field(Post, id_, "title") == "Fra den andre igjen og Fra den ene"
    assert also_hers.conflicts == []


@pytest.mark.parametrize("sync_between", [False, True])
def test_an_undone_deletion_brings_the_record_back_for_all(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice, *, sync_between: bool
) -> None:
    hers, theirs = device(kari), device(marit)
    id_ = hers.add(post(kari, service.category(), "Hei"))
    hers.sync()
    removed = hers.store.act(lambda session: remove(session, session.get_one(Post, id_)))
    if sync_between:
        hers.sync()

    hers.store.act(bring_back, removed)
    hers.set(Post, id_, body="Hei igjen")
    hers.sync()
    theirs.sync()

    assert hers.waiting == []
    assert hers.refused == []
    assert theirs.field(Post, id_, "body") == "Hei igjen"


def test_a_program_that_is_too_old_to_pull_still_sends_what_it_has(
    service: Service, kari: Manager, device: MakeDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    category = service.category()
    mine, other = device(kari), device(kari)
    mine.sync()
    made = mine.add(post(kari, category, "Mine ord"))

    with monkeypatch.context() as newer:
        newer.setattr(wire, "OLDEST_PROTOCOL", wire.PROTOCOL_VERSION + 1)
        with pytest.raises(ServiceRefused, match="client_too_old"):
            mine.sync()
    other.sync()

    assert other.field(Post, made, "body") == "Mine ord"
    assert mine.waiting == []


def test_what_came_lies_in_the_database_as_what_was_written_here(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    mine, other = device(kari), device(kari)
    mine.sync()
    made = post(kari, service.category())
    made.tags = frozenset({"utedørs", "Åpen", "natur"})
    mine.add(made)
    mine.sync()
    other.sync()

    stored = text("SELECT tags FROM post")
    with mine.store.engine.connect() as here, other.store.engine.connect() as there:
        assert here.scalar(stored) == there.scalar(stored) == '["natur","utedørs","Åpen"]'
