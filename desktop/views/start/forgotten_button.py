"""Leads who has forgotten the password to the service's page for it, in the browser."""

from collections.abc import Callable

from contract.pages import FORGOTTEN_PASSWORD
from desktop.texts import _
from desktop.views.widgets.page_button import PageButton


class ForgottenButton(PageButton):
    """A button as PageButton says, in the same words wherever one signs in."""

    def __init__(self, service: Callable[[], str], tell: Callable[[str], object]) -> None:
        super().__init__(_("Forgotten the password?"), FORGOTTEN_PASSWORD, service, tell)
