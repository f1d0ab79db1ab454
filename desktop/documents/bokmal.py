"""The Norwegian form: dates, clocks and sentences as notices and minutes write them.

Documents are written in bokmål whatever the language of the window is, so nothing here goes
through the catalogues.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from desktop.documents.values import (
    CaseNumber,
    Decision,
    ItemKind,
    Level,
    MeetingFacts,
    MinutesStatus,
    NoticeStatus,
    Outcome,
    Person,
)

ZONE = ZoneInfo("Europe/Oslo")
"""Where the clocks of documents hang."""
NBSP = "\u00a0"
UNNUMBERED = "utkast"

LEVELS = {
    Level.LOCAL: "Lokalt nettverksmøte",
    Level.REGIONAL: "Regionalt nettverksmøte",
    Level.NATIONAL: "Nasjonalt nettverksmøte",
    Level.PROFESSIONAL: "Møte i fagnettverk",
    Level.INFORMAL: "Uformelt møte",
}
AT_LEVEL = {
    Level.LOCAL: "lokalt nivå",
    Level.REGIONAL: "regionalt nivå",
    Level.NATIONAL: "nasjonalt nivå",
    Level.PROFESSIONAL: "fagnettverk",
    Level.INFORMAL: "uformelt",
}
KINDS = {
    ItemKind.INFORMATION: "Orienteringssak",
    ItemKind.DISCUSSION: "Drøftingssak",
    ItemKind.DECISION: "Vedtakssak",
}
NOTICE_STATUS = {
    NoticeStatus.DRAFT: "Utkast",
    NoticeStatus.CALLED: "Innkalt",
    NoticeStatus.CHANGED: "Endret",
    NoticeStatus.CANCELLED: "Avlyst",
}
MINUTES_STATUS = {
    MinutesStatus.DRAFT: "Utkast",
    MinutesStatus.FOR_COMMENT: "Til gjennomlesing",
    MinutesStatus.SUBMITTED: "Innsendt",
    MinutesStatus.APPROVED: "Godkjent",
}


def long_date(day: date) -> str:
    """«26. november 2026»."""
    return format_date(day, "d. MMMM y", locale="nb_NO")


def weekday(day: date) -> str:
    """«torsdag»."""
    return format_date(day, "EEEE", locale="nb_NO")


def weekday_date(day: date) -> str:
    """«torsdag 26. november 2026»."""
    return f"{weekday(day)} {long_date(day)}"


def month_year(day: date) -> str:
    """«november 2026»."""
    return format_date(day, "MMMM y", locale="nb_NO")


def short_date(day: date) -> str:
    """«26.11.2026»."""
    return f"{day:%d.%m}.{day.year:04d}"


def clock(moment: time) -> str:
    """«09.00»."""
    return f"{moment:%H.%M}"


def at_clock(moment: time) -> str:
    """«kl. 09.00», never broken between the two."""
    return f"kl.{NBSP}{clock(moment)}"


def moment(at: datetime) -> str:
    """«27.11.2026 kl. 10.55», by the clocks of Norway."""
    here = at.astimezone(ZONE)
    return f"{short_date(here.date())} {at_clock(here.time())}"


def time_span(starts: time, ends: time | None) -> str:
    """«kl. 09.00–11.00», or «kl. 09.00» where the end is open."""
    return at_clock(starts) if ends is None else f"{at_clock(starts)}–{clock(ends)}"


def minutes_later(starts: time, minutes: int) -> time:
    """The clock that many minutes after `starts`, past midnight if it must."""
    return (datetime.combine(date.min, starts) + timedelta(minutes=minutes % 1440)).time()


def case_number(number: CaseNumber | None) -> str:
    """«12/26», or «utkast» before the service has numbered the item."""
    return UNNUMBERED if number is None else f"{number.number}/{number.year % 100:02d}"


def case_name(number: CaseNumber | None) -> str:
    """«Sak 12/26», or «Sak (utkast)»."""
    return f"Sak ({UNNUMBERED})" if number is None else f"Sak{NBSP}{case_number(number)}"


def meeting_number(meeting: MeetingFacts) -> str:
    """«4/2026», or nothing before the service has numbered the meeting."""
    return "" if meeting.number is None else f"{meeting.number}/{meeting.on.year}"


def meeting_name(meeting: MeetingFacts) -> str:
    """«Lokalt nettverksmøte 4/2026»."""
    return f"{LEVELS[meeting.level]} {meeting_number(meeting)}".rstrip()


def counted(number: int, one: str, many: str) -> str:
    """«1 stemme», «2 stemmer»."""
    return f"{number}{NBSP}{one if number == 1 else many}"


def outcome_sentence(decision: Decision) -> str:
    """What came of the item, as a sentence: «Vedtatt med 7 mot 2 stemmer, 1 avholdende.»"""
    match decision.outcome:
        case Outcome.UNANIMOUS:
            return "Enstemmig vedtatt."
        case Outcome.CARRIED:
            return f"Vedtatt{_votes(decision)}."
        case Outcome.FELL:
            return f"Falt{_votes(decision)}."
        case Outcome.NOTED:
            return "Tatt til orientering."
        case Outcome.POSTPONED:
            return "Utsatt."


def _votes(decision: Decision) -> str:
    if decision.votes_for is None or decision.votes_against is None:
        return ""
    against = counted(decision.votes_against, "stemme", "stemmer")
    abstained = f", {decision.abstained}{NBSP}avholdende" if decision.abstained else ""
    return f" med {decision.votes_for} mot {against}{abstained}"


def person_line(person: Person) -> str:
    """«Kari Nordli, styrer, Solbakken barnehage», leaving out what is not known."""
    parts = (person.name, person.role, person.kindergarten, person.remark)
    return ", ".join(part.strip() for part in parts if part.strip())
