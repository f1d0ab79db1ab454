"""The queue of those who wait for access, longest first, and what is decided of them."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from server import admitting
from server.accounts import Unacceptable
from server.pages.guard import own_form
from server.pages.office import OfficeSession
from server.pages.rendering import page, to
from server.routes.parts import Given
from server.texts import N_

router = APIRouter(prefix="/sekretariat/venter", include_in_schema=False)

AMBER, RED = 24, 48
"""Hours after which somebody has waited for long, and for too long."""

Chosen = Annotated[list[UUID] | None, Form(alias="valgt", max_length=500)]
Reason = Annotated[str, Form(alias="grunn", max_length=2_000)]

_SAID = {
    "gone": N_("It was decided meanwhile."),
    "not_enrolled": N_("No kindergarten has enrolled this address."),
    "ended": N_("The enrolment has ended."),
    "not_in_register": N_("The number is not in the register of private kindergartens."),
    "taken": N_("The address has an account already."),
}


@router.get("")
def queue(request: Request, given: Given, session: OfficeSession) -> Response:
    """Everybody who waits."""
    return _queue(request, given, session)


@router.post("", dependencies=[Depends(own_form)])
def approve(
    request: Request, given: Given, session: OfficeSession, chosen: Chosen = None
) -> Response:
    """Give access to all that are chosen; what cannot be is told, and holds up nobody else."""
    refused: dict[UUID, str] = {}
    for id_ in chosen or []:
        try:
            admitting.approve(given.service, id_)
        except Unacceptable as problem:
            refused[id_] = _SAID.get(problem.problem, problem.problem)
    if refused:
        return _queue(request, given, session, refused)
    return to("/sekretariat/venter")


@router.get("/{id_}/avvis")
def reason(request: Request, given: Given, session: OfficeSession, id_: UUID) -> Response:
    """The form to say why somebody gets no access."""
    return _reason(request, given, session, id_)


@router.post("/{id_}/avvis", dependencies=[Depends(own_form)])
def reject(
    request: Request, given: Given, session: OfficeSession, id_: UUID, why: Reason = ""
) -> Response:
    """Give no access, for a reason that the person and the manager read."""
    try:
        admitting.reject(given.service, id_, why)
    except Unacceptable as problem:
        if problem.problem == "required":
            return _reason(request, given, session, id_, HTTPStatus.UNPROCESSABLE_ENTITY)
    return to("/sekretariat/venter")


def _queue(
    request: Request,
    given: Given,
    session: OfficeSession,
    refused: dict[UUID, str] | None = None,
) -> Response:
    now = datetime.now(UTC)
    rows = [(one, one.hours(now)) for one in admitting.waiting(given.engine)]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    values = {"session": session, "rows": rows, "refused": refused or {}, "amber": AMBER}
    return page(request, "queue", status, **values, red=RED)


def _reason(
    request: Request,
    given: Given,
    session: OfficeSession,
    id_: UUID,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    one = next((one for one in admitting.waiting(given.engine) if one.id == id_), None)
    if one is None:
        return to("/sekretariat/venter")
    wrong = status is not HTTPStatus.OK
    return page(request, "reject", status, session=session, one=one, wrong=wrong)
