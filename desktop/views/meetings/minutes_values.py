"""Minutes as the document that makes their PDF wants them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from contract.minutes import Attendee, Content, ItemContent, Raised
from contract.records import MeetingState, Presence
from desktop.documents import values
from desktop.documents.bokmal import ZONE, long_date
from desktop.models.attendance import Quorum
from desktop.models.case_records import origin_words
from desktop.models.closing import MinutesNow
from desktop.texts import clock, short_date

_STATUS = {
    MeetingState.REVIEW: values.MinutesStatus.FOR_COMMENT,
    MeetingState.SUBMITTED: values.MinutesStatus.SUBMITTED,
    MeetingState.APPROVED: values.MinutesStatus.APPROVED,
}


def minutes_of(now: MinutesNow) -> values.Minutes:
    """The values of the document. Minutes that the service has not locked are no submitted ones,
    whatever the state on this PC.
    """
    content = now.content
    draft = values.MinutesStatus.DRAFT
    status = _STATUS.get(now.state, draft)
    if now.fingerprint is None and status is not values.MinutesStatus.FOR_COMMENT:
        status = draft
    return values.Minutes(
        meeting=_meeting(content),
        status=status,
        attendance=_attendance(content),
        chair=_conductor(content, content.chair),
        minute_taker=_conductor(content, content.minute_taker),
        items=tuple(_item(item, _raised_to(content, item)) for item in content.items),
        raised=tuple(_raised(one) for one in content.raised),
        next_meeting=_next(content),
        attachments=tuple(title for item in content.items for title in item.attachments),
        adjourned_at=time.fromisoformat(content.adjourned_at) if content.adjourned_at else None,
        version=now.version,
        fingerprint=now.fingerprint,
        submitted_at=now.submitted_at,
        values=now.values,
        approved=_approved(now),
        correction=_correction(now),
    )


def submitted_words(at: datetime) -> str:
    """When minutes were handed in, by the same clocks as in their document."""
    here = at.astimezone(ZONE)
    return f"{short_date(here.date())} {clock(here.time())}"


def _approved(now: MinutesNow) -> str:
    by = now.approved_in
    if by is None:
        return ""
    number = f" {by.number}/{by.on.year}" if by.number else ""
    return f"Godkjent i møte{number}, {long_date(by.on)}."


def _correction(now: MinutesNow) -> str:
    if now.version == 1 or not now.reason:
        return ""
    return f"Versjon {now.version} retter versjon {now.version - 1}: {now.reason}"


def file_name(now: MinutesNow) -> str:
    """What the file is called, without its ending."""
    content = now.content
    number = f" {content.number}-{content.year}" if content.number else ""
    return f"Møtereferat{number} {content.network}".replace("/", "-")


def _meeting(content: Content) -> values.MeetingFacts:
    return values.MeetingFacts(
        network=content.network,
        level=values.Level(content.level),
        number=content.number,
        on=date.fromisoformat(content.on),
        starts=time.fromisoformat(content.starts),
        ends=time.fromisoformat(content.ends),
        place=content.place,
        link=content.link,
        title=content.title,
    )


def _attendance(content: Content) -> values.Attendance:
    numbers = {item.title: _number(item) for item in content.items}

    def those(presence: Presence) -> tuple[values.Person, ...]:
        found = (one for one in content.attendance if one.presence == presence.value)
        return tuple(_person(one, numbers) for one in found)

    return values.Attendance(
        present=those(Presence.PRESENT),
        excused=those(Presence.EXCUSED),
        absent=those(Presence.ABSENT),
        guests=those(Presence.GUEST),
        quorum=_quorum(content.attendance, content.quorum),
    )


def _quorum(attendance: Sequence[Attendee], agreed: int | None) -> str:
    # Minutes are in bokmål, whichever language the window speaks.
    with_vote = [one for one in attendance if one.presence != Presence.GUEST.value]
    there = [one for one in with_vote if one.presence == Presence.PRESENT.value]
    if not with_vote:
        return ""
    reached = Quorum(len(there), len(with_vote), agreed).reached
    able = "vedtaksført" if reached else "ikke vedtaksført"
    return f"{len(there)} av {len(with_vote)} barnehager var til stede. Møtet var {able}."


def _person(one: Attendee, numbers: Mapping[str, values.CaseNumber | None]) -> values.Person:
    remarks = []
    if one.arrived_at:
        remarks.append(f"kom til {_case(one.arrived_at, numbers)}")
    if one.left_at:
        remarks.append(f"gikk før {_case(one.left_at, numbers)}")
    return values.Person(one.name, one.kindergarten, one.role, ", ".join(remarks))


def _case(title: str, numbers: Mapping[str, values.CaseNumber | None]) -> str:
    number = numbers.get(title)
    return f"sak {number.number}/{number.year % 100:02d}" if number else f"«{title}»"


def _conductor(content: Content, name: str) -> values.Person | None:
    if not name:
        return None
    found = next((one for one in content.attendance if one.name == name), None)
    return values.Person(name, found.kindergarten, found.role) if found else values.Person(name)


def _raised(one: Raised) -> values.RaisedLine:
    level = values.Level(one.level) if one.level else values.Level.REGIONAL
    return values.RaisedLine(_number(one), one.title, one.network, level)


def _raised_to(content: Content, item: ItemContent) -> str:
    """The network that an item was raised to. What has no number yet is known by its title."""

    def same(one: Raised) -> bool:
        number = (one.number, one.year)
        alike = item.number is not None or one.title == item.title
        return alike and number == (item.number, item.year)

    return next((one.network for one in content.raised if same(one)), "")


def _item(item: ItemContent, raised_to: str) -> values.ItemText:
    return values.ItemText(
        number=_number(item),
        title=item.title,
        kind=values.ItemKind(item.type),
        background=item.background,
        discussion=_discussion(item),
        proposal=item.proposal,
        decision=_decision(item),
        follow_ups=tuple(
            values.FollowUpLine(
                task.task,
                task.responsible,
                date.fromisoformat(task.due_on) if task.due_on else None,
            )
            for task in item.follow_ups
        ),
        raised_to=raised_to,
        came_from=origin_words(item.came_from) if item.came_from else "",
    )


def _discussion(item: ItemContent) -> str:
    """What was said; in a draft also the words of a decision whose outcome is not chosen yet."""
    if item.outcome is not None:
        return item.discussion
    parts = [item.discussion]
    if item.decision.strip():
        parts.append(f"Vedtak, uten resultat ennå: {item.decision}")
    if item.dissent.strip():
        parts.append(f"Protokolltilførsel: {item.dissent}")
    return "\n\n".join(part for part in parts if part.strip())


def _decision(item: ItemContent) -> values.Decision | None:
    if item.outcome is None:
        return None
    return values.Decision(
        values.Outcome(item.outcome),
        item.decision,
        item.votes_for,
        item.votes_against,
        item.votes_abstained,
        item.dissent,
    )


def _number(item: ItemContent | Raised) -> values.CaseNumber | None:
    if item.number is None or item.year is None:
        return None
    return values.CaseNumber(item.number, item.year)


def _next(content: Content) -> values.NextMeeting | None:
    return values.NextMeeting(date.fromisoformat(content.next_on)) if content.next_on else None
