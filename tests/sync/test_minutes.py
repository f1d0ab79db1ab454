"""Chair and minute taker write apart: their texts meet, and where they clash a person decides."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from contract.records import AgendaItem, ItemMinutes, Meeting, MeetingState
from contract.wire import Unreachable
from desktop.models import bookkeeping, settling
from desktop.models.outbox import requiring
from tests.fixtures.service import Manager
from tests.sync.conftest import MakeDevice
from tests.sync.devices import contents
from tests.sync.minuted import Minuted


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


def test_what_was_put_together_of_two_sides_can_be_looked_at_for_a_month(minuted: Minuted) -> None:
    before = "En felles pool for alle fra januar."
    mine, theirs = before.replace("januar", "februar"), before.replace("felles", "stor felles")
    minuted.write(minuted.hers, discussion=before)
    minuted.settle()
    minuted.write(minuted.hers, discussion=theirs)
    minuted.write(minuted.theirs, discussion=mine)

    minuted.settle()

    (one,) = minuted.theirs.rows(bookkeeping.merged)
    joined = "En stor felles pool for alle fra februar."
    assert (one.base, one.mine, one.theirs, one.joined) == (before, mine, theirs, joined)
    assert minuted.hers.rows(bookkeeping.merged) == []


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

    (refused,) = minuted.hers.refused
    assert (refused.code, refused.fields) == ("stale", {"state": "submitted"})
    assert minuted.hers.field(Meeting, minuted.meeting, "state") != "submitted"
    assert "minutes" not in {kind for kind, _ in contents(minuted.theirs)}
    assert minuted.texts("dissent") == ("Fjordglimt er uenig.", "Fjordglimt er uenig.")


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


def test_a_second_record_about_one_item_is_refused(minuted: Minuted) -> None:
    astray = ItemMinutes(meeting_id=minuted.meeting, agenda_item_id=minuted.item, discussion="Ord")
    minuted.hers.add(astray)

    minuted.hers.sync()

    assert [(row.code, row.field) for row in minuted.hers.refused] == [("invalid", "id")]


def submit(minuted: Minuted) -> None:
    def with_its_words(session: Session) -> None:
        with requiring(session, [session.get_one(ItemMinutes, minuted.id)]):
            session.get_one(Meeting, minuted.meeting).state = MeetingState.SUBMITTED

    minuted.hers.store.act(with_its_words)


def test_words_that_came_before_the_sending_but_after_the_press_are_asked_about(
    minuted: Minuted,
) -> None:
    minuted.write(minuted.hers, decision="Vi prøver.")
    minuted.settle()
    submit(minuted)
    minuted.write(minuted.theirs, dissent="Fjordglimt er uenig.")
    minuted.theirs.sync()

    minuted.hers.sync()

    assert [row.code for row in minuted.hers.refused] == ["stale"]
    assert minuted.hers.field(Meeting, minuted.meeting, "state") == "planned"


def test_ones_own_unsent_words_are_no_news(minuted: Minuted) -> None:
    minuted.write(minuted.hers, decision="Vi prøver.")
    submit(minuted)

    minuted.hers.sync()

    assert (minuted.hers.waiting, minuted.hers.refused) == ([], [])
    assert minuted.hers.field(Meeting, minuted.meeting, "state") == "submitted"


def test_ones_own_words_under_way_are_no_news(minuted: Minuted) -> None:
    minuted.write(minuted.hers, decision="Vi prøver.")
    minuted.settle()
    minuted.write(minuted.hers, decision="Vi prøver likevel.")
    minuted.hers.network.lose_replies = 1
    with pytest.raises(Unreachable):
        minuted.hers.sync()
    minuted.write(minuted.hers, decision="Vi prøver likevel nå.")
    submit(minuted)

    minuted.hers.sync()

    assert (minuted.hers.waiting, minuted.hers.refused) == ([], [])
    assert minuted.hers.field(Meeting, minuted.meeting, "state") == "submitted"


def test_others_words_between_ones_own_and_the_sending_are_asked_about(minuted: Minuted) -> None:
    minuted.write(minuted.hers, decision="Vi prøver.")
    minuted.settle()
    minuted.write(minuted.hers, decision="Vi prøver likevel.")
    submit(minuted)
    minuted.write(minuted.theirs, dissent="Fjordglimt er uenig.")
    minuted.theirs.sync()

    minuted.hers.sync()

    assert [row.code for row in minuted.hers.refused] == ["stale"]
    assert minuted.hers.field(ItemMinutes, minuted.id, "decision") == "Vi prøver likevel."


def test_minutes_are_asked_about_where_another_took_a_part_away_and_go_when_sent_again(
    minuted: Minuted,
) -> None:
    minuted.write(minuted.hers, decision="Vi prøver.")
    minuted.settle()
    submit(minuted)
    minuted.theirs.delete(ItemMinutes, minuted.id)
    minuted.theirs.sync()
    minuted.hers.sync()
    (refused,) = minuted.hers.refused
    assert refused.code == "stale"

    minuted.hers.store.act(settling.offer_again, refused.seq)
    minuted.hers.sync()

    assert minuted.hers.waiting == []
    assert minuted.hers.field(Meeting, minuted.meeting, "state") == "submitted"


def test_minutes_sent_again_still_require_what_their_user_saw_then(minuted: Minuted) -> None:
    minuted.write(minuted.hers, decision="Vi prøver.")
    minuted.settle()
    submit(minuted)
    minuted.write(minuted.theirs, dissent="Fjordglimt er uenig.")
    minuted.theirs.sync()
    minuted.hers.sync()
    minuted.hers.store.act(settling.offer_again, minuted.hers.refused[0].seq)
    minuted.write(minuted.theirs, dissent="Fjordglimt er svært uenig.")
    minuted.theirs.sync()

    minuted.hers.sync()

    assert [row.code for row in minuted.hers.refused] == ["stale"]
