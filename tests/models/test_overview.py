"""The first page, read from the file before the rest of the program is there."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from contract.access import member_id
from contract.ids import new_id
from contract.records import (
    Answer,
    Category,
    Comment,
    FollowUp,
    Guideline,
    GuidelineKind,
    Kindergarten,
    Level,
    Meeting,
    MeetingReply,
    MeetingState,
    MemberState,
    Network,
    NetworkMember,
    Outreach,
    Post,
    PostForm,
    Purpose,
    Record,
    only_id,
)
from desktop.models import bookkeeping, overview
from desktop.models.follow_ups import complete_follow_up, reopen_follow_up
from desktop.models.guidelines import confirm_reading, guideline
from desktop.models.overview_values import Overview
from desktop.models.staff import EnrolmentForm, enrol, set_end
from desktop.models.store import Store

TODAY = date(2026, 11, 26)
ACCOUNT, SOLBAKKEN, LEVANGER = new_id(), new_id(), new_id()
WELCOME, TRONDELAG = new_id(), new_id()


def keep(store: Store, *records: Record) -> None:
    def add_all(session: Session) -> None:
        session.add_all(records)

    store.act(add_all)


def page(store: Store, today: date = TODAY) -> Overview:
    return overview.load(store.path, today)


@pytest.fixture
def solbakken(store: Store) -> Store:
    return signed_in(store)


def signed_in(store: Store) -> Store:
    """A database in which the manager of Solbakken has signed in and done nothing yet."""
    facts = {
        "id": str(ACCOUNT),
        "email": "ingrid.solberg@example.no",
        "name": "Ingrid Solberg",
        "roles": ["head"],
        "person": None,
        "kindergarten": str(SOLBAKKEN),
    }
    with store.engine.begin() as connection:
        connection.execute(insert(bookkeeping.meta).values(key="account", value=facts))
    regional = new_id()
    keep(
        store,
        Kindergarten(id=SOLBAKKEN, name="Solbakken barnehage", municipality="5037"),
        Category(id=WELCOME, name="Velkommen!", purpose=Purpose.WELCOME),
        Category(id=regional, name="Regionale nettverk"),
        Category(
            id=TRONDELAG,
            name="Trøndelag",
            purpose=Purpose.REGION,
            county="50",
            parent_id=regional,
        ),
        Guideline(kind=GuidelineKind.GUIDELINES, version=1, title="Gamle", body="-"),
    )
    return store


def enrolled(name: str, *roles: str) -> EnrolmentForm:
    email = name.lower().replace(" ", ".") + "@example.no"
    return EnrolmentForm(name, email, frozenset(roles), date(2026, 1, 1))


def introduction(category: UUID, kindergarten: UUID = SOLBAKKEN) -> Post:
    return Post(
        category_id=category,
        kindergarten_id=kindergarten,
        author_id=new_id(),
        author_name="Ingrid Solberg",
        title="Solbakken barnehage",
        form=PostForm.INTRODUCTION,
        municipality="5037",
        approved_places=48,
    )


def post(title: str, received_at: datetime | None) -> Post:
    return Post(
        category_id=TRONDELAG,
        kindergarten_id=new_id(),
        author_id=new_id(),
        author_name="Kari Nes",
        title=title,
        body="Tekst",
        received_at=received_at,
    )


def network(contact: UUID) -> Network:
    return Network(
        id=LEVANGER,
        name="Lokalt nettverk Levanger",
        level=Level.LOCAL,
        municipality="5037",
        contact_kindergarten_id=contact,
        support_confirmed=True,
        ready_to_lead=True,
    )


def meeting(on: date, state: MeetingState = MeetingState.CALLED, title: str = "Møte") -> Meeting:
    return Meeting(
        network_id=LEVANGER,
        title=title,
        on=on,
        starts=time(9),
        ends=time(10, 30),
        state=state,
        chair_id=ACCOUNT,
        minute_taker_id=ACCOUNT,
    )


def follow_up(task: str, due_on: date | None) -> FollowUp:
    return FollowUp(
        meeting_id=new_id(),
        agenda_item_id=new_id(),
        network_id=LEVANGER,
        task=task,
        responsible="Ola Dahl",
        due_on=due_on,
    )


def test_without_a_database_the_page_is_empty(tmp_path: Path) -> None:
    assert overview.load(tmp_path / "none.sqlite3", TODAY).who is None
    assert list(tmp_path.iterdir()) == []


def test_before_anybody_has_signed_in_the_page_is_empty(store: Store) -> None:
    assert page(store) == Overview(TODAY)


def test_the_page_knows_who_is_signed_in_and_where(solbakken: Store) -> None:
    who = page(solbakken).who

    assert who is not None
    assert (who.account, who.kindergarten, who.heads) == (ACCOUNT, SOLBAKKEN, True)
    assert (who.kindergarten_name, who.municipality_name, who.county_name) == (
        "Solbakken barnehage",
        "Levanger",
        "Trøndelag",
    )


def test_a_new_manager_has_done_nothing_yet(solbakken: Store) -> None:
    assert page(solbakken).steps.done == (False,) * 6


def test_reading_is_done_when_the_newest_of_both_is_read(solbakken: Store) -> None:
    newest, terms = new_id(), new_id()
    keep(
        solbakken,
        Guideline(id=newest, kind=GuidelineKind.GUIDELINES, version=2, title="Nye", body="-"),
        Guideline(id=terms, kind=GuidelineKind.TERMS, version=1, title="Vilkår", body="-"),
    )
    assert [one.title for one in page(solbakken).steps.unread] == ["Nye", "Vilkår"]

    solbakken.act(confirm_reading, newest, ACCOUNT)
    solbakken.act(confirm_reading, newest, ACCOUNT)
    assert solbakken.read(guideline, newest, ACCOUNT).is_read
    assert [one.title for one in page(solbakken).steps.unread] == ["Vilkår"]

    solbakken.act(confirm_reading, terms, ACCOUNT)
    assert page(solbakken).steps.done[0]


def test_enrolment_is_done_when_manager_and_owner_are_among_the_staff(solbakken: Store) -> None:
    solbakken.act(enrol, SOLBAKKEN, enrolled("Ola Dahl", "assistant"))
    solbakken.act(enrol, SOLBAKKEN, enrolled("Ingrid Solberg", "head"))
    steps = page(solbakken).steps
    assert (steps.enrolled, steps.misses_manager, steps.misses_owner) == (2, False, True)

    owner = solbakken.act(enrol, SOLBAKKEN, enrolled("Per Lie", "board_chair"))
    assert page(solbakken).steps.done[1]

    solbakken.act(set_end, owner, TODAY - timedelta(days=1))
    assert page(solbakken).steps.misses_owner


def test_introductions_tick_their_own_steps(solbakken: Store) -> None:
    keep(solbakken, introduction(WELCOME, new_id()), introduction(TRONDELAG, new_id()))
    assert page(solbakken).steps.done[2:4] == (False, False)

    keep(solbakken, introduction(WELCOME))
    assert page(solbakken).steps.done[2:4] == (True, False)

    keep(solbakken, introduction(TRONDELAG))
    assert page(solbakken).steps.done[2:4] == (True, True)


def test_the_network_step_names_the_leader_until_one_has_joined(solbakken: Store) -> None:
    fjordglimt = new_id()
    keep(
        solbakken,
        Kindergarten(id=fjordglimt, name="Fjordglimt barnehage", municipality="5037"),
        network(fjordglimt),
    )
    steps = page(solbakken).steps
    assert (steps.led_by, steps.network) == ("Fjordglimt barnehage", "")

    keep(
        solbakken,
        NetworkMember(
            id=member_id(LEVANGER, SOLBAKKEN),
            network_id=LEVANGER,
            kindergarten_id=SOLBAKKEN,
            state=MemberState.JOINED,
        ),
    )
    assert page(solbakken).steps.network == "Lokalt nettverk Levanger"


def test_the_contact_kindergarten_has_its_network(solbakken: Store) -> None:
    keep(solbakken, network(SOLBAKKEN))
    assert page(solbakken).steps.done[4]


def test_whoever_asked_a_kindergarten_to_join_has_spread_the_word(solbakken: Store) -> None:
    def asks(who: UUID) -> None:
        asked = Outreach(kindergarten_id=who, name="Lia", municipality="5037", asked_on=TODAY)
        keep(solbakken, asked)

    asks(new_id())
    assert not page(solbakken).steps.done[5]

    asks(SOLBAKKEN)
    assert page(solbakken).steps.done[5]


def test_todays_meeting_stands_first_then_what_was_left_open(solbakken: Store) -> None:
    keep(
        solbakken,
        network(SOLBAKKEN),
        meeting(date(2026, 12, 10), title="Regionalt"),
        meeting(TODAY, title="I dag"),
        meeting(date(2026, 11, 3), MeetingState.ADJOURNED, "Uten referat"),
        meeting(date(2026, 11, 4), MeetingState.CALLED, "Forbi"),
        meeting(date(2026, 12, 1), MeetingState.CANCELLED, "Avlyst"),
        meeting(date(2026, 10, 1), MeetingState.SUBMITTED, "Innsendt"),
    )
    answer = page(solbakken)
    assert [one.title for one in answer.meetings] == ["I dag", "Uten referat", "Regionalt"]
    assert [one.title for one in answer.meetings_today] == ["I dag"]
    assert answer.meetings[0].network == "Lokalt nettverk Levanger"


def test_a_notice_that_the_kindergarten_has_not_answered_is_told_of(solbakken: Store) -> None:
    called = meeting(date(2026, 12, 3))
    place = NetworkMember(
        id=member_id(LEVANGER, SOLBAKKEN),
        network_id=LEVANGER,
        kindergarten_id=SOLBAKKEN,
        state=MemberState.JOINED,
    )
    keep(solbakken, network(new_id()), place, called)
    before = page(solbakken).meetings[0].unanswered
    reply = MeetingReply(
        id=only_id(MeetingReply, called.id, SOLBAKKEN),
        meeting_id=called.id,
        network_id=LEVANGER,
        kindergarten_id=SOLBAKKEN,
        answer=Answer.EXCUSED,
    )
    keep(solbakken, reply)

    assert (before, page(solbakken).meetings[0].unanswered) == (True, False)


def test_open_follow_ups_stand_nearest_first_and_those_without_date_last(solbakken: Store) -> None:
    first = follow_up("Forfalt", date(2026, 11, 20))
    keep(
        solbakken,
        follow_up("Uten frist", None),
        follow_up("Senere", date(2026, 12, 24)),
        follow_up("I dag", TODAY),
        first,
    )
    found = page(solbakken).follow_ups
    assert [one.task for one in found.nearest] == ["Forfalt", "I dag", "Senere", "Uten frist"]
    assert (found.count, found.overdue, found.due_this_week) == (4, 1, 1)

    solbakken.act(complete_follow_up, first.id, TODAY)
    assert page(solbakken).follow_ups.nearest[0].task == "I dag"
    solbakken.act(reopen_follow_up, first.id)
    assert page(solbakken).follow_ups.nearest[0].task == "Forfalt"


def test_the_newest_posts_come_with_category_and_answers(solbakken: Store) -> None:
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    old, hidden = post("Eldre", noon - timedelta(days=2)), post("Skjult", noon)
    hidden.hidden_because = "Reklame"
    keep(solbakken, old, post("Nytt", noon), post("Usendt", None), hidden)
    for reason in (None, None, "Reklame"):
        keep(
            solbakken,
            Comment(
                category_id=TRONDELAG,
                post_id=old.id,
                kindergarten_id=None,
                author_id=new_id(),
                author_name="Per Lie",
                body="Svar",
                hidden_because=reason,
            ),
        )

    found = page(solbakken).posts
    assert [(one.title, one.answers) for one in found] == [("Usendt", 0), ("Nytt", 0), ("Eldre", 2)]
    assert found[1].category == "Regionale nettverk · Trøndelag"
    assert found[1].received_at == noon


def test_what_waits_is_counted(solbakken: Store) -> None:
    before = page(solbakken).waiting.unsent
    solbakken.act(enrol, SOLBAKKEN, enrolled("Ola Dahl", "assistant"))
    assert page(solbakken).waiting.unsent == before + 1


def test_the_page_needs_nothing_of_sqlalchemy() -> None:
    program = (
        "import sys, desktop.models.overview, desktop.views.overview.page\n"
        "print([m for m in ('sqlalchemy', 'alembic', 'msgspec') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
