"""Templates to answers: in the reader's language, and with the headers that every page has."""

from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from server.texts import language_of, speaking

FOLDER = Path(__file__).parent / "templates"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
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
    environment.globals |= {"_": speaking(language), "language": language}
    return environment.get_template(f"{name}.html")
