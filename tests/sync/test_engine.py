"""Two desktops and a service: what one writes, the other reads, and nothing is lost between."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from contract.ids import derived_id, new_id
from contract.records import (
    AgendaItem,
    Comment,
    ItemMinutes,
    Meeting,
    MeetingState,
    Minutes,
    Post,
    StaffEnrolment,
)
from contract.wire import Unreachable
from desktop.models.outbox import one_group, requiring
from desktop.models.settling import settle
from tests.fixtures.service import Manager, Service, assert_applied, change
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device, contents
from tests.sync.lives import meeting, post


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


class Minuted:
    """A meeting with one item that both chair and minute taker write about."""

    def __init__(self, network: UUID, kari: Manager, marit: Manager, device: MakeDevice) -> None:
        self.hers, self.theirs = device(kari), device(marit)
        self.hers.sync()
        made = meeting(network, kari, marit)
        self.meeting = self.hers.add(made)
        item = AgendaItem(meeting_id=self.meeting, network_id=network, title="Vikarpool")
        self.item = self.hers.add(item)
        self.id = derived_id(self.item, "minutes")
        self.hers.sync()
        self.theirs.sync()

    def write(self, one: Device, **fields: object) -> None:
        if one.get(ItemMinutes, self.id) is None:
            parts = {"meeting_id": self.meeting, "agenda_item_id": self.item}
            one.add(ItemMinutes(id=self.id, **parts, **fields))  # type: ignore[arg-type] # by name
        else:
            one.set(ItemMinutes, self.id, **fields)

    def settle(self) -> None:
        for one in (self.hers, self.theirs, self.hers):
            one.sync()

    def texts(self, field: str) -> tuple[object, object]:
        mine, other = self.hers.get(ItemMinutes, self.id), self.theirs.get(ItemMinutes, self.id)
        assert mine is not None
        assert other is not None
        return mine[field], other[field]


@pytest.fixture
def minuted(network: UUID, kari: Manager, marit: Manager, device: MakeDevice) -> Minuted:
    return Minuted(network, kari, marit, device)


def test_two_who_write_about_one_item_apart_write_in_one_record(minuted: Minuted) -> None:
    minuted.write(minuted.hers, discussion="Solbakken innledet.")
    minuted.write(minuted.theirs, decision="Vi prøver.")

    minuted.settle()

    assert minuted.texts("discussion") == ("Solbakken innledet.", "Solbakken innledet.")
    assert minuted.texts("decision") == ("Vi prøver.", "Vi prøver.")


def test_different_words_of_one_text_are_merged(minuted: Minuted) -> None:
    minuted.write(minuted.hers, discussion="En felles pool for alle fra januar.")
    minuted.settle()
    minuted.write(minuted.hers, discussion="En stor felles pool for alle fra januar.")
    minuted.write(minuted.theirs, discussion="En felles pool for alle fra februar.")

    minuted.settle()

    merged = "En stor felles pool for alle fra februar."
    assert minuted.texts("discussion") == (merged, merged)
    assert minuted.theirs.conflicts == []


def test_the_same_place_is_a_conflict_that_the_user_settles(minuted: Minuted) -> None:
    minuted.write(minuted.hers, decision="Innen mandag.")
    minuted.settle()
    minuted.write(minuted.hers, decision="Innen tirsdag.")
    minuted.write(minuted.theirs, decision="Innen fredag.", discussion="Fri drøfting.")

    minuted.settle()

    (clash,) = minuted.theirs.conflicts
    assert (clash.base, clash.mine, clash.theirs) == (
        "Innen mandag.",
        "Innen fredag.",
        "Innen tirsdag.",
    )
    assert minuted.texts("decision") == ("Innen tirsdag.", "Innen fredag.")
    assert minuted.texts("discussion") == ("Fri drøfting.", "Fri drøfting.")


def test_a_conflict_dissolves_when_the_other_comes_to_the_same_words(minuted: Minuted) -> None:
    minuted.write(minuted.hers, decision="Innen mandag.")
    minuted.settle()
    minuted.write(minuted.hers, decision="Innen tirsdag.")
    minuted.write(minuted.theirs, decision="Innen fredag.")
    minuted.settle()

    minuted.write(minuted.hers, decision="Innen fredag.")
    minuted.settle()

    assert minuted.theirs.conflicts == []
    assert minuted.texts("decision") == ("Innen fredag.", "Innen fredag.")


def test_outcome_and_votes_are_one_thing(minuted: Minuted) -> None:
    minuted.write(minuted.hers, outcome=None)
    minuted.settle()
    minuted.write(minuted.hers, outcome="carried", votes_for=5, votes_against=2)
    minuted.write(minuted.theirs, votes_for=4, votes_against=3)

    minuted.settle()

    (clash,) = minuted.theirs.conflicts
    assert clash.mine["votes_for"] == 4
    assert clash.theirs["votes_for"] == 5


def test_meeting_and_items_are_numbered_by_the_service_when_called(minuted: Minuted) -> None:
    minuted.hers.set(Meeting, minuted.meeting, state=MeetingState.CALLED)

    minuted.settle()

    for one in (minuted.hers, minuted.theirs):
        assert one.field(Meeting, minuted.meeting, "number") == 1
        assert one.field(AgendaItem, minuted.item, "number") == 1


def test_submitted_minutes_reach_everybody_and_lock_the_meeting(minuted: Minuted) -> None:
    minuted.write(minuted.hers, decision="Vi prøver fra januar.")
    minuted.settle()

    def submit(session: Session) -> None:
        seen = [session.get_one(ItemMinutes, minuted.id), session.get_one(AgendaItem, minuted.item)]
        with requiring(session, seen):
            session.get_one(Meeting, minuted.meeting).state = MeetingState.SUBMITTED

    minuted.hers.store.act(submit)
    minuted.settle()

    (published,) = [
        fields for (kind, _), fields in contents(minuted.theirs).items() if kind == "minutes"
    ]
    assert "Vi prøver fra januar." in published["content"]
    minuted.write(minuted.theirs, decision="Likevel ikke.")
    minuted.settle()
    assert [row.code for row in minuted.theirs.refused] == ["invalid"]
    assert minuted.texts("decision") == ("Vi prøver fra januar.", "Vi prøver fra januar.")
    assert minuted.theirs.refused[0].fields == {"decision": "Likevel ikke."}


def test_minutes_are_not_submitted_over_words_that_the_sender_never_saw(minuted: Minuted) -> None:
    minuted.write(minuted.hers, decision="Vi prøver.")
    minuted.settle()

    def submit(session: Session) -> None:
        with requiring(session, [session.get_one(ItemMinutes, minuted.id)]):
            session.get_one(Meeting, minuted.meeting).state = MeetingState.SUBMITTED

    minuted.hers.store.act(submit)
    minuted.write(minuted.theirs, dissent="Fjordglimt er uenig.")
    minuted.hers.network.before_push = minuted.theirs.sync
    minuted.hers.sync()
    minuted.theirs.sync()

    first = minuted.hers.network.sent[-2].mutations[0]
    again = minuted.hers.network.sent[-1].mutations[0]
    assert first.require[0].version < again.require[0].version
    (published,) = [
        fields for (kind, _), fields in contents(minuted.theirs).items() if kind == "minutes"
    ]
    assert "Fjordglimt er uenig." in published["content"]


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


def test_an_edit_of_what_another_deleted_goes_to_the_trash(minuted: Minuted) -> None:
    minuted.hers.delete(AgendaItem, minuted.item)
    minuted.theirs.set(AgendaItem, minuted.item, background="Tall fra tre barnehager.")

    minuted.settle()

    assert minuted.theirs.get(AgendaItem, minuted.item) is None
    (kept,) = minuted.theirs.trash
    assert kept.fields["background"] == "Tall fra tre barnehager."


def test_a_deletion_of_what_another_edited_is_withdrawn_and_asked_again(minuted: Minuted) -> None:
    minuted.hers.set(AgendaItem, minuted.item, background="Tall fra tre barnehager.")
    minuted.theirs.delete(AgendaItem, minuted.item)

    minuted.settle()

    back = minuted.theirs.get(AgendaItem, minuted.item)
    assert back is not None
    assert back["background"] == "Tall fra tre barnehager."
    assert [row.field for row in minuted.theirs.conflicts] == ["*"]


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


def test_comments_on_a_refused_post_are_refused_with_it(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers = device(kari)
    hers.sync()
    made = post(kari, new_id())
    id_ = hers.add(made)
    hers.add(
        Comment(
            category_id=new_id(),
            post_id=id_,
            kindergarten_id=kari.kindergarten,
            author_id=kari.person,
            author_name=kari.name,
            body="Mer om dette",
        )
    )

    hers.sync()

    assert len(hers.refused) == 2
    assert hers.waiting == []


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
