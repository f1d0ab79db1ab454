"""The categories of the forum: added, renamed, put in order and closed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Response

from contract.records import Audience
from server import rooms
from server.accounts import Unacceptable
from server.pages.guard import own_form
from server.pages.office import CATEGORIES, AtDesk, Desk, NotThere
from server.pages.rendering import status_of, to
from server.texts import N_

router = APIRouter(prefix=CATEGORIES, include_in_schema=False)

Name = Annotated[str, Form(alias="navn")]
Parent = Annotated[str, Form(alias="under", max_length=36)]
Readers = Annotated[str, Form(alias="lesere", max_length=40)]
Way = Annotated[str, Form(alias="vei", max_length=4)]

AUDIENCES = {
    Audience.EVERYBODY: N_("Everybody with access"),
    Audience.LEADERS_AND_OWNERS: N_("Managers and owners alone"),
}
_SAID = {
    "required": N_("Write a name."),
    "too_long": N_("No more than a hundred characters."),
    "in_use": N_("The program itself writes in this category, so it cannot be closed."),
    "gone": N_("The category is not there any more."),
}


@router.get("")
def listed(desk: AtDesk) -> Response:
    """All categories."""
    return _listed(desk)


@router.post("", dependencies=[Depends(own_form)])
def add(desk: AtDesk, name: Name = "", parent: Parent = "", readers: Readers = "") -> Response:
    """A new category."""
    audience = next((one for one in Audience if one.value == readers), Audience.EVERYBODY)
    try:
        above = UUID(parent) if parent else None
        rooms.add(desk.given.service, name, above, audience, desk.by)
    except ValueError:
        return _listed(desk, name, "gone")
    except Unacceptable as problem:
        return _listed(desk, name, problem.problem)
    return to(CATEGORIES)


@router.get("/{id_}")
def one(desk: AtDesk, id_: UUID) -> Response:
    """The form to rename a category."""
    return _one(desk, id_)


@router.post("/{id_}", dependencies=[Depends(own_form)])
def rename(desk: AtDesk, id_: UUID, name: Name = "") -> Response:
    """Give it another name."""
    try:
        rooms.rename(desk.given.service, id_, name, desk.by)
    except Unacceptable as problem:
        return _one(desk, id_, problem.problem)
    return to(CATEGORIES)


@router.post("/{id_}/flytt", dependencies=[Depends(own_form)])
def move(desk: AtDesk, id_: UUID, way: Way = "") -> Response:
    """Move it a place up or down."""
    try:
        rooms.move(desk.given.service, id_, -1 if way == "opp" else 1, desk.by)
    except Unacceptable:
        raise NotThere(desk) from None
    return to(CATEGORIES)


@router.post("/{id_}/lukk", dependencies=[Depends(own_form)])
def close(desk: AtDesk, id_: UUID, way: Way = "") -> Response:
    """Close it for writing, or open it again."""
    try:
        rooms.close(desk.given.service, id_, desk.by, closed=way == "lukk")
    except Unacceptable as problem:
        if problem.problem == "gone":
            raise NotThere(desk) from None
        return _one(desk, id_, problem.problem)
    return to(CATEGORIES)


def _listed(desk: Desk, name: str = "", problem: str = "") -> Response:
    found = rooms.read(desk.given.engine)
    values = {"rooms": found, "audiences": AUDIENCES, "written": name}
    said = _SAID.get(problem, "")
    return desk.page("categories", status_of(problem), **values, problem=said)


def _one(desk: Desk, id_: UUID, problem: str = "") -> Response:
    found = next((one for one in rooms.read(desk.given.engine) if one.id == id_), None)
    if found is None:
        raise NotThere(desk)
    return desk.page("category", status_of(problem), one=found, problem=_SAID.get(problem, ""))
