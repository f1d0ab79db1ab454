"""Signing in again while the data is open: by password or by the browser, and called off."""

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QObject

from desktop.accounts import Link, Way, by_password
from desktop.app.parts import Parts
from desktop.background import Job, Lane
from desktop.settings import AccountSettings
from desktop.texts import _
from desktop.views.sentences import sentence, sign_in_field
from desktop.views.start.again_page import SignInAgainPage


class Again(QObject):
    """The page, and what is under way from it. `link` is there once the data is open."""

    def __init__(
        self,
        parts: Parts,
        account: AccountSettings,
        link: Callable[[], Link | None],
        back: Callable[[], object],
    ) -> None:
        super().__init__()
        self._parts, self._account, self._link, self._back = parts, account, link, back
        self._stop = Event()
        self._job: Job[None] | None = None
        self.page = SignInAgainPage(account.email, account.service)
        # Parts of one another: the page lives as long as the window shows it.
        self.setParent(self.page)
        self.page.asked.connect(self._by_password)
        self.page.browser_asked.connect(self._by_browser)
        self.page.cancel_asked.connect(self._cancel)
        self.page.later_asked.connect(lambda: parts.window.go("overview"))

    def stop(self) -> None:
        """Wait for the browser no longer."""
        self._stop.set()

    def _by_password(self, password: str, code: str) -> None:
        self._begin(by_password(self._account.email, password, code))

    def _by_browser(self) -> None:
        from desktop.app.browser import browser
        from desktop.browser_sign_in import by_browser

        self._stop = Event()
        self._begin(by_browser(browser(self._parts.background), self._stop.is_set))

    def _begin(self, way: Way) -> None:
        link = self._link()
        if link is None:
            self.page.show_form("", _("Try once more."))
            return
        self._job = self._parts.background.submit(
            Lane.NETWORK,
            lambda: link.sign_in_again(way),
            lambda _done: self._done(),
            self._failed,
            owner=self.page,
        )

    def _cancel(self) -> None:
        self._stop.set()
        if self._job is not None:
            self._job.cancel()
        self.page.show_form()

    def _done(self) -> None:
        self._parts.window.activateWindow()
        self.page.show_form()
        self._back()

    def _failed(self, error: Exception) -> None:
        place = sign_in_field(error)
        self.page.show_form(
            "password" if place == "address" else place, sentence(error) or _("Try once more.")
        )
