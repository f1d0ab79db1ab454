"""Every state with its clock, and what to do next, in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contract.ids import new_id
from desktop.models.staff import EnrolmentForm, Member, Sending, StaffList, Status
from desktop.views.staff.next_step import next_step, too_long
from desktop.views.staff.words import leaving_sentence, pill, role_text, status_tone

NOW = datetime.now(UTC)


def member(status: Status, *, hours: float | None = None, ends_on: date | None = None) -> Member:
    day, roles = date(2025, 8, 1), frozenset({"cook"})
    form = EnrolmentForm("Kari Nes", "kari@example.no", roles, day, ends_on=ends_on)
    since = NOW - timedelta(hours=hours) if hours is not None else None
    return Member(new_id(), form, status, Sending.NOTHING, None, None, since)


@pytest.mark.parametrize(
    ("hours", "tone", "words"),
    [
        (3.5, "info", "Til godkjenning: 3 t"),
        (24.5, "warn", "Til godkjenning: 24 t"),
        (47.5, "warn", "Til godkjenning: 47 t"),
        (48.5, "danger", "Har ventet for lenge: 48 t"),
    ],
)
def test_the_clock_turns_amber_after_a_day_and_red_after_two_in_words_too(
    hours: float, tone: str, words: str
) -> None:
    waiting = member(Status.AWAITING, hours=hours)

    assert (status_tone(waiting), pill(waiting)) == (tone, words)


def test_a_last_day_hides_no_clock() -> None:
    day = date(2027, 6, 30)
    waiting = member(Status.AWAITING, hours=30.5, ends_on=day)
    leaving = member(Status.LEAVING, ends_on=day)

    assert (pill(waiting), status_tone(waiting)) == ("Til godkjenning: 30 t", "warn")
    assert role_text(waiting) == "Kokk, til 30. juni 2027"
    assert (pill(leaving), role_text(leaving)) == ("Slutter 30.06.2027", "Kokk")


def test_who_has_waited_for_too_long_leads_to_the_secretariat() -> None:
    assert "skriv til sekretariatet" in next_step(member(Status.AWAITING, hours=50.5), NOW, 90)
    assert "skriv til" not in next_step(member(Status.AWAITING, hours=30.5), NOW, 90)
    assert "24–48 timer" in next_step(member(Status.AWAITING), NOW, 90)


def test_every_state_says_what_comes_next() -> None:
    day = date(2026, 10, 31)
    told = {one: next_step(member(one, ends_on=day), NOW, 90) for one in Status}

    assert all(told.values())
    assert len(set(told.values())) == len(Status)
    assert "Opplysningene slettes 29. januar 2027." in told[Status.LEFT]
    left = member(Status.LEFT, ends_on=day)
    assert "slettes 30. november 2026" in next_step(left, NOW, 30)
    assert "til sekretariatet sletter dem" in next_step(left, NOW, 0)


def test_the_list_counts_those_who_have_waited_for_too_long() -> None:
    found = (member(Status.AWAITING, hours=50.5), member(Status.AWAITING, hours=20.5))

    assert too_long(StaffList(found, found), NOW) == 1


def test_before_somebody_leaves_it_is_said_what_is_lost_and_what_stays() -> None:
    words = leaving_sentence({"head"}, 90)

    assert "mister personen: forumet" in words
    assert "Referater beholder navn og rolle. Alt annet slettes etter 90 dager" in words
    assert "til sekretariatet sletter det" in leaving_sentence({"head"}, 0)
