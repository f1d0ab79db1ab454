"""Whether a form was sent from one of our own pages."""

from urllib.parse import urlsplit

from fastapi import Request

from contract.wire import ErrorCode, ServiceRefused

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
