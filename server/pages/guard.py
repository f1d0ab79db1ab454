"""What must hold before a page is shown or a form taken."""

from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request, Response

from contract.pages import REGISTER
from contract.wire import ErrorCode, ServiceRefused
from server.pages.rendering import page
from server.routes.parts import Given

_OWN = frozenset({"same-origin", "none"})


def own_form(request: Request) -> None:
    """Raise ServiceRefused("forbidden") for a form that another site made a browser send.

    Browsers tell it themselves, in headers that no page can forge; what tells neither is no
    browser, and carries nobody's cookies.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        own = site in _OWN
    else:
        own = origin is None or urlsplit(origin).netloc == request.headers.get("Host")
    if not own:
        raise ServiceRefused(ErrorCode.FORBIDDEN)


class NoMail(Exception):
    """The service sends no mail, without which this page leads nowhere."""


def mail_sent(given: Given) -> None:
    """Raise NoMail where no mail can be sent."""
    if not given.sends_mail:
        raise NoMail


async def no_mail(request: Request, _: Exception) -> Response:
    """Say that no mail is sent from here."""
    registering = request.url.path.startswith(REGISTER)
    return page(request, "no_mail", HTTPStatus.SERVICE_UNAVAILABLE, registering=registering)
