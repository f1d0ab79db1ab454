"""One person: what is kept, taken out as a file, and erased."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Response

from server import erasure, lengths, persons
from server.accounts import folded
from server.erased import Erased
from server.pages.fields import Email
from server.pages.guard import own_form
from server.pages.office import PERSONS, AtDesk, Desk, NotThere
from server.pages.rendering import HEADERS, status_of, to
from server.persons import Found
from server.texts import N_

router = APIRouter(prefix=PERSONS, include_in_schema=False)

Text = Annotated[str, Form(alias="sok", max_length=lengths.SEARCH)]

_OTHER = N_("This is not the address of the person. Write it as it stands above.")
_ONESELF = N_("Nobody erases herself or himself here. Ask a colleague.")


@router.get("")
def form(desk: AtDesk) -> Response:
    """The form to look for somebody."""
    return desk.page("persons", text="", found=None)


@router.post("", dependencies=[Depends(own_form)])
def search(desk: AtDesk, text: Text = "") -> Response:
    """Those who are found. Names and addresses stand in no address of a page, which are kept."""
    return desk.page("persons", text=text, found=persons.search(desk.given.engine, text))


@router.get("/slettet")
def erased(desk: AtDesk) -> Response:
    """That somebody has been erased."""
    return desk.page("erased")


@router.get("/{id_}")
def one(desk: AtDesk, id_: UUID) -> Response:
    """What is kept of a person, and what it would do to erase it."""
    return _one(desk, id_)


@router.post("/{id_}/fil", dependencies=[Depends(own_form)])
def take_out(desk: AtDesk, id_: UUID) -> Response:
    """All that is kept, as a file for the person."""
    who = _found(desk, id_)
    told = persons.document(desk.given.engine, who, desk.by)
    headers = {**HEADERS, "Content-Disposition": 'attachment; filename="person.json"'}
    return Response(told, media_type="application/json", headers=headers)


@router.post("/{id_}/slett", dependencies=[Depends(own_form)])
def erase(desk: AtDesk, id_: UUID, email: Email = "") -> Response:
    """Erase, once the address has been written as a second thought."""
    who, whom = _whom(desk, id_)
    kept_in = desk.given.erased
    if kept_in is None:
        raise NotThere(desk)
    if desk.by in whom.accounts:
        return _one(desk, id_, _ONESELF)
    if folded(email) != folded(who.email):
        return _one(desk, id_, _OTHER)
    erasure.erase(desk.given.service, whom, kept_in, desk.by)
    return to(f"{PERSONS}/slettet")


def _one(desk: Desk, id_: UUID, problem: str = "") -> Response:
    who, whom = _whom(desk, id_)
    told = persons.consequences(desk.given.engine, whom)
    status = status_of(problem)
    return desk.page(
        "person", status, who=who, told=told, problem=problem, erases=desk.given.erased is not None
    )


def _whom(desk: Desk, id_: UUID) -> tuple[Found, Erased]:
    who = _found(desk, id_)
    return who, erasure.of_email(desk.given.engine, who.email)


def _found(desk: Desk, id_: UUID) -> Found:
    who = persons.find(desk.given.engine, id_)
    if who is None or not who.name:
        raise NotThere(desk)
    return who
