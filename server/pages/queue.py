"""The queue of those who wait for access, longest first, and what is decided of them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Response

from contract.geography import municipalities
from server import admitting, lengths, waiting
from server.accounts import Unacceptable
from server.admitting import ByHand
from server.pages.fields import Reason
from server.pages.guard import own_form
from server.pages.office import QUEUE, AtDesk, Desk
from server.pages.problems import REASON_PROBLEMS
from server.pages.rendering import status_of, to
from server.texts import N_
from server.waiting import Waiting

router = APIRouter(prefix=QUEUE, include_in_schema=False)

Chosen = Annotated[list[UUID] | None, Form(alias="valgt")]
Shown = Annotated[list[UUID] | None, Form(alias="kan")]
Which = Annotated[str, Form(alias="hvem", max_length=10)]
Approved = Annotated[int, Query(alias="godkjent", ge=0)]
Rejected = Annotated[int, Query(alias="avvist", ge=0)]
Name = Annotated[str, Form(alias="navn", max_length=lengths.KINDERGARTEN)]
Place = Annotated[str, Form(alias="kommune", max_length=4)]

_SAID = {
    "gone": N_("It was decided meanwhile."),
    "not_enrolled": N_("No kindergarten has enrolled this address."),
    "not_appointed": N_(
        "No head has given the role of a head: it is not given by an approval. Ask the head there"
        " to change the enrolment."
    ),
    "ended": N_("The enrolment has ended."),
    "not_in_register": N_("The number is not in the register of private kindergartens."),
    "taken": N_("The address has an account already."),
}
_NOBODY = N_("Nobody is chosen. Tick those who are to have access.")
_FIELDS = {
    "name": N_("Write the name of the kindergarten."),
    "municipality": N_("Choose the municipality."),
    "reason": N_("Write what you have looked at."),
}


@router.get("")
def queue(desk: AtDesk, approved: Approved = 0, rejected: Rejected = 0) -> Response:
    """Everybody who waits, and how many have just been approved or rejected."""
    return _queue(desk, approved=approved, rejected=rejected)


@router.post("", dependencies=[Depends(own_form)])
def approve(
    desk: AtDesk, chosen: Chosen = None, shown: Shown = None, which: Which = ""
) -> Response:
    """Give access to all that are chosen, or to all that the page showed as fit for it.

    What cannot be is told, and holds up nobody else.
    """
    ids = (shown if which == "alle" else chosen) or []
    if not ids:
        return _queue(desk, problem=_NOBODY)
    refused: dict[UUID, str] = {}
    for id_ in ids:
        try:
            admitting.approve(desk.given.service, id_, by=desk.by)
        except Unacceptable as problem:
            refused[id_] = _SAID.get(problem.problem, problem.problem)
    approved = len(ids) - len(refused)
    if refused:
        return _queue(desk, refused, approved=approved)
    return to(f"{QUEUE}?godkjent={approved}")


@router.get("/{id_}/avvis")
def reason(desk: AtDesk, id_: UUID) -> Response:
    """The form to say why somebody gets no access."""
    return _reason(desk, id_)


@router.post("/{id_}/avvis", dependencies=[Depends(own_form)])
def reject(desk: AtDesk, id_: UUID, why: Reason = "") -> Response:
    """Give no access, for a reason that the person and the manager read."""
    try:
        admitting.reject(desk.given.service, id_, why, desk.by)
    except Unacceptable as problem:
        if problem.field == "reason":
            return _reason(desk, id_, why, REASON_PROBLEMS[problem.problem])
        return _queue(desk, problem=_SAID.get(problem.problem, problem.problem))
    return to(f"{QUEUE}?avvist=1")


@router.get("/{id_}/sjekk")
def check(desk: AtDesk, id_: UUID) -> Response:
    """The form to tell what was found of a kindergarten that the register has not."""
    return _check(desk, id_, ByHand("", "", ""), {})


@router.post("/{id_}/sjekk", dependencies=[Depends(own_form)])
def approve_checked(
    desk: AtDesk, id_: UUID, name: Name = "", place: Place = "", why: Reason = ""
) -> Response:
    """Give access to the manager of a kindergarten that was looked at by hand."""
    found = ByHand(name, place, why)
    try:
        admitting.approve(desk.given.service, id_, by=desk.by, found=found)
    except Unacceptable as problem:
        if problem.field in _FIELDS:
            return _check(desk, id_, found, {problem.field: _FIELDS[problem.field]})
        return _queue(desk, {id_: _SAID.get(problem.problem, problem.problem)})
    return to(f"{QUEUE}?godkjent=1")


def _check(desk: Desk, id_: UUID, found: ByHand, problems: Mapping[str, str]) -> Response:
    one = _one(desk, id_)
    if one is None or not one.needs_check:
        return to(QUEUE)
    status = status_of(problems)
    places = [(one.number, f"{one.name} ({one.county.name})") for one in municipalities().values()]
    return desk.page(
        "by_hand", status, one=one, found=found, problems=problems, places=[("", ""), *places]
    )


def _one(desk: Desk, id_: UUID) -> Waiting | None:
    return next((one for one in waiting.everybody(desk.given.engine) if one.id == id_), None)


def _queue(
    desk: Desk,
    refused: Mapping[UUID, str] | None = None,
    *,
    problem: str = "",
    approved: int = 0,
    rejected: int = 0,
) -> Response:
    now = datetime.now(UTC)
    rows = [(one, one.hours(now)) for one in waiting.everybody(desk.given.engine)]
    status = status_of(refused or problem)
    done = {"approved": approved, "rejected": rejected, "problem": problem}
    return desk.page("queue", status, rows=rows, refused=refused or {}, **done)


def _reason(desk: Desk, id_: UUID, why: str = "", problem: str = "") -> Response:
    one = _one(desk, id_)
    if one is None:
        return to(QUEUE)
    return desk.page("reject", status_of(problem), one=one, why=why, problem=problem)
