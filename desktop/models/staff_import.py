"""Enrols a whole list: what each row would become, all of it at once, and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.records import StaffEnrolment
from contract.records.staff import AccessState, email_problem, is_mobile
from desktop.models.editing import add, edit
from desktop.models.ledger import chunks
from desktop.models.staff import EnrolmentForm, Member, Status, settle_roles
from desktop.models.staff_columns import Field, Row, full_name, guess, role_codes
from desktop.texts import read_date


class Action(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    KNOWN = "known"
    LEFT = "left"
    WRONG = "wrong"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a list is read: guessed first, then as its user says.

    `starts_on` and `roles` stand in where a row has none. `role_words` are the roles that the
    user gave to words that nobody knows. `mended` and `left_out` go by the row's number.
    """

    columns: Mapping[Field, int]
    above: int
    starts_on: date
    roles: frozenset[str] = frozenset()
    updates: bool = False
    role_words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    mended: Mapping[int, EnrolmentForm] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list, and what becomes of it.

    `texts` are those of the form in which it is mended, `problems` the codes of what is wrong, by
    field. `form` is None where something is. `other` is the row that has its e-mail address.
    """

    number: int
    texts: Mapping[str, str]
    role_word: str
    action: Action
    problems: Mapping[str, str] = field(default_factory=dict)
    form: EnrolmentForm | None = None
    enrolled: Member | None = None
    other: int = 0

    @property
    def id(self) -> int:
        """The row's number, by which a table knows it."""
        return self.number


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    entries: tuple[Entry, ...]

    def count(self, *actions: Action) -> int:
        """How many rows become one of these."""
        return sum(entry.action in actions for entry in self.entries)

    @property
    def taken(self) -> tuple[Entry, ...]:
        """The rows that an import enrols or updates."""
        return tuple(one for one in self.entries if one.action in (Action.NEW, Action.UPDATE))


def first_plan(rows: Sequence[Row], today: date) -> Plan:
    """How a list is read as long as nobody says otherwise."""
    columns, above = guess(rows)
    return Plan(columns, above, today)


def preview(
    rows: Sequence[Row],
    numbers: Sequence[int],
    plan: Plan,
    everybody: Sequence[Member],
    today: date,
) -> Preview:
    """What each row of a list would become beside those who are enrolled already."""
    known = {one.email.strip().casefold(): one for one in everybody}
    seen: dict[str, int] = {}
    found: list[Entry] = []
    for number, row in zip(numbers[plan.above :], rows[plan.above :], strict=True):
        entry = _Reader(plan, known, today).read(number, row)
        email = entry.texts["email"].casefold()
        if email and entry.action is not Action.OUT:
            first = seen.setdefault(email, number)
            if first != number:
                problems = {**entry.problems, "email": "twice"}
                entry = replace(entry, action=Action.WRONG, problems=problems, other=first)
        found.append(entry)
    return Preview(tuple(found))


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, to be taken back: who is new, and what others were before and after."""

    enrolled: tuple[UUID, ...]
    changed: tuple[tuple[UUID, dict[str, Any], dict[str, Any]], ...]


def carry_out(session: Session, kindergarten: UUID, entries: Sequence[Entry]) -> Imported:
    """Enrol and update what a preview promised.

    Who was enrolled by somebody else meanwhile is passed over, and so is who is gone.
    """
    ours = select(StaffEnrolment).where(StaffEnrolment.kindergarten_id == kindergarten)
    here = {one.email.strip().casefold(): one for one in session.scalars(ours)}
    enrolled: list[UUID] = []
    changed: list[tuple[UUID, dict[str, Any], dict[str, Any]]] = []
    with session.no_autoflush:
        for entry in entries:
            if entry.form is None:
                continue
            record = here.get(entry.form.email.casefold())
            if entry.action is Action.NEW and record is None:
                new = StaffEnrolment(kindergarten_id=kindergarten, **asdict(entry.form))
                add(session, new)
                here[entry.form.email.casefold()] = new
                enrolled.append(new.id)
            elif entry.action is Action.UPDATE and record is not None and entry.enrolled:
                before, after = asdict(entry.enrolled.form), asdict(entry.form)
                settle_roles(record, entry.enrolled.form, entry.form)
                edit(session, record, before, after)
                changed.append((record.id, before, after))
    return Imported(tuple(enrolled), tuple(changed))


def take_back(session: Session, done: Imported) -> int:
    """Undo an import. Returns how many have registered since, and therefore stay."""
    stay = 0
    with session.no_autoflush:
        here = _all_of(session, [*done.enrolled, *(id_ for id_, _, _ in done.changed)])
        for id_ in done.enrolled:
            record = here.get(id_)
            if record is not None and record.access is not AccessState.NONE:
                stay += 1
            elif record is not None:
                session.delete(record)
        for id_, before, after in done.changed:
            if (record := here.get(id_)) is not None:
                edit(session, record, after, before)
    return stay


def _all_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, StaffEnrolment]:
    """Those of these enrolments that are here."""
    return {
        one.id: one
        for part in chunks(ids)
        for one in session.scalars(select(StaffEnrolment).where(StaffEnrolment.id.in_(part)))
    }


class _Reader:
    """Reads one row after the other by a plan."""

    def __init__(self, plan: Plan, known: Mapping[str, Member], today: date) -> None:
        self._plan, self._known, self._today = plan, known, today

    def read(self, number: int, row: Row) -> Entry:
        plan, mended = self._plan, self._plan.mended.get(number)
        told = _texts_of(mended) if mended else self._texts(row)
        word = self._cell(row, Field.ROLES)
        member = self._known.get(told["email"].casefold())
        if number in plan.left_out:
            return Entry(number, told, word, Action.OUT)
        if self._has_left(member, read_date(told["ends_on"])):
            return Entry(number, told, word, Action.LEFT, enrolled=member)
        if member is not None and not plan.updates:
            return Entry(number, told, word, Action.KNOWN, enrolled=member)
        told = self._with_defaults(told, word) if member is None else _filled(told, member)
        form, problems = _form(told)
        if form is None:
            return Entry(number, told, word, Action.WRONG, problems, enrolled=member)
        action = Action.NEW if member is None else _change(member, form)
        return Entry(number, told, word, action, {}, form, member)

    def _has_left(self, member: Member | None, ends_on: date | None) -> bool:
        gone = ends_on is not None and ends_on < self._today
        return gone or (member is not None and member.status is Status.LEFT)

    def _texts(self, row: Row) -> dict[str, str]:
        plan, words = self._plan, self._cell(row, Field.ROLES)
        both = f"{self._cell(row, Field.FIRST_NAME)} {self._cell(row, Field.LAST_NAME)}".strip()
        codes = plan.role_words.get(words.casefold()) or role_codes(words)
        return {
            "name": full_name(self._cell(row, Field.NAME)) or both,
            "email": self._cell(row, Field.EMAIL),
            "mobile": self._cell(row, Field.MOBILE),
            "roles": ",".join(sorted(codes)),
            "starts_on": _tidy_day(self._cell(row, Field.STARTS_ON)),
            "ends_on": _tidy_day(self._cell(row, Field.ENDS_ON)),
        }

    def _with_defaults(self, told: Mapping[str, str], word: str) -> dict[str, str]:
        roles = told["roles"] or ("" if word else ",".join(sorted(self._plan.roles)))
        start = told["starts_on"] or _written(self._plan.starts_on)
        return {**told, "roles": roles, "starts_on": start}

    def _cell(self, row: Row, field_: Field) -> str:
        at = self._plan.columns.get(field_)
        return row[at].strip() if at is not None and at < len(row) else ""


def _filled(told: Mapping[str, str], member: Member) -> dict[str, str]:
    """What the list says of somebody enrolled; what it leaves out stays as it is."""
    before = _texts_of(member.form)
    return {name: told[name] or before[name] for name in before} | {"email": member.email}


def _form(told: Mapping[str, str]) -> tuple[EnrolmentForm | None, dict[str, str]]:
    day, last = read_date(told["starts_on"]), read_date(told["ends_on"])
    codes = frozenset(code for code in told["roles"].split(",") if code)
    found = {
        "name": "" if told["name"].strip() else "required",
        "email": _email_problem(told["email"]) or "",
        "mobile": "" if not told["mobile"] or _is_mobile(told["mobile"]) else "not_a_phone_number",
        "roles": "" if codes else "required",
        "starts_on": "" if day else "not_a_date",
        "ends_on": "" if last or not told["ends_on"] else "not_a_date",
    }
    if day and last and last < day:
        found["ends_on"] = "before_start"
    problems = {name: code for name, code in found.items() if code}
    if problems or day is None:
        return None, problems
    name = " ".join(told["name"].split())
    return EnrolmentForm(name, told["email"], codes, day, told["mobile"] or None, last), {}


def _change(member: Member, form: EnrolmentForm) -> Action:
    return Action.SAME if form == member.form else Action.UPDATE


def _texts_of(form: EnrolmentForm) -> dict[str, str]:
    return {
        "name": form.name,
        "email": form.email,
        "mobile": form.mobile or "",
        "roles": ",".join(sorted(form.roles)),
        "starts_on": _written(form.starts_on),
        "ends_on": _written(form.ends_on) if form.ends_on else "",
    }


def _tidy_day(cell: str) -> str:
    """A day as it is written in the form; what is none stays as it stands in the list."""
    day = read_date(cell)
    return _written(day) if day else cell


def _written(day: date) -> str:
    return f"{day:%d.%m.%Y}"


# A preview is made anew at each choice of its user, of the same addresses and numbers.
_email_problem = lru_cache(maxsize=4096)(email_problem)
_is_mobile = lru_cache(maxsize=4096)(is_mobile)
