"""Asking for access, confirming the address, and seeing how far it has come."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from contract.pages import REGISTER, REGISTER_NUMBER
from contract.wire import ServiceRefused
from server import lengths, passwords, registering
from server.pages.guard import mail_sent, own_form
from server.pages.problems import PROBLEMS
from server.pages.rendering import page, spoken, to
from server.registering import Asked
from server.routes.parts import Given, address_of

router = APIRouter(prefix=REGISTER, include_in_schema=False)

Name = Annotated[str, Form(alias="navn")]
Email = Annotated[str, Form(alias="epost")]
Password = Annotated[str, Form(alias="passord")]
Number = Annotated[str, Form(alias=REGISTER_NUMBER)]
Secret = Annotated[str, Form(alias="lenke", max_length=200)]
Known = Annotated[str, Query(alias=REGISTER_NUMBER, max_length=lengths.ORGANISATION_NUMBER)]
Link = Annotated[str, Query(alias="lenke", max_length=200)]


@router.get("", dependencies=[Depends(mail_sent)])
def form(request: Request, number: Known = "") -> Response:
    """The form to ask for access; a desktop knows the kindergarten's number already."""
    return _form(request, Asked("", "", "", number.strip()), {}, HTTPStatus.OK)


@router.post("", dependencies=[Depends(own_form), Depends(mail_sent)])
def ask(
    request: Request,
    given: Given,
    name: Name = "",
    email: Email = "",
    password: Password = "",
    number: Number = "",
) -> Response:
    """Ask for access. The answer is the same whoever has the address."""
    asked = Asked(name, email, password, number.strip())
    if problems := registering.problems(asked):
        return _form(request, asked, problems, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        registering.ask(given.engine, asked, spoken(request), address_of(request))
    except ServiceRefused as refused:
        return _form(request, asked, {"email": refused.code}, HTTPStatus.TOO_MANY_REQUESTS)
    return to("/registrer/sendt")


@router.get("/sendt")
def sent(request: Request) -> Response:
    """That a mail is on its way."""
    return page(request, "registered")


@router.get("/bekreft")
def stage(request: Request, given: Given, secret: Link = "") -> Response:
    """How far it has come. To look confirms nothing: programs that check mail look, too."""
    found = registering.stage(given.engine, secret)
    if found is None:
        return page(request, "no_registration", HTTPStatus.GONE)
    hours = found.hours(datetime.now(UTC))
    return page(request, "stage", stage=found, secret=secret, hours=hours)


@router.post("/bekreft", dependencies=[Depends(own_form)])
def confirm(request: Request, given: Given, secret: Secret = "") -> Response:
    """Confirm that the address is one's own."""
    if not registering.confirm(given.service, secret):
        return page(request, "no_registration", HTTPStatus.GONE)
    return to(f"/registrer/bekreft?lenke={secret}")


def _form(
    request: Request, asked: Asked, problems: Mapping[str, str], status: HTTPStatus
) -> Response:
    told = {field: PROBLEMS[problem] for field, problem in problems.items()}
    values = {"asked": asked, "problems": told, "shortest": passwords.SHORTEST}
    return page(request, "register", status, **values)
