"""Asking to join before there is an account: the page, its draft, the registers, the browser."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from contract.pages import REGISTER, REGISTER_NUMBER
from desktop.app.parts import Parts, know_errors
from desktop.background import Lane
from desktop.joining import JoinDraft, JoinFile
from desktop.texts import _
from desktop.views.shell import Area

if TYPE_CHECKING:
    from desktop.models.kindergarten_search import Registered
    from desktop.views.start.join_page import JoinPage


class Joining:
    """The area beside the start page. The draft outlives the program."""

    def __init__(self, parts: Parts, back: Callable[[], object]) -> None:
        self._parts, self._back = parts, back
        self._file = JoinFile(parts.folder.join)
        self.page: JoinPage | None = None

    def area(self) -> Area:
        """The page, built when it is first shown."""
        return Area("join", _("Join with our kindergarten"), "home", self._build, "none")

    def begun(self) -> str | None:
        """The name in the draft; None where there is no draft."""
        draft = self._file.read()
        return None if draft.is_empty else draft.name

    def done(self) -> None:
        """There is an account: the draft has served."""
        self._file.forget()

    def _build(self) -> QWidget:
        from desktop.models import kindergarten_search
        from desktop.views.start.join_page import JoinPage

        # The first key does not wait for the file of the register.
        self._parts.background.submit(Lane.NETWORK, kindergarten_search.prepare)
        draft = self._file.read()
        if not draft.service:
            draft = replace(draft, service=self._parts.settings.service)
        page = JoinPage(draft, self._look_up)
        page.kept.connect(self._file.keep)
        page.asked.connect(self._go_on)
        page.cleared.connect(self._offer_undo)
        page.back.connect(self._back)
        self.page = page
        return page

    def _look_up(
        self,
        number: str,
        told: Callable[["Registered | None"], object],
        no_contact: Callable[[], object],
    ) -> None:
        know_errors()
        now = self._parts.settings.now
        if not (now.nbr and now.units):
            no_contact()
            return

        def ask() -> "Registered | None":
            # Here, as what it brings takes longer to load than a window may wait.
            from desktop.sync.registers import Registers

            return Registers(now.nbr, now.units).look_up(number)

        self._parts.background.submit(
            Lane.NETWORK,
            ask,
            told,
            lambda _error: no_contact(),
            owner=self.page,
        )

    def _go_on(self, address: str, number: str) -> None:
        self._parts.settings.change(service=address)
        # A public number, and nothing else: addresses stand in the logs of those who serve them.
        url = f"{address}{REGISTER}?{urlencode({REGISTER_NUMBER: number})}"
        if not QDesktopServices.openUrl(QUrl(url)) and self.page is not None:
            words = _("No browser opened. Open this address yourself: {address}")
            self.page.tell(words.format(address=url))

    def _offer_undo(self, before: JoinDraft) -> None:
        page = self.page
        if page is not None and not before.is_empty:
            words = _("The draft is emptied.")
            self._parts.messages.undo(words, lambda: page.restore(before))
