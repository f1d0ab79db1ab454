"""The values of minutes, their one way to be written, and their fingerprint."""

from datetime import date, time
from uuid import UUID

from contract import minutes
from contract.ids import new_id
from contract.records import (
    AgendaItem,
    Attendance,
    FollowUp,
    ItemMinutes,
    Level,
    Meeting,
    Network,
    Outcome,
    Person,
    Presence,
)


def content(chair: str = "Kari Nes", decision: str = "Vi prøver.") -> minutes.Content:
    network = Network(name="Lokalt nettverk Levanger", level=Level.LOCAL, quorum=3)
    person = Person(name=chair)
    meeting = Meeting(
        network_id=network.id,
        title="Nettverksmøte",
        on=date(2026, 11, 26),
        starts=time(9),
        ends=time(11),
        chair_id=person.id,
        adjourned_at=time(10, 55),
    )
    second, first = (_item(meeting, title, at) for title, at in (("Pool", 2.0), ("Åpning", 1.0)))
    second.attachments = "Tall.xlsx\n\n  Avtale.pdf "
    return minutes.content(
        network,
        meeting,
        [second, first],
        [
            ItemMinutes(
                meeting_id=meeting.id,
                agenda_item_id=second.id,
                decision=decision,
                outcome=Outcome.UNANIMOUS,
            )
        ],
        [
            _attendance(meeting.id, "", "Sissel", Presence.GUEST),
            _attendance(meeting.id, "Solbakken", "Kari", Presence.PRESENT),
        ],
        [_task(meeting, second)],
        {person.id: person},
    )


def _item(meeting: Meeting, title: str, position: float) -> AgendaItem:
    return AgendaItem(
        meeting_id=meeting.id, network_id=meeting.network_id, title=title, position=position
    )


def _attendance(meeting: UUID, kindergarten: str, name: str, presence: Presence) -> Attendance:
    place = None if presence is Presence.GUEST else new_id()
    return Attendance(
        meeting_id=meeting,
        kindergarten_id=place,
        kindergarten=kindergarten,
        name=name,
        presence=presence,
    )


def _task(meeting: Meeting, item: AgendaItem) -> FollowUp:
    return FollowUp(
        meeting_id=meeting.id,
        agenda_item_id=item.id,
        network_id=meeting.network_id,
        task="Utkast til avtale",
        responsible="Solbakken",
        due_on=date(2026, 12, 10),
    )


def test_items_stand_in_agenda_order_with_what_was_written_about_each() -> None:
    made = content()

    assert [item.title for item in made.items] == ["Åpning", "Pool"]
    pool = made.items[1]
    assert (pool.decision, pool.outcome) == ("Vi prøver.", "unanimous")
    assert pool.attachments == ["Tall.xlsx", "Avtale.pdf"]
    assert [task.due_on for task in pool.follow_ups] == ["2026-12-10"]


def test_guests_stand_after_the_kindergartens() -> None:
    assert [one.name for one in content().attendance] == ["Kari", "Sissel"]


def test_what_the_network_agreed_on_and_who_led_stand_in_the_minutes() -> None:
    made = content()

    assert (made.quorum, made.chair, made.minute_taker) == (3, "Kari Nes", "")
    assert (made.on, made.starts, made.adjourned_at) == ("2026-11-26", "09:00", "10:55")


def test_the_same_values_are_written_alike_and_read_back() -> None:
    made = content()
    written = minutes.canonical(made)

    assert minutes.read(written) == made
    assert minutes.canonical(minutes.read(written)) == written
    assert "Åpning" in written
    assert ", " not in written


SUBMITTED_BEFORE = (
    '{"adjourned_at":null,"attendance":[],"chair":"Kari Nes","ends":"11:00","items":[{'
    '"attachments":[],"background":"","decision":"","discussion":"","dissent":"","follow_ups":[],'
    '"number":1,"outcome":null,"presenter":"","proposal":"","title":"Åpning",'
    '"type":"discussion","votes_abstained":null,"votes_against":null,"votes_for":null,'
    '"year":2026}],"level":"local","link":"","minute_taker":"","mode":"online",'
    '"network":"Lokalt nettverk Levanger","next_on":null,"number":1,"on":"2026-11-26","place":"",'
    '"quorum":null,"starts":"09:00","title":"Nettverksmøte","year":2026}'
)


def test_minutes_from_before_cases_stood_in_them_are_read_and_written_as_they_were() -> None:
    read = minutes.read(SUBMITTED_BEFORE)

    assert (read.raised, read.items[0].came_from) == ([], None)
    assert minutes.canonical(read) == SUBMITTED_BEFORE


def test_another_word_is_another_fingerprint() -> None:
    one, other = (minutes.canonical(content(decision=words)) for words in ("Ja.", "Nei."))

    assert minutes.fingerprint(one) != minutes.fingerprint(other)
    assert len(minutes.fingerprint(one)) == 64
