"""What the command line does with those who ask for access."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from server import admitting, opening, sessions
from server.accounts import Unacceptable, folded
from server.database import writing
from server.opening import Opened, fail, say
from server.sync_service import SyncService
from server.waiting import Waiting, everybody


def waiting(given: argparse.Namespace) -> int:
    """List who waits for access, longest first."""
    now = datetime.now(UTC)
    with opening.service(given) as opened:
        for one in everybody(opened.engine):
            say(f"{one.hours(now):>4} h  {one.email}  {one.name}  ({_place(one)})")
    return 0


def approve(given: argparse.Namespace) -> int:
    """Give somebody access who waits for it."""
    return _decide(given, admitting.approve, "has access")


def reject(given: argparse.Namespace) -> int:
    """Give somebody no access, and say why."""
    decide = partial(admitting.reject, reason=given.reason)
    return _decide(given, decide, "has been told why not")


def forget_factor(given: argparse.Namespace) -> int:
    """Let somebody who has lost the phone set up the second factor anew."""
    with opening.service(given) as opened, writing(opened.engine) as connection:
        if not sessions.forget_factor(connection, given.email):
            return fail(f"nobody has an account with the address {given.email}")
    return say(f"{given.email} sets up a new second factor at the next sign-in")


def _decide(
    given: argparse.Namespace, decide: Callable[[SyncService, UUID], object], done: str
) -> int:
    with opening.service(given) as opened:
        one = _find(opened, given.email)
        if one is None:
            return fail(f"nobody waits with the address {given.email}")
        try:
            decide(opened.service, one.id)
        except Unacceptable as problem:
            return fail(f"{problem.field}: {problem.problem}")
    return say(f"{given.email} {done}")


def _find(opened: Opened, email: str) -> Waiting | None:
    found = (one for one in everybody(opened.engine) if one.email == folded(email))
    return next(found, None)


def _place(one: Waiting) -> str:
    if one.kindergartens:
        return ", ".join(one.kindergartens)
    if one.organisation_number:
        return f"wants to join with {one.organisation_number}"
    return "in no enrolment: cannot be approved"
