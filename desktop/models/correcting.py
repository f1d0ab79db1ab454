"""Submitted minutes that are corrected, and how their versions differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.corrections import has_vote, raised_since
from contract.minutes import Attendee, Content, ItemContent, Raised, canonical, read
from contract.records import Meeting, MeetingState, Minutes, MinutesCorrection, Outcome
from desktop.models import drafts
from desktop.models.agenda import items_of
from desktop.models.case_records import case_records, raised_words
from desktop.models.editing import add
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.mending import TEXTS, VOTES, mended, task_lines
from desktop.models.minutes import Verdict
from desktop.models.rights import may, refuse_forbidden

DRAFTS = "minutes_correction"
"""The kind under which a correction lies that is typed and not sent."""
REASON = "reason"
_OF_MEETING = (
    "title", "starts", "ends", "place", "link", "chair", "minute_taker", "adjourned_at", "next_on",
)  # fmt: skip
_SUBMITTED = (MeetingState.SUBMITTED, MeetingState.APPROVED)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of submitted minutes."""

    number: int
    submitted_at: datetime
    reason: str
    content: Content


@dataclass(frozen=True, slots=True)
class Kept:
    """All versions of a meeting's minutes, oldest first, and what may be done with them."""

    meeting: UUID
    versions: tuple[Version, ...]
    may_correct: bool
    waits: bool
    """Whether a correction has yet to be answered by the service."""
    raised_since: tuple[Raised, ...] = ()
    """Cases that the meeting raised after its minutes were handed in: a correction takes them
    along."""


Side = str | Verdict | Attendee | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two versions differ. `item` is its number and title, or whose attendance it
    is; empty for the meeting. A side is None where it has nothing of the sort.
    """

    item: str
    field: str
    before: "Side"
    after: "Side"


def kept(session: Session, me: Me, meeting: UUID) -> Kept:
    """The versions of a meeting's minutes. Raises Refused("gone") where there are none."""
    found = _versions(session, meeting)
    if not found:
        raise Refused("gone")
    newest = found[-1].version
    waits = select(MinutesCorrection.id).where(
        MinutesCorrection.meeting_id == meeting, MinutesCorrection.version == newest
    )
    record = session.get(Meeting, meeting)
    writable = record is not None and record.state in _SUBMITTED
    return Kept(
        meeting,
        tuple(
            Version(one.version, one.submitted_at, one.reason or "", read(one.content))
            for one in found
        ),
        may_correct=writable and may(session, me, _correction(found[-1], found[-1].content, "–")),
        waits=session.scalar(waits) is not None,
        raised_since=tuple(raised_since(read(found[-1].content), _raised(session, meeting))),
    )


def correct(
    session: Session, me: Me, meeting: UUID, version: int, wanted: Mapping[str, Any]
) -> None:
    """Correct a version: `wanted` holds the reason, and what `mended` takes. Raises Refused: gone,
    forbidden, required for the reason, unchanged, corrected_meanwhile, and what is wrong with a
    field.
    """
    found = _versions(session, meeting)
    if not found:
        raise Refused("gone")
    newest, state = found[-1], kept(session, me, meeting)
    if newest.version != version or state.waits:
        raise Refused("corrected_meanwhile")
    reason = wanted.get(REASON, "").strip()
    if not reason:
        raise Refused("required", REASON)
    content = canonical(mended(read(newest.content), wanted, state.raised_since))
    if content == newest.content:
        raise Refused("unchanged")
    record = _correction(newest, content, reason)
    refuse_forbidden(session, me, record)
    add(session, record)
    drafts.drop(session, DRAFTS, meeting)


def differences(before: Content, after: Content) -> list[Difference]:
    """Where two versions differ, in the order of the minutes."""
    found = [*_of_meeting(before, after), *_of_attendance(before, after)]
    for one, other in zip(before.items, after.items, strict=False):
        found += _of_item(one, other)
    return found


def _raised(session: Session, meeting: UUID) -> list[Raised]:
    items = items_of(session, meeting)
    return case_records(session, items).raised(items)


def _versions(session: Session, meeting: UUID) -> Sequence[Minutes]:
    query = select(Minutes).where(Minutes.meeting_id == meeting).order_by(Minutes.version)
    return session.scalars(query).all()


def _correction(of: Minutes, content: str, reason: str) -> MinutesCorrection:
    return MinutesCorrection(
        meeting_id=of.meeting_id,
        network_id=of.network_id,
        version=of.version,
        content=content,
        reason=reason,
    )


def _of_meeting(before: Content, after: Content) -> Iterator[Difference]:
    for name in _OF_MEETING:
        one, other = str(getattr(before, name) or ""), str(getattr(after, name) or "")
        if one != other:
            yield Difference("", name, one, other)
    if before.raised != after.raised:
        one, other = ("\n".join(map(raised_words, side.raised)) for side in (before, after))
        yield Difference("", "raised", one, other)


def _of_attendance(before: Content, after: Content) -> Iterator[Difference]:
    old, new = ({_who(one): one for one in side.attendance} for side in (before, after))
    for who in dict.fromkeys([*old, *new]):
        if old.get(who) != new.get(who):
            yield Difference(who[1], "attendance", old.get(who), new.get(who))


def _who(one: Attendee) -> tuple[bool, str]:
    """A kindergarten is known by its name, a guest by her or his own."""
    return (True, one.kindergarten) if has_vote(one) else (False, one.name)


def _of_item(before: ItemContent, after: ItemContent) -> Iterator[Difference]:
    number = f"{after.number}/{after.year % 100:02d} " if after.number and after.year else ""
    sides: dict[str, tuple[Side, Side]] = {
        name: (getattr(before, name), getattr(after, name)) for name in TEXTS
    }
    sides["outcome"] = (_verdict(before), _verdict(after))
    sides["follow_ups"] = (task_lines(before.follow_ups), task_lines(after.follow_ups))
    for name, (one, other) in sides.items():
        if one != other:
            yield Difference(f"{number}{after.title}", name, one, other)


def _verdict(item: ItemContent) -> Verdict:
    outcome = Outcome(item.outcome) if item.outcome else None
    return Verdict(outcome, *(getattr(item, name) for name in VOTES))
