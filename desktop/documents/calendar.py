"""A meeting as a calendar file (.ics), which a later one of the same meeting updates or cancels."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.documents.bokmal import ZONE

if TYPE_CHECKING:
    import icalendar

_PRODUCT = "-//Barnehagealliansen//Desktop//NO"
_HOST = "barnehagealliansen.no"


class EventStatus(StrEnum):
    """Whether the meeting is to be held."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Event:
    """What a calendar shows of a meeting. Clock times are Norwegian wall time.

    A calendar takes an event anew where `sequence` is above that of the one it knows.
    """

    meeting: UUID
    title: str
    on: date
    starts: time
    ends: time
    status: EventStatus = EventStatus.CONFIRMED
    sequence: int = 0
    place: str = ""
    link: str = ""
    description: str = ""
    organizer: str = ""
    organizer_email: str = ""
    written_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


def uid(meeting: UUID) -> str:
    """What names the event in every calendar, whatever becomes of the meeting."""
    return f"{meeting}@{_HOST}"


def method(event: Event) -> str:
    """What the file asks of a calendar: PUBLISH, or CANCEL."""
    return "CANCEL" if event.status is EventStatus.CANCELLED else "PUBLISH"


def calendar_file(event: Event) -> bytes:
    """The calendar file. The same event gives the same bytes."""
    # Brings a library and the zones of the world, which only a notice needs.
    import icalendar

    made = icalendar.Event()
    made.add("uid", uid(event.meeting))
    made.add("dtstamp", event.written_at.astimezone(UTC))
    made.add("sequence", event.sequence)
    made.add("status", event.status.value)
    made.add("summary", event.title)
    made.add("dtstart", datetime.combine(event.on, event.starts, ZONE))
    made.add("dtend", datetime.combine(event.on, event.ends, ZONE))
    for name, value in (
        ("location", event.place or event.link),
        ("description", event.description),
        ("url", event.link),
    ):
        if value:
            made.add(name, value)
    if event.organizer_email:
        by = icalendar.vCalAddress(f"mailto:{event.organizer_email}")
        by.params["CN"] = icalendar.vText(event.organizer or event.organizer_email)
        made.add("organizer", by)
    whole = icalendar.Calendar()
    whole.add("prodid", _PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", method(event))
    whole.add_component(_norwegian_time())
    whole.add_component(made)
    return bytes(whole.to_ical())


def _norwegian_time() -> "icalendar.Timezone":
    """Europe/Oslo by its rule; some calendars read a list of single changes wrongly."""
    import icalendar

    zone = icalendar.Timezone()
    zone.add("tzid", "Europe/Oslo")
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    # The last Sundays of March and October, wall time, since 1996.
    spring, autumn = datetime(1996, 3, 31, 2), datetime(1996, 10, 27, 3)  # noqa: DTZ001 - wall time
    for part, name, change, before, after in (
        (icalendar.TimezoneDaylight(), "CEST", spring, winter, summer),
        (icalendar.TimezoneStandard(), "CET", autumn, summer, winter),
    ):
        part.add("dtstart", change)
        part.add("rrule", {"freq": "yearly", "bymonth": change.month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone
