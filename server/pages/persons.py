"""One person: what is kept, taken out as a file, and erased."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Response

from server import closing, erasure, lengths, persons
from server.accounts import Unacceptable, folded
from server.erased import Erased
from server.pages.fields import Email, Reason
from server.pages.guard import own_form
from server.pages.office import PERSONS, AtDesk, Desk, NotThere
from server.pages.problems import REASON_PROBLEMS
from server.pages.rendering import HEADERS, status_of, to
from server.persons import Found
from server.texts import N_

router = APIRouter(prefix=PERSONS, include_in_schema=False)

Text = Annotated[str, Form(alias="sok", max_length=lengths.SEARCH)]

Which = Annotated[str, Form(alias="valg", max_length=20)]

_ACTS = {
    "steng": closing.close,
    "opne": closing.open_again,
    "logg-ut": closing.sign_out,
    "totrinn": closing.forget_factor,
}
_ACCOUNT_PROBLEMS = {
    **REASON_PROBLEMS,
    "oneself": N_("Nobody does this to herself or himself here. Ask a colleague."),
    "ended": N_(
        "The last day is over, so the account would be closed again. Let the manager enrol anew, or"
        " take the leaving of the kindergarten back."
    ),
}
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


@router.post("/{id_}/konto", dependencies=[Depends(own_form)])
def decide(desk: AtDesk, id_: UUID, which: Which = "", why: Reason = "") -> Response:
    """Close the account, open it, sign its devices out, or take its second factor away."""
    mine = closing.of_email(desk.given.engine, _found(desk, id_).email)
    do = _ACTS.get(which)
    if mine is None or do is None:
        raise NotThere(desk)
    try:
        do(desk.given.service, mine.id, why, desk.by)
    except Unacceptable as problem:
        return _one(desk, id_, of_account=_ACCOUNT_PROBLEMS[problem.problem], why=why)
    return to(f"{PERSONS}/{id_}")


def _one(desk: Desk, id_: UUID, problem: str = "", of_account: str = "", why: str = "") -> Response:
    who, whom = _whom(desk, id_)
    engine = desk.given.engine
    return desk.page(
        "person",
        status_of(problem or of_account),
        who=who,
        told=persons.consequences(engine, whom),
        account=closing.of_email(engine, who.email),
        problem=problem,
        of_account=of_account,
        why=why,
        erases=desk.given.erased is not None,
    )


def _whom(desk: Desk, id_: UUID) -> tuple[Found, Erased]:
    who = _found(desk, id_)
    return who, erasure.of_email(desk.given.engine, who.email)


def _found(desk: Desk, id_: UUID) -> Found:
    who = persons.find(desk.given.engine, id_)
    if who is None or not who.name:
        raise NotThere(desk)
    return who
