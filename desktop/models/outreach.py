"""Spreading the word: whom the kindergarten asked to join, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from contract.geography import municipality, registered_kindergartens
from contract.records import AskedBy, Kindergarten, Outreach, Reply
from desktop.models.bookkeeping import outbox
from desktop.models.editing import add, get, refuse_problems
from desktop.models.faults import Refused
from desktop.models.kindergarten import still_members
from desktop.models.me import Me
from desktop.models.rights import refuse_forbidden
from desktop.models.undoing import Removed, bring_back, remove

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A private kindergarten of the register that is no member: whether it was asked, and the
    chain whose name it bears.
    """

    organisation_number: str
    name: str
    chain: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A kindergarten that was asked. `reply` is joined also where it has become a member since."""

    id: UUID
    name: str
    place: str
    nearby: bool
    asked_on: date
    asked_by: AskedBy
    reply: Reply
    replied_on: date | None
    waits: bool


@dataclass(frozen=True, slots=True)
class Month:
    """How many were asked, answered and joined in a month."""

    first: date
    asked: int = 0
    answered: int = 0
    joined: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """Whom one asks, how and when. The number is of the register, where it is chosen from there."""

    name: str
    municipality: str
    asked_on: date
    asked_by: AskedBy = AskedBy.MAIL
    organisation_number: str | None = None


def candidates(session: Session, me: Me, number: str) -> list[Candidate]:
    """The kindergartens of a municipality that can be asked; those of no chain first."""
    columns = (Kindergarten.organisation_number, Kindergarten.name)
    members = session.execute(select(*columns).where(still_members())).all()
    known = {row.organisation_number for row in members}
    names = {row.name.casefold() for row in members}
    asked = {one.organisation_number for one in _own(session, me)} - {None}
    found = [
        Candidate(one.organisation_number, one.name, one.chain, one.organisation_number in asked)
        for one in registered_kindergartens()
        if one.municipality == number
        and one.organisation_number not in known
        and one.name.casefold() not in names
    ]
    return sorted(found, key=lambda one: (one.asked, bool(one.chain)))


def asked(session: Session, me: Me) -> list[Asked]:
    """All that were asked, the newest first."""
    members = set(session.scalars(select(Kindergarten.organisation_number))) - {None}
    waiting = set(
        session.scalars(
            select(Outreach.id).where(
                exists().where(outbox.c.kind == "outreach", outbox.c.record_id == Outreach.id)
            )
        )
    )
    return [_as_asked(one, me, members, waits=one.id in waiting) for one in _own(session, me)]


def months(found: Sequence[Asked], today: date) -> list[Month]:
    """The last twelve months, this one last."""
    firsts = [_months_before(today, back) for back in reversed(range(MONTHS))]
    counts = {first: [0, 0, 0] for first in firsts}
    for one in found:
        if (mine := counts.get(one.asked_on.replace(day=1))) is not None:
            mine[0] += 1
        replied = counts.get((one.replied_on or one.asked_on).replace(day=1))
        if replied is not None and one.reply is not Reply.NONE:
            replied[1] += 1
            replied[2] += one.reply is Reply.JOINED
    return [Month(first, *counts[first]) for first in firsts]


def ask(session: Session, me: Me, question: Question) -> UUID:
    """Note that a kindergarten was asked. Raises Refused: already_done, forbidden, and what is
    wrong with a field.
    """
    if me.kindergarten is None:
        raise Refused("forbidden")
    one = Outreach(
        kindergarten_id=me.kindergarten,
        name=question.name.strip(),
        municipality=question.municipality,
        organisation_number=question.organisation_number,
        asked_on=question.asked_on,
        asked_by=question.asked_by,
    )
    refuse_forbidden(session, me, one)
    if any(_is_same(one, other) for other in _own(session, me)):
        raise Refused("already_asked", "name")
    add(session, one)
    return one.id


def reply(session: Session, me: Me, id_: UUID, what: Reply, on: date) -> None:
    """Note what came of it. Raises Refused: gone, forbidden, before_asked."""
    one = get(session, Outreach, id_)
    one.reply = what
    one.replied_on = None if what is Reply.NONE else on
    refuse_forbidden(session, me, one)
    refuse_problems(one)


def forget(session: Session, me: Me, id_: UUID) -> Removed:
    """Take a note away; what is returned brings it back. Raises Refused: gone, forbidden."""
    one = get(session, Outreach, id_)
    refuse_forbidden(session, me, one)
    return remove(session, one)


def restore(session: Session, removed: Removed) -> None:
    """Bring a note back."""
    bring_back(session, removed)


def _own(session: Session, me: Me) -> Sequence[Outreach]:
    mine = select(Outreach).where(Outreach.kindergarten_id == me.kindergarten)
    return session.scalars(mine.order_by(Outreach.asked_on.desc(), Outreach.id.desc())).all()


def _is_same(one: Outreach, other: Outreach) -> bool:
    if one.organisation_number and other.organisation_number:
        return one.organisation_number == other.organisation_number
    same = one.name.casefold() == other.name.casefold()
    return same and one.municipality == other.municipality


def _as_asked(one: Outreach, me: Me, members: set[str | None], *, waits: bool) -> Asked:
    place = municipality(one.municipality)
    joined = one.organisation_number in members
    return Asked(
        id=one.id,
        name=one.name,
        place=place.name if place else "",
        nearby=one.municipality == me.municipality,
        asked_on=one.asked_on,
        asked_by=one.asked_by,
        reply=Reply.JOINED if joined else one.reply,
        replied_on=one.replied_on,
        waits=waits,
    )


def _months_before(today: date, back: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return date(year, month + 1, 1)
