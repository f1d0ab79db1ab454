"""The staff of one kindergarten: who is enrolled, how far each has come, and what is reported."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from contract.records import StaffEnrolment
from contract.records.staff import AccessState, roles_by
from contract.roles import OWNERS, leads, roles
from desktop.models.bookkeeping import conflict, outbox, refused
from desktop.models.editing import add, edit, get, refuse_problems
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.rights import refuse_forbidden

_KIND = StaffEnrolment.__tablename__


class Status(StrEnum):
    """How far a person has come, in the order of the way. LEAVING is who has access till a day."""

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
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class RoleChange:
    """Other roles than today's, and the day from which on somebody has them."""

    roles: frozenset[str]
    on: date


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the staff list."""

    id: UUID
    form: EnrolmentForm
    status: Status
    sending: Sending
    told_on: date | None
    rejected_because: str | None
    waits_since: datetime | None = None
    """Since when the secretariat has it to decide; None where nobody waits or nobody said."""
    has_access: bool = False
    """Whether the person can sign in today; one who leaves can until the last day."""
    becomes: RoleChange | None = None
    """The roles from a later day on, where that is reported."""

    @property
    def name(self) -> str:
        return self.form.name

    @property
    def email(self) -> str:
        return self.form.email

    @property
    def ends_on(self) -> date | None:
        """The last day, where one is reported."""
        return self.form.ends_on

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

    def leads_alone(self, member: Member) -> bool:
        """Whether nobody else who is here leads the kindergarten, now or from a day on."""
        others = (one for one in self.everybody if one.is_here and one.id != member.id)
        return not any(
            leads(one.form.roles) or (one.becomes is not None and leads(one.becomes.roles))
            for one in others
        )

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
    wanted = _found_by(session, kindergarten, today, search) if search.strip() else None
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
        ends_on=tidy.ends_on,
    )
    _refuse_duplicate(session, record)
    add(session, record)
    return record.id


def change(session: Session, id_: UUID, loaded: EnrolmentForm, wanted: EnrolmentForm) -> None:
    """Report what has changed about a person. Raises Refused as `enrol` does."""
    record = get(session, StaffEnrolment, id_)
    settle_roles(record, loaded, wanted)
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


def settle_roles(record: StaffEnrolment, loaded: EnrolmentForm, wanted: EnrolmentForm) -> None:
    """Let roles that came with their day be the plain ones, where a form that was opened with them
    changes them: else they would hold against it.
    """
    if wanted.roles != loaded.roles != record.roles and record.next_roles == loaded.roles:
        record.roles = record.next_roles
        record.next_roles, record.roles_from = frozenset(), None


def change_roles(
    session: Session, me: Me, id_: UUID, wanted: RoleChange | None, today: date
) -> RoleChange | None:
    """Report that a person has other roles from a later day on, or take that back with None.

    Returns what was reported before. Raises Refused: gone, forbidden, and at a field: not_to_come,
    same_roles, after_end, only_leaders_appoint.
    """
    record = get(session, StaffEnrolment, id_)
    refuse_forbidden(session, me, record)
    before = _role_change(record, today)
    planned = [one.roles for one in (before, wanted) if one is not None]
    if not me.heads and any(map(leads, planned)):
        raise Refused("only_leaders_appoint", "next_roles")
    now = record.roles_on(today)
    if wanted is not None:
        _refuse_role_change(record, now, wanted, today)
    record.roles = now
    record.next_roles = wanted.roles if wanted else frozenset()
    record.roles_from = wanted.on if wanted else None
    refuse_problems(record)
    return before


def _refuse_role_change(
    record: StaffEnrolment, now: frozenset[str], wanted: RoleChange, today: date
) -> None:
    if wanted.on <= today:
        raise Refused("not_to_come", "roles_from")
    if record.ends_on is not None and record.ends_on < wanted.on:
        raise Refused("after_end", "roles_from")
    if wanted.roles == now:
        raise Refused("same_roles", "next_roles")


def mark_told(session: Session, ids: Iterable[UUID], on: date | None) -> tuple[UUID, ...]:
    """Note the day on which people were told, or with None that they were not after all.

    Returns those for whom this is new; who was told before keeps the day.
    """
    found = [get(session, StaffEnrolment, id_) for id_ in ids]
    new = [one for one in found if (one.told_on is None) != (on is None)]
    for one in new:
        one.told_on = on
    return tuple(one.id for one in new)


@dataclass(frozen=True, slots=True)
class Removed:
    """An enrolment that was taken away, to be brought back."""

    kindergarten: UUID
    form: EnrolmentForm
    told_on: date | None
    next_roles: frozenset[str]
    roles_from: date | None


def remove(session: Session, id_: UUID) -> Removed:
    """Take away an enrolment made by mistake.

    Raises Refused("has_registered") once the person has registered: then it is a leaver.
    """
    record = get(session, StaffEnrolment, id_)
    if record.access is not AccessState.NONE:
        raise Refused("has_registered")
    session.delete(record)
    form = _form(record, record.roles)
    later = (record.next_roles, record.roles_from)
    return Removed(record.kindergarten_id, form, record.told_on, *later)


def bring_back(session: Session, removed: Removed) -> UUID:
    """Enrol a person anew whose enrolment was taken away. Raises Refused as `enrol` does."""
    # A new id: a record that the service knows to be deleted stays so.
    id_ = enrol(session, removed.kindergarten, removed.form)
    record = get(session, StaffEnrolment, id_)
    record.told_on = removed.told_on
    record.next_roles, record.roles_from = removed.next_roles, removed.roles_from
    return id_


def _tidy(form: EnrolmentForm) -> EnrolmentForm:
    mobile = (form.mobile or "").strip() or None
    words = " ".join(form.name.split())
    return replace(form, name=words, email=form.email.strip(), mobile=mobile)


def _form(record: StaffEnrolment, roles: frozenset[str]) -> EnrolmentForm:
    who = (record.name, record.email, roles)
    return EnrolmentForm(*who, record.starts_on, record.mobile, record.ends_on)


def _role_change(record: StaffEnrolment, today: date) -> RoleChange | None:
    if record.roles_from is None or record.roles_from <= today:
        return None
    return RoleChange(record.next_roles, record.roles_from)


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
        _form(record, record.roles_on(today)),
        status,
        sending.get(record.id, Sending.NOTHING),
        record.told_on,
        record.rejected_because,
        record.waits_since if status is Status.AWAITING else None,
        record.access is AccessState.APPROVED and not (record.ends_on and record.ends_on < today),
        _role_change(record, today),
    )


_BY_ACCESS = {
    AccessState.REGISTERED: Status.REGISTERED,
    AccessState.AWAITING: Status.AWAITING,
    AccessState.APPROVED: Status.HAS_ACCESS,
    AccessState.REJECTED: Status.REJECTED,
}


def _status(record: StaffEnrolment, today: date) -> Status:
    if record.ends_on is not None and record.ends_on < today:
        return Status.LEFT
    if record.ends_on is not None and record.access is AccessState.APPROVED:
        return Status.LEAVING
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


def _found_by(session: Session, kindergarten: UUID, today: date, search: str) -> frozenset[UUID]:
    ours = StaffEnrolment.kindergarten_id == kindergarten
    has_all = and_(*(_has_word(word, today) for word in search.casefold().split()))
    return frozenset(session.scalars(select(StaffEnrolment.id).where(ours, has_all)))


def _has_word(word: str, today: date) -> ColumnElement[bool]:
    codes = [code for code, role in roles().items() if _names(role.long, role.short, word)]
    listed = cast(roles_by(today), String)
    return or_(
        func.instr(func.casefold(StaffEnrolment.name), literal(word)) > 0,
        func.instr(func.casefold(StaffEnrolment.email), literal(word)) > 0,
        *(func.instr(listed, literal(f'"{code}"')) > 0 for code in codes),
    )


def _names(long: dict[str, str], short: dict[str, str], word: str) -> bool:
    return any(word in name.casefold() for name in (*long.values(), *short.values()))
