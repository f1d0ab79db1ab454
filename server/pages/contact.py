"""Another contact kindergarten for a local network."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Response

from server import new_contacts
from server.accounts import Unacceptable
from server.pages.fields import Reason
from server.pages.guard import own_form
from server.pages.office import NETWORKS, AtDesk, Desk, NotThere
from server.pages.problems import REASON_PROBLEMS
from server.pages.rendering import status_of, to
from server.texts import N_

router = APIRouter(prefix=NETWORKS, include_in_schema=False)

Chosen = Annotated[str, Form(alias="barnehage", max_length=40)]

_UNKNOWN = N_("Choose one of the kindergartens that take part.")


@router.get("/{id_}/kontakt")
def form(desk: AtDesk, id_: UUID) -> Response:
    """Who leads the network, and who could."""
    return _form(desk, id_, "", "", {})


@router.post("/{id_}/kontakt", dependencies=[Depends(own_form)])
def choose(desk: AtDesk, id_: UUID, chosen: Chosen = "", why: Reason = "") -> Response:
    """Let another kindergarten lead it from now on."""
    try:
        kindergarten = UUID(chosen)
    except ValueError:
        return _form(desk, id_, chosen, why, {"kindergarten": _UNKNOWN})
    try:
        new_contacts.choose(desk.given.service, id_, kindergarten, why, desk.by)
    except Unacceptable as problem:
        if not problem.field:
            raise NotThere(desk) from None
        said = _UNKNOWN if problem.field == "kindergarten" else REASON_PROBLEMS[problem.problem]
        return _form(desk, id_, chosen, why, {problem.field: said})
    return to(NETWORKS)


def _form(desk: Desk, id_: UUID, chosen: str, why: str, problems: Mapping[str, str]) -> Response:
    found = new_contacts.led(desk.given.engine, id_)
    if found is None:
        raise NotThere(desk)
    options = [
        (str(one.id), ", ".join(filter(None, (one.name, one.head_name))))
        for one in found.candidates
    ]
    values = {"found": found, "options": options, "chosen": chosen}
    values |= {"why": why, "problems": problems}
    return desk.page("contact", status_of(problems), **values)
