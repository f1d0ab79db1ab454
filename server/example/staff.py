"""The staff whom Solbakken barnehage has enrolled so far, in several states."""

from datetime import UTC, date, datetime, timedelta

from contract.ids import derived_id
from contract.records import AccessState, StaffEnrolment
from server.example.places import SOLBAKKEN


def enrolments(today: date) -> list[StaffEnrolment]:
    """The manager herself, and five whom she leads."""
    approved, none = AccessState.APPROVED, AccessState.NONE
    long_ago, lately = today - timedelta(days=900), today - timedelta(days=12)
    leaver = _enrolment("Odd Rian", "assistant", long_ago, approved)
    leaver.ends_on = today - timedelta(days=20)
    told = _enrolment("Mia Sandvik", "kindergarten_teacher", lately, none)
    told.told_on = today - timedelta(days=2)
    waiting = _enrolment("Jonas Vikan", "child_and_youth_worker", lately, AccessState.AWAITING)
    waiting.told_on = today - timedelta(days=6)
    waiting.waits_since = datetime.now(UTC) - timedelta(hours=30)
    promoted = _enrolment("Berit Aas", "pedagogical_leader", long_ago, approved)
    promoted.next_roles = frozenset({"deputy_head"})
    promoted.roles_from = (today.replace(day=1) + timedelta(days=62)).replace(day=1)
    return [
        _enrolment(SOLBAKKEN.manager, "head", long_ago, approved),
        promoted,
        told,
        waiting,
        _enrolment("Nora Eid", "apprentice", lately, none),
        leaver,
    ]


def _enrolment(name: str, role: str, since: date, access: AccessState) -> StaffEnrolment:
    email = f"{name.split(maxsplit=1)[0].lower()}@{SOLBAKKEN.word}.example.no"
    return StaffEnrolment(
        id=derived_id("example", "enrolment", email),
        kindergarten_id=SOLBAKKEN.id,
        name=name,
        email=email,
        roles=frozenset({role}),
        starts_on=since,
        access=access,
    )
