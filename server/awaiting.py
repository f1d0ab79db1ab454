"""How far somebody is on the way to access when an enrolment is written, told by the address.

Who has confirmed the address before waits for the central office. Who has an account was let into
the own kindergarten already; where another one enrols the person, too, the office is asked.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from contract.records import AccessState, StaffEnrolment
from server import jobs
from server.accounts import folded
from server.runs import Run
from server.tables import account, registration
from server.writes import Write

KIND = "second home"
"""The job in which the office is asked about people who have an account elsewhere."""
_ACCESS = frozenset({"access", "waits_since"})
_DECISION = _ACCESS | {"rejected_because"}
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Known:
    """What the service knows of addresses: who waits, since when, and who has which account."""

    waiting: Mapping[str, datetime]
    homes: Mapping[str, UUID | None]
    """The kindergarten of each account in use."""
    closed: frozenset[str]

    def state(self, email: str, kindergarten: UUID) -> AccessState:
        """What holds for an enrolment that says nothing yet."""
        if email in self.homes and self.homes[email] == kindergarten:
            return AccessState.APPROVED
        return AccessState.AWAITING if email in self.waiting else AccessState.NONE

    def since(self, email: str, state: AccessState) -> datetime | None:
        """Since when a person in that state waits."""
        return self.waiting[email] if state is AccessState.AWAITING else None

    def is_elsewhere(self, email: str, state: AccessState) -> bool:
        """Whether the office is to be asked about somebody who is in that state here."""
        return state is AccessState.NONE and email in self.homes


def follow(connection: Connection, writes: Iterable[Write], runs: Iterable[Run]) -> None:
    """Note in enrolments that are written how far their people are, and have the office asked."""
    told = [(write, one) for write in writes if isinstance(one := write.after, StaffEnrolment)]
    many = [run for run in runs if run.kind == StaffEnrolment.__tablename__]
    asks = [(write, one) for write, one in told if _is_readdressed(write) or _says_nothing(one)]
    if not (asks or many):
        return
    emails = {folded(one.email) for _, one in asks}
    known = _known(connection, emails.union(*(map(folded, run.distinct("email")) for run in many)))
    elsewhere = [str(one.id) for write, one in asks if _note(write, one, known)]
    for run in many:
        elsewhere += _note_many(run, known)
    if elsewhere:
        jobs.put(connection, KIND, {"enrolments": elsewhere})


def _says_nothing(enrolment: StaffEnrolment) -> bool:
    return enrolment.access is AccessState.NONE


def _is_readdressed(write: Write) -> bool:
    before, after = write.before, write.after
    if not isinstance(before, StaffEnrolment) or not isinstance(after, StaffEnrolment):
        return False
    return folded(before.email) != folded(after.email)


def _note(write: Write, one: StaffEnrolment, known: _Known) -> bool:
    """Note how far a person is; whether the office is to be asked."""
    email = folded(one.email)
    if _is_readdressed(write) and _was_of_another(one, email, known):
        one.access, one.waits_since, one.rejected_because = AccessState.NONE, None, None
        write.told |= _DECISION
    if not _says_nothing(one):
        return False
    state = known.state(email, one.kindergarten_id)
    if state is not AccessState.NONE:
        one.access, one.waits_since = state, known.since(email, state)
        write.told |= _ACCESS
    return known.is_elsewhere(email, state)


def _was_of_another(one: StaffEnrolment, email: str, known: _Known) -> bool:
    """Whether what was decided was not of who has the address now.

    An account moves along to an address that nobody else signs in with: then it is the same person.
    """
    return one.access is not AccessState.APPROVED or email in known.homes or email in known.closed


def _note_many(run: Run, known: _Known) -> Iterator[str]:
    """Note how far people are who are all new; the enrolments that the office is asked about."""
    emails = [folded(email) for email in run.values["email"]]
    each = list(zip(emails, run.values["kindergarten_id"], run.values["access"], strict=True))
    states = [
        known.state(email, home) if told is AccessState.NONE else told for email, home, told in each
    ]
    if states != list(run.values["access"]):
        since = zip(run.values["waits_since"], each, states, strict=True)
        waits = [
            known.since(email, state) if told is AccessState.NONE else at
            for at, (email, _, told), state in since
        ]
        run.give("access", states)
        run.give("waits_since", waits)
    for id_, email, state in zip(run.ids, emails, states, strict=True):
        if known.is_elsewhere(email, state):
            yield str(id_)


def _known(connection: Connection, emails: Collection[str]) -> _Known:
    waits = registration.c.confirmed_at.is_not(None) & registration.c.rejected_at.is_(None)
    query = select(registration.c.email, registration.c.confirmed_at).where(waits)
    waiting = {email: at for email, at in connection.execute(query) if at is not None}
    accounts = list(_accounts(connection, emails))
    homes = {email: home for email, home, disabled in accounts if not disabled}
    closed = frozenset(email for email, _, disabled in accounts if disabled)
    return _Known(waiting, homes, closed)


def _accounts(
    connection: Connection, emails: Collection[str]
) -> Iterator[tuple[str, UUID | None, bool]]:
    listed = sorted(emails)
    columns = select(account.c.email, account.c.kindergarten_id, account.c.disabled)
    for start in range(0, len(listed), _AT_ONCE):
        some = account.c.email.in_(listed[start : start + _AT_ONCE])
        for row in connection.execute(columns.where(some)):
            yield row.email, row.kindergarten_id, row.disabled
