"""The membership of a kindergarten: ended on a day, and taken back."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Response

from server import leaving, norway
from server.accounts import Unacceptable
from server.pages.fields import Reason
from server.pages.guard import own_form
from server.pages.kindergartens import whole
from server.pages.office import KINDERGARTENS, AtDesk, Desk, NotThere
from server.pages.problems import REASON_PROBLEMS
from server.pages.rendering import status_of, to
from server.texts import N_

router = APIRouter(prefix=KINDERGARTENS, include_in_schema=False)

Day = Annotated[str, Form(alias="dag", max_length=10)]

_DAYS = {
    "none": N_("Choose the last day."),
    "past": N_("The last day cannot be over. Choose today or a later day."),
}


@router.get("/{id_}/utmelding")
def form(desk: AtDesk, id_: UUID) -> Response:
    """What follows when a kindergarten leaves, and the form to say so."""
    return _form(desk, id_, "", "", {})


@router.post("/{id_}/utmelding", dependencies=[Depends(own_form)])
def leave(desk: AtDesk, id_: UUID, day: Day = "", why: Reason = "") -> Response:
    """End the membership on a day."""
    try:
        last = date.fromisoformat(day)
    except ValueError:
        return _form(desk, id_, day, why, {"day": _DAYS["none"]})
    try:
        leaving.leave(desk.given.service, id_, last, why, desk.by)
    except Unacceptable as problem:
        if not problem.field:
            raise NotThere(desk) from None
        said = _DAYS if problem.field == "day" else REASON_PROBLEMS
        return _form(desk, id_, day, why, {problem.field: said[problem.problem]})
    return to(f"{KINDERGARTENS}/{id_}")


@router.post("/{id_}/bli", dependencies=[Depends(own_form)])
def stay(desk: AtDesk, id_: UUID) -> Response:
    """Take the leaving back."""
    whole(desk, id_)
    leaving.stay(desk.given.service, id_, desk.by)
    return to(f"{KINDERGARTENS}/{id_}")


def _form(desk: Desk, id_: UUID, day: str, why: str, problems: Mapping[str, str]) -> Response:
    found = whole(desk, id_)
    today = norway.today()
    enrolled = [one for one in found.enrolled if one.ends_on is None or one.ends_on >= today]
    open_ = [one for one in found.accounts if not one.disabled]
    values = {"found": found, "day_told": day, "why": why, "problems": problems}
    counts = {"enrolled": len(enrolled), "accounts": len(open_)}
    return desk.page("leave", status_of(problems), **values, **counts)
