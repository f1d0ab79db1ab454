"""The forms by which everybody signs in: for a desktop that asks, or to the own account."""

from http import HTTPStatus
from typing import Any

from fastapi import Request, Response

from server.authorising import Asked
from server.pages.rendering import leading_to, page
from server.routes.parts import Parts


def sign_in_page(
    request: Request,
    given: Parts,
    asked: Asked | None = None,
    *,
    email: str = "",
    problem: str = "",
    factor_missing: bool = False,
) -> Response:
    """The form for the desktop that asked, or without one to the own account."""
    status = HTTPStatus.UNAUTHORIZED if problem else HTTPStatus.OK
    name = given.provider.name if given.provider else ""
    values: dict[str, Any] = {"email": email, "problem": problem, "provider": name}
    if asked is None:
        return page(request, "account_sign_in", status, **values)
    shown = page(request, "authorise", status, asked=asked, factor_missing=factor_missing, **values)
    # Browsers hold what a form leads to against the policy, redirects included.
    return leading_to(shown, asked.origin)
