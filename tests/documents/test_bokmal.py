from datetime import date, time

import pytest

from desktop.documents import bokmal
from desktop.documents.values import CaseNumber, Decision, Outcome, Person


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        (Decision(Outcome.UNANIMOUS), "Enstemmig vedtatt."),
        (
            Decision(Outcome.CARRIED, "", 7, 2, 1),
            "Vedtatt med 7 mot 2 stemmer, 1 avholdende.",
        ),
        (Decision(Outcome.CARRIED, "", 7, 1, 0), "Vedtatt med 7 mot 1 stemme."),
        (
            Decision(Outcome.CARRIED, "", 7, 0, 2),
            "Vedtatt med 7 mot 0 stemmer, 2 avholdende.",
        ),
        (Decision(Outcome.CARRIED), "Vedtatt."),
        (Decision(Outcome.NOTED), "Tatt til orientering."),
        (Decision(Outcome.POSTPONED), "Utsatt."),
        (Decision(Outcome.FELL), "Falt."),
        (Decision(Outcome.FELL, "", 1, 4), "Falt med 1 mot 4 stemmer."),
    ],
)
def test_an_outcome_is_told_in_the_norwegian_form(decision: Decision, sentence: str) -> None:
    assert bokmal.outcome_sentence(decision).replace(bokmal.NBSP, " ") == sentence


def test_dates_and_clocks_are_norwegian_whatever_the_locale_of_the_machine() -> None:
    day = date(2026, 11, 6)

    assert bokmal.weekday_date(day) == "fredag 6. november 2026"
    assert bokmal.short_date(day) == "06.11.2026"
    assert bokmal.time_span(time(9, 0), time(11, 30)) == "kl.\u00a009.00–11.30"
    assert bokmal.time_span(time(9, 0), None) == "kl.\u00a009.00"


def test_an_agenda_may_run_past_midnight() -> None:
    assert bokmal.minutes_later(time(23, 30), 90) == time(1, 0)


def test_a_case_without_a_number_is_called_a_draft() -> None:
    assert bokmal.case_number(CaseNumber(12, 2026)) == "12/26"
    assert bokmal.case_number(CaseNumber(3, 2009)) == "3/09"
    assert bokmal.case_number(None) == "utkast"


def test_a_person_is_named_with_what_is_known() -> None:
    assert bokmal.person_line(Person("Kari Nordli", role="styrer")) == "Kari Nordli, styrer"
