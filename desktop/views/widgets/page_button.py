"""Opens a page of the service in the system's browser."""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.texts import _
from desktop.views.widgets.button import Button


class PageButton(Button):
    """`service` gives the address, or nothing where there is none yet; `tell` shows a sentence."""

    def __init__(
        self,
        text: str,
        page: str,
        service: Callable[[], str],
        tell: Callable[[str], object],
    ) -> None:
        super().__init__(text, self._open, kind="quiet")
        self._page = page
        self._service = service
        self._tell = tell

    def _open(self) -> None:
        service = self._service()
        if not service:
            return
        address = f"{service}{self._page}"
        if not QDesktopServices.openUrl(QUrl(address)):
            self._tell(_("Open {address} in your browser.").format(address=address))
