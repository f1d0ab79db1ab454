"""Templates to answers: in the reader's language, and with the headers that every page has."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from contract.geography import municipality
from contract.roles import roles
from contract.waited import AMBER, RED
from server import lengths
from server.norway import NORWAY
from server.texts import language_of, speaking

FOLDER = Path(__file__).parent / "templates"

_POLICY = "Content-Security-Policy"
_OWN_FORMS = "form-action 'self'"

HEADERS = {
    _POLICY: (
        f"default-src 'none'; style-src 'self'; img-src 'self'; {_OWN_FORMS};"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    # A link that one came by may be a secret one.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def page(
    request: Request, name: str, status: HTTPStatus = HTTPStatus.OK, **values: Any
) -> HTMLResponse:
    """A page in the language of whoever asks."""
    text = _template(name, spoken(request)).render(values)
    return HTMLResponse(text, status, {**HEADERS, "Vary": "Accept-Language"})


def status_of(problem: object) -> HTTPStatus:
    """That a form is shown because it was asked for, or again because of a problem in it."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK


def to(path: str) -> Response:
    """The way to the page that follows a form, so that nobody sends it twice."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER, HEADERS)


def leading_to(answer: Response, origin: str) -> Response:
    """The answer, whose forms may lead to one more place than here."""
    policy = answer.headers[_POLICY]
    answer.headers[_POLICY] = policy.replace(_OWN_FORMS, f"{_OWN_FORMS} {origin}")
    return answer


def spoken(request: Request) -> str:
    """The language of whoever asks."""
    return language_of(request.headers.get("Accept-Language", ""))


@cache
def _template(name: str, language: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "_": speaking(language),
        "language": language,
        "day": partial(_day, language),
        "date": _date,
    }
    environment.globals |= {"number": partial(_number, language), "amber": AMBER, "red": RED}
    environment.globals |= {"place": _place, "roles": partial(_roles, language)}
    environment.globals["longest"] = lengths
    environment.globals["megabytes"] = partial(_megabytes, language)
    return environment.get_template(f"{name}.html")


def _day(language: str, moment: datetime) -> str:
    """26.11.2026 kl. 09.41, in English 26.11.2026 09:41, on Norwegian clocks."""
    here = moment.astimezone(NORWAY)
    return f"{here:%d.%m.%Y %H:%M}" if language == "en" else f"{here:%d.%m.%Y kl. %H.%M}"


def _number(language: str, value: float) -> str:
    """12 345 or 3,5, as Norwegians write numbers; in English 12,345 or 3.5."""
    told = f"{value:,.1f}".removesuffix(".0")
    if language == "en":
        return told
    return told.replace(",", "\u00a0").replace(".", ",")


def _place(number: str | None) -> str:
    """The name of a municipality."""
    found = municipality(number or "")
    return found.name if found else number or ""


def _date(day: date) -> str:
    """26.11.2026."""
    return f"{day:%d.%m.%Y}"


def _roles(language: str, codes: Iterable[str]) -> str:
    """The names of roles, in the order in which people expect them."""
    mine = [role for code, role in roles().items() if code in set(codes)]
    return ", ".join(role.short[language] for role in mine)


def _megabytes(language: str, size: int) -> str:
    """12,3."""
    return _number(language, max(0.1, round(size / 1_000_000, 1)))
