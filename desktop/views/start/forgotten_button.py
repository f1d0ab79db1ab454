"""Leads who has forgotten the password to the service's page for it, in the browser."""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from contract.pages import FORGOTTEN_PASSWORD
from desktop.texts import _
from desktop.views.widgets.button import Button


class ForgottenButton(Button):
    """`service` gives the address, or nothing where there is none yet; `tell` shows a sentence."""

    def __init__(self, service: Callable[[], str], tell: Callable[[str], object]) -> None:
        super().__init__(_("Forgotten the password?"), self._open, kind="quiet")
        self._service = service
        self._tell = tell

    def _open(self) -> None:
        service = self._service()
        if not service:
            return
        address = f"{service}{FORGOTTEN_PASSWORD}"
        if not QDesktopServices.openUrl(QUrl(address)):
            self._tell(_("Open {address} in your browser.").format(address=address))
