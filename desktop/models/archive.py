"""All submitted minutes that one may read: searched, narrowed, and what was decided in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contract.minutes import Content, ItemContent, read
from contract.records import Level, Meeting, MeetingState, Minutes, Network, Outcome
from desktop.models.closing import MinutesNow, minutes_of_version

_PIECE = 200
MOST = 100
"""How many minutes are listed at once."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which minutes are wanted; what is None or empty leaves all of them."""

    words: str = ""
    level: Level | None = None
    year: int | None = None
    network: UUID | None = None
    outcome: Outcome | None = None
    responsible: str = ""

    @property
    def of_items(self) -> bool:
        """Whether single items are asked for."""
        return bool(self.words.strip() or self.outcome or self.responsible)


@dataclass(frozen=True, slots=True)
class ArchivedItem:
    """An item of archived minutes. `found` is the piece of its text where the words stand."""

    number: str
    title: str
    outcome: Outcome | None
    decision: str
    found: str


@dataclass(frozen=True, slots=True)
class ArchivedMinutes:
    """The newest version of a meeting's minutes. `items` are those that fit what is asked."""

    meeting: UUID
    network: str
    level: Level
    title: str
    number: str
    on: date
    version: int
    state: MeetingState
    items: tuple[ArchivedItem, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """What was found, newest first, and what can be chosen among; `more` were left out."""

    found: tuple[ArchivedMinutes, ...]
    more: int
    years: tuple[int, ...]
    networks: tuple[tuple[UUID, str], ...]
    levels: tuple[Level, ...]
    responsible: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DecidedItem:
    """A decision as the record of decisions lists it."""

    on: date
    network: str
    meeting: str
    number: str
    title: str
    decision: str
    outcome: Outcome
    votes: tuple[int, int, int] | None
    responsible: str


@dataclass(frozen=True, slots=True)
class _Kept:
    minutes: UUID
    meeting: UUID
    network: UUID
    level: Level
    state: MeetingState
    version: int
    fingerprint: str
    values: str

    @property
    def content(self) -> Content:
        return _read(self.fingerprint, self.values)


def archive(session: Session, wanted: Narrowed) -> Archive:
    """The submitted minutes that this PC has, narrowed to what is wanted."""
    kept = _newest(session)
    found = [_archived(one, items) for one, items in _fitting(kept, wanted)]
    found.sort(key=lambda one: (one.on, one.number), reverse=True)
    networks = {one.network: one.content.network for one in kept}
    levels = {one.level for one in kept}
    return Archive(
        found=tuple(found[:MOST]),
        more=max(len(found) - MOST, 0),
        years=tuple(sorted({_year(one.content) for one in kept}, reverse=True)),
        networks=tuple(sorted(networks.items(), key=lambda pair: pair[1].casefold())),
        levels=tuple(level for level in Level if level in levels),
        responsible=tuple(sorted(_everybody(kept), key=str.casefold)),
        total=len(kept),
    )


def decisions(session: Session, wanted: Narrowed) -> list[DecidedItem]:
    """What was decided in the minutes that are wanted, oldest first. Words, outcome and responsible
    narrow it to single items.
    """
    found: list[DecidedItem] = []
    kept = sorted(_newest(session), key=lambda one: (one.content.on, one.content.number or 0))
    for one, items in _fitting(kept, wanted):
        for item in items:
            if item.outcome is not None:
                found.append(_decided(one.content, item, Outcome(item.outcome)))
    return found


def collected(session: Session, wanted: Narrowed) -> list[MinutesNow]:
    """The minutes that are wanted, whole, oldest first."""
    kept = sorted(_newest(session), key=lambda one: (one.content.on, one.content.number or 0))
    found: list[MinutesNow] = []
    for one, _items in _fitting(kept, wanted):
        record = session.get(Minutes, one.minutes)
        if record is not None:
            found.append(minutes_of_version(session, record))
    return found


def _newest(session: Session) -> list[_Kept]:
    """The newest version of each meeting's minutes."""
    last = select(Minutes.meeting_id, func.max(Minutes.version).label("version"))
    newest = last.group_by(Minutes.meeting_id).subquery()
    query = (
        select(Minutes, Network.level, Meeting.state)
        .join(
            newest,
            (newest.c.meeting_id == Minutes.meeting_id) & (newest.c.version == Minutes.version),
        )
        .join(Network, Network.id == Minutes.network_id)
        .outerjoin(Meeting, Meeting.id == Minutes.meeting_id)
    )
    return [
        _Kept(
            one.id,
            one.meeting_id,
            one.network_id,
            level,
            state or MeetingState.SUBMITTED,
            one.version,
            one.fingerprint,
            one.content,
        )
        for one, level, state in session.execute(query)
    ]


@lru_cache(maxsize=2000)
def _read(_fingerprint: str, values: str) -> Content:
    return read(values)


def _fitting(
    kept: Iterable[_Kept], wanted: Narrowed
) -> Iterator[tuple[_Kept, Sequence[ItemContent]]]:
    for one in kept:
        if wanted.level not in (None, one.level) or wanted.network not in (None, one.network):
            continue
        if wanted.year not in (None, _year(one.content)):
            continue
        items = [item for item in one.content.items if _fits(item, wanted)]
        if items or not wanted.of_items or _heading_fits(one.content, wanted):
            yield one, items if wanted.of_items else one.content.items


def _heading_fits(content: Content, wanted: Narrowed) -> bool:
    """Whether the words stand in what the meeting is called and who led it."""
    if wanted.outcome is not None or wanted.responsible:
        return False
    names = [one.name for one in content.attendance]
    told = (content.network, content.title, content.place, content.chair, *names)
    return _has(" ".join(told), wanted.words)


def _fits(item: ItemContent, wanted: Narrowed) -> bool:
    if wanted.outcome is not None and item.outcome != wanted.outcome.value:
        return False
    if wanted.responsible and wanted.responsible not in {
        task.responsible for task in item.follow_ups
    }:
        return False
    return _has(_text(item), wanted.words)


def _has(text: str, words: str) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words.casefold().split())


def _text(item: ItemContent) -> str:
    tasks = (f"{task.task} {task.responsible}" for task in item.follow_ups)
    parts = (
        _number(item),
        item.title,
        item.background,
        item.discussion,
        item.proposal,
        item.decision,
        item.dissent,
        item.presenter,
        *item.attachments,
        *tasks,
    )
    return "\n".join(parts)


def _archived(one: _Kept, items: Sequence[ItemContent]) -> ArchivedMinutes:
    content = one.content
    return ArchivedMinutes(
        meeting=one.meeting,
        network=content.network,
        level=one.level,
        title=content.title,
        number=f"{content.number}/{content.year}" if content.number else "",
        on=date.fromisoformat(content.on),
        version=one.version,
        state=one.state,
        items=tuple(_item(item) for item in items),
    )


def _item(item: ItemContent) -> ArchivedItem:
    told = item.decision or item.discussion or item.background
    return ArchivedItem(
        number=_number(item),
        title=item.title,
        outcome=Outcome(item.outcome) if item.outcome else None,
        decision=item.decision,
        found=" ".join(told.split())[:_PIECE],
    )


def _decided(content: Content, item: ItemContent, outcome: Outcome) -> DecidedItem:
    counted = item.votes_for is not None and item.votes_against is not None
    who = dict.fromkeys(task.responsible for task in item.follow_ups)
    return DecidedItem(
        on=date.fromisoformat(content.on),
        network=content.network,
        meeting=f"{content.number}/{content.year}" if content.number else content.title,
        number=_number(item),
        title=item.title,
        decision=item.decision,
        outcome=outcome,
        votes=(item.votes_for or 0, item.votes_against or 0, item.votes_abstained or 0)
        if counted
        else None,
        responsible=", ".join(who),
    )


def _everybody(kept: Iterable[_Kept]) -> set[str]:
    return {
        task.responsible
        for one in kept
        for item in one.content.items
        for task in item.follow_ups
        if task.responsible.strip()
    }


def _number(item: ItemContent) -> str:
    if item.number is None or item.year is None:
        return ""
    return f"{item.number}/{item.year % 100:02d}"


def _year(content: Content) -> int:
    return content.year or date.fromisoformat(content.on).year
