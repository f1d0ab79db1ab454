"""The staff of one kindergarten: who is enrolled, how far each has come, and what is reported."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from contract.records import StaffEnrolment
from contract.records.staff import AccessState
from contract.roles import OWNERS, leads, roles
from desktop.models.bookkeeping import conflict, outbox, refused
from desktop.models.editing import add, edit, get, refuse_problems
from desktop.models.faults import Refused

_KIND = StaffEnrolment.__tablename__


class Status(StrEnum):
    """How far a person has come, in the order of the way."""

    ENROLLED = "enrolled"
    TOLD = "told"
    REGISTERED = "registered"
    AWAITING = "awaiting"
    HAS_ACCESS = "has_access"
    REJECTED = "rejected"
    LEAVING = "leaving"
    LEFT = "left"


class Sending(StrEnum):
    """What becomes of the change that was made here."""

    NOTHING = "nothing"
    WAITING = "waiting"
    REFUSED = "refused"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class EnrolmentForm:
    """What the manager writes about a person."""

    name: str
    email: str
    roles: frozenset[str]
    starts_on: date
    mobile: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the staff list."""

    id: UUID
    form: EnrolmentForm
    status: Status
    sending: Sending
    ends_on: date | None
    told_on: date | None
    rejected_because: str | None
    waits_since: datetime | None = None
    """Since when the secretariat has it to decide; None where nobody waits or nobody said."""
    has_access: bool = False
    """Whether the person can sign in today; one who leaves can until the last day."""

    @property
    def name(self) -> str:
        return self.form.name

    @property
    def email(self) -> str:
        return self.form.email

    @property
    def is_here(self) -> bool:
        """Whether the person works here today or will, and has not left."""
        return self.status is not Status.LEFT


@dataclass(frozen=True, slots=True)
class StaffList:
    """The staff list of a kindergarten: those searched for, and what holds for all of them."""

    members: tuple[Member, ...]
    everybody: tuple[Member, ...]
    counts: dict[Status, int] = field(default_factory=dict)
    unsent: int = 0

    @property
    def here(self) -> int:
        """How many are enrolled and have not left."""
        return sum(n for status, n in self.counts.items() if status is not Status.LEFT)

    @property
    def unregistered(self) -> tuple[Member, ...]:
        """Those who have not registered yet, whether somebody has told them or not."""
        waits = (Status.ENROLLED, Status.TOLD)
        return tuple(one for one in self.everybody if one.status in waits)

    def named(self, email: str) -> Member | None:
        """The one who is enrolled with an e-mail address."""
        wanted = email.strip().casefold()
        return next((one for one in self.everybody if one.email.casefold() == wanted), None)

    def misses(self, email: str) -> "Missing":
        """Whom the manager with this e-mail address has yet to enrol."""
        mine = self.named(email)
        owner = any(one.is_here and one.form.roles & OWNERS for one in self.everybody)
        enrolled = mine is not None and mine.is_here and leads(mine.form.roles)
        return Missing(manager=not enrolled, owner=not owner)


@dataclass(frozen=True, slots=True)
class Missing:
    """Who is not enrolled yet: the manager, and the owner's side."""

    manager: bool
    owner: bool


def staff(session: Session, kindergarten: UUID, today: date, search: str = "") -> StaffList:
    """The kindergarten's staff in Norwegian order of name.

    `search` keeps those whose name, e-mail or role has every one of its words.
    """
    ours = StaffEnrolment.kindergarten_id == kindergarten
    order = StaffEnrolment.name.collate("norwegian")
    found = session.scalars(select(StaffEnrolment).where(ours).order_by(order)).all()
    sending = _sending(session)
    everybody = tuple(_member(one, today, sending) for one in found)
    wanted = _found_by(session, kindergarten, search) if search.strip() else None
    counts: dict[Status, int] = {}
    for one in everybody:
        counts[one.status] = counts.get(one.status, 0) + 1
    return StaffList(
        tuple(one for one in everybody if wanted is None or one.id in wanted),
        everybody,
        counts,
        sum(one.sending is not Sending.NOTHING for one in everybody),
    )


def enrol(session: Session, kindergarten: UUID, form: EnrolmentForm) -> UUID:
    """Enrol a person. Raises Refused("duplicate", "email") for one who is enrolled already."""
    tidy = _tidy(form)
    record = StaffEnrolment(
        kindergarten_id=kindergarten,
        name=tidy.name,
        email=tidy.email,
        roles=tidy.roles,
        starts_on=tidy.starts_on,
        mobile=tidy.mobile,
    )
    _refuse_duplicate(session, record)
    add(session, record)
    return record.id


def change(session: Session, id_: UUID, loaded: EnrolmentForm, wanted: EnrolmentForm) -> None:
    """Report what has changed about a person. Raises Refused as `enrol` does."""
    record = get(session, StaffEnrolment, id_)
    edit(session, record, asdict(_tidy(loaded)), asdict(_tidy(wanted)))
    with session.no_autoflush:
        _refuse_duplicate(session, record)


def set_end(session: Session, id_: UUID, on: date | None) -> date | None:
    """Report the last day of a person who leaves, or take that back with None.

    Returns the day that was set before. Raises Refused("before_start", "ends_on").
    """
    record = get(session, StaffEnrolment, id_)
    before = record.ends_on
    record.ends_on = on
    refuse_problems(record)
    return before


def mark_told(session: Session, ids: Iterable[UUID], on: date | None) -> tuple[UUID, ...]:
    """Note the day on which people were told, or with None that they were not after all.

    Returns those for whom this is new; who was told before keeps the day.
    """
    found = [get(session, StaffEnrolment, id_) for id_ in ids]
    new = [one for one in found if (one.told_on is None) != (on is None)]
    for one in new:
        one.told_on = on
    return tuple(one.id for one in new)


def add_owner_role(session: Session, id_: UUID) -> None:
    """Say that this person is the owner's representative as well."""
    record = get(session, StaffEnrolment, id_)
    record.roles = record.roles | {"owner_representative"}


@dataclass(frozen=True, slots=True)
class Removed:
    """An enrolment that was taken away, to be brought back."""

    kindergarten: UUID
    form: EnrolmentForm
    ends_on: date | None
    told_on: date | None


def remove(session: Session, id_: UUID) -> Removed:
    """Take away an enrolment made by mistake.

    Raises Refused("has_registered") once the person has registered: then it is a leaver.
    """
    record = get(session, StaffEnrolment, id_)
    if record.access is not AccessState.NONE:
        raise Refused("has_registered")
    session.delete(record)
    return Removed(record.kindergarten_id, _form(record), record.ends_on, record.told_on)


def bring_back(session: Session, removed: Removed) -> UUID:
    """Enrol a person anew whose enrolment was taken away. Raises Refused as `enrol` does."""
    # A new id: a record that the service knows to be deleted stays so.
    id_ = enrol(session, removed.kindergarten, removed.form)
    record = get(session, StaffEnrolment, id_)
    record.ends_on, record.told_on = removed.ends_on, removed.told_on
    return id_


def _tidy(form: EnrolmentForm) -> EnrolmentForm:
    mobile = (form.mobile or "").strip() or None
    words = " ".join(form.name.split())
    return replace(form, name=words, email=form.email.strip(), mobile=mobile)


def _form(record: StaffEnrolment) -> EnrolmentForm:
    return EnrolmentForm(record.name, record.email, record.roles, record.starts_on, record.mobile)


def _refuse_duplicate(session: Session, record: StaffEnrolment) -> None:
    same = (
        StaffEnrolment.kindergarten_id == record.kindergarten_id,
        func.casefold(func.trim(StaffEnrolment.email)) == record.email.strip().casefold(),
        StaffEnrolment.id != record.id,
    )
    if (name := session.scalar(select(StaffEnrolment.name).where(*same))) is not None:
        raise Refused("duplicate", "email", name=name)


def _member(record: StaffEnrolment, today: date, sending: dict[UUID, Sending]) -> Member:
    status = _status(record, today)
    return Member(
        record.id,
        _form(record),
        status,
        sending.get(record.id, Sending.NOTHING),
        record.ends_on,
        record.told_on,
        record.rejected_because,
        record.waits_since if status is Status.AWAITING else None,
        record.access is AccessState.APPROVED and not (record.ends_on and record.ends_on < today),
    )


_BY_ACCESS = {
    AccessState.REGISTERED: Status.REGISTERED,
    AccessState.AWAITING: Status.AWAITING,
    AccessState.APPROVED: Status.HAS_ACCESS,
    AccessState.REJECTED: Status.REJECTED,
}


def _status(record: StaffEnrolment, today: date) -> Status:
    if record.ends_on is not None:
        return Status.LEFT if record.ends_on < today else Status.LEAVING
    told = Status.ENROLLED if record.told_on is None else Status.TOLD
    return _BY_ACCESS.get(record.access, told)


def _sending(session: Session) -> dict[UUID, Sending]:
    """What waits, by record; the later of the three tables outweighs those before."""
    found: dict[UUID, Sending] = {}
    for table, what in (
        (outbox, Sending.WAITING),
        (refused, Sending.REFUSED),
        (conflict, Sending.CONFLICT),
    ):
        rows = session.connection().execute(select(table.c.record_id).where(table.c.kind == _KIND))
        found.update(dict.fromkeys(rows.scalars(), what))
    return found


def _found_by(session: Session, kindergarten: UUID, search: str) -> frozenset[UUID]:
    words = search.casefold().split()
    ours = StaffEnrolment.kindergarten_id == kindergarten
    found = session.scalars(select(StaffEnrolment.id).where(ours, and_(*map(_has_word, words))))
    return frozenset(found)


def _has_word(word: str) -> ColumnElement[bool]:
    codes = [code for code, role in roles().items() if _names(role.long, role.short, word)]
    listed = cast(StaffEnrolment.roles, String)
    return or_(
        func.instr(func.casefold(StaffEnrolment.name), literal(word)) > 0,
        func.instr(func.casefold(StaffEnrolment.email), literal(word)) > 0,
        *(func.instr(listed, literal(f'"{code}"')) > 0 for code in codes),
    )


def _names(long: dict[str, str], short: dict[str, str], word: str) -> bool:
    return any(word in name.casefold() for name in (*long.values(), *short.values()))
