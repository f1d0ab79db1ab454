"""Calendar files are read alike by parsers that are not ours, and update what they know."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

import ics
import vobject

from desktop.documents.calendar import Event, EventStatus, calendar_file
from desktop.documents.mail import Attached, Mail, mail_file

MEETING = UUID("01930000-0000-7000-8000-000000000001")
EVENT = Event(
    MEETING,
    "Lokalt nettverksmøte 4/2026, Levanger; «møte»",
    date(2026, 11, 26),
    time(9),
    time(10, 30),
    place="Rådhuset, Håkon den godes gate 30, 7600 Levanger",
    link="https://mote.example.no/levanger",
    description="Sak 12/26: Vikarpool\nSak 13/26: Æøå",
    organizer="Kari Nordli",
    organizer_email="kari@example.no",
    written_at=datetime(2026, 11, 16, 8, tzinfo=UTC),
)


def test_two_other_parsers_read_what_the_meeting_is() -> None:
    made = calendar_file(EVENT).decode()

    one = vobject.readOne(made).vevent
    (other,) = ics.Calendar(made).events
    assert one.summary.value == other.name == EVENT.title
    assert one.location.value == other.location == EVENT.place
    assert one.description.value == other.description == EVENT.description
    assert one.uid.value == other.uid
    begins, ends = datetime(2026, 11, 26, 8, tzinfo=UTC), datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    assert one.dtstart.value.astimezone(UTC) == other.begin.datetime.astimezone(UTC) == begins
    assert one.dtend.value.astimezone(UTC) == other.end.datetime.astimezone(UTC) == ends
    assert one.organizer.value == "mailto:kari@example.no"


def test_summer_time_is_kept() -> None:
    made = calendar_file(replace(EVENT, on=date(2027, 6, 3))).decode()

    (event,) = ics.Calendar(made).events
    assert vobject.readOne(made).vevent.dtstart.value.astimezone(UTC).hour == 7
    assert event.begin.datetime.astimezone(UTC).hour == 7


def test_a_change_and_a_cancellation_are_of_the_same_event() -> None:
    first = vobject.readOne(calendar_file(EVENT).decode())
    moved = replace(EVENT, starts=time(8), sequence=1)
    changed = vobject.readOne(calendar_file(moved).decode())
    off = replace(moved, sequence=2, status=EventStatus.CANCELLED)
    cancelled = vobject.readOne(calendar_file(off).decode())

    every = (first, changed, cancelled)
    assert len({one.vevent.uid.value for one in every}) == 1
    assert [one.vevent.sequence.value for one in every] == ["0", "1", "2"]
    assert [one.vevent.status.value for one in every] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [one.method.value for one in every] == ["PUBLISH", "PUBLISH", "CANCEL"]


def test_lines_are_no_longer_than_a_calendar_allows() -> None:
    long = replace(EVENT, description="Æ" * 500)

    assert all(len(line) <= 75 for line in calendar_file(long).split(b"\r\n"))


def test_a_mail_has_the_words_and_both_files() -> None:
    entry = calendar_file(EVENT)
    made = mail_file(
        Mail(
            "Møteinnkalling: Lokalt nettverksmøte",
            "Hei, æøå\n",
            "<p>Hei, æøå</p>",
            to=("kari@example.no", "ola@example.no"),
            attached=(
                Attached("Innkalling.pdf", "application/pdf", b"%PDF-1.7"),
                Attached(
                    "møte.ics", "text/calendar", calendar_file(EVENT), (("method", "PUBLISH"),)
                ),
            ),
        )
    )

    mail = message_from_bytes(made, _class=EmailMessage, policy=default)
    body = mail.get_body(("plain",))
    rich = mail.get_body(("html",))
    assert body is not None
    assert rich is not None
    assert mail["Subject"] == "Møteinnkalling: Lokalt nettverksmøte"
    assert mail["To"] == "kari@example.no, ola@example.no"
    assert body.get_content().strip() == "Hei, æøå"
    assert rich.get_content().strip() == "<p>Hei, æøå</p>"
    files = {one.get_filename(): one for one in mail.iter_attachments()}
    assert list(files) == ["Innkalling.pdf", "møte.ics"]
    assert files["møte.ics"].get_param("method") == "PUBLISH"
    assert files["møte.ics"].get_payload(decode=True) == entry
