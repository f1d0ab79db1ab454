"""What is refused, as whoever asked can read it: people a page, programs JSON."""

from collections.abc import Mapping

from fastapi import Request, Response

from contract.wire import ErrorCode, ServiceRefused
from server.logs import current_request
from server.pages.rendering import page
from server.routes.bodies import STATUS, refusal, retry_after
from server.texts import N_

_API = "/api/"
_OFFICE = "/sekretariat"

_BACK = N_("Go back in the browser: what you wrote stands there still.")
_UNFIT = (
    N_("This was not taken"),
    N_("Something in it does not fit, such as a text that is long."),
)
_SAID: Mapping[str, tuple[str, str]] = {
    ErrorCode.NOT_FOUND: (N_("Not found"), N_("There is no page at this address.")),
    ErrorCode.FORBIDDEN: (
        N_("This was not taken"),
        N_("The form came from another site. Open the page here and fill it in anew."),
    ),
    ErrorCode.TOO_LARGE: (N_("This was not taken"), N_("It is more than can be sent at once.")),
    ErrorCode.TOO_MANY_TRIES: (
        N_("Wait a little"),
        N_("It was tried too often just now. Wait a quarter of an hour."),
    ),
    ErrorCode.BUSY: (
        N_("Try once more in a moment"),
        N_("The service has too much to do just now, or is being started anew."),
    ),
    ErrorCode.INTERNAL: (
        N_("Something went wrong"),
        N_(
            "The fault is ours. Try once more; if it goes wrong again, tell the number below to"
            " whoever runs the service."
        ),
    ),
}


def refused(
    request: Request, error: ServiceRefused, more: Mapping[str, str] | None = None
) -> Response:
    """An error as an answer, with `more` headers."""
    if not _is_of_browser(request):
        return refusal(error, more)
    title, told = _SAID.get(error.code, _UNFIT)
    home = _OFFICE if f"{request.scope['path']}/".startswith(f"{_OFFICE}/") else "/"
    values = {"heading": title, "told": told, "home": home, "id": current_request.get()}
    written = request.method == "POST" and error.code != ErrorCode.FORBIDDEN
    answer = page(request, "failed", STATUS[error.code], back=_BACK if written else "", **values)
    answer.headers.update({**retry_after(error), **(more or {})})
    return answer


def _is_of_browser(request: Request) -> bool:
    wants_page = "text/html" in request.headers.get("Accept", "")
    return wants_page and not request.scope["path"].startswith(_API)
