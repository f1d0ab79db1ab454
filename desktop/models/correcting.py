"""Submitted minutes that are corrected, and how their versions differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.minutes import Content, ItemContent, canonical, read
from contract.records import Meeting, MeetingState, Minutes, MinutesCorrection
from desktop.models import drafts
from desktop.models.editing import add
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.rights import may, refuse_forbidden

DRAFTS = "minutes_correction"
"""The kind under which a correction lies that is typed and not sent."""
TEXTS = ("title", "background", "discussion", "proposal", "decision", "dissent")
"""What can be corrected of an item."""
REASON = "reason"
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


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two versions differ. `item` is its number and title, empty for the meeting."""

    item: str
    field: str
    before: str
    after: str


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
    )


def correct(
    session: Session, me: Me, meeting: UUID, version: int, texts: Mapping[str, str]
) -> None:
    """Correct a version: `texts` holds the reason, and texts of items under `field_of` names.
    Raises Refused: gone, forbidden, required for the reason, unchanged, corrected_meanwhile.
    """
    found = _versions(session, meeting)
    if not found:
        raise Refused("gone")
    newest, state = found[-1], kept(session, me, meeting)
    if newest.version != version or state.waits:
        raise Refused("corrected_meanwhile")
    reason = texts.get(REASON, "").strip()
    if not reason:
        raise Refused("required", REASON)
    content = canonical(_mended(read(newest.content), texts))
    if content == newest.content:
        raise Refused("unchanged")
    record = _correction(newest, content, reason)
    refuse_forbidden(session, me, record)
    add(session, record)
    drafts.drop(session, DRAFTS, meeting)


def field_of(item: int, name: str) -> str:
    """What a text of an item is called in a correction."""
    return f"{item}:{name}"


def differences(before: Content, after: Content) -> list[Difference]:
    """Where two versions differ, in the order of the minutes."""
    found = list(_of_meeting(before, after))
    for one, other in zip(before.items, after.items, strict=False):
        found += _of_item(one, other)
    return found


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


def _mended(content: Content, texts: Mapping[str, str]) -> Content:
    items = []
    for at, item in enumerate(content.items):
        mended = {name: texts[key] for name in TEXTS if (key := field_of(at, name)) in texts}
        items.append(msgspec.structs.replace(item, **mended))
    return msgspec.structs.replace(content, items=items)


def _of_meeting(before: Content, after: Content) -> Iterator[Difference]:
    for name in ("title", "place", "link", "chair", "minute_taker", "adjourned_at", "next_on"):
        one, other = str(getattr(before, name) or ""), str(getattr(after, name) or "")
        if one != other:
            yield Difference("", name, one, other)


def _of_item(before: ItemContent, after: ItemContent) -> Iterator[Difference]:
    number = f"{after.number}/{after.year % 100:02d} " if after.number and after.year else ""
    for name in (*TEXTS, "outcome"):
        one, other = str(getattr(before, name) or ""), str(getattr(after, name) or "")
        if one != other:
            yield Difference(f"{number}{after.title}", name, one, other)
