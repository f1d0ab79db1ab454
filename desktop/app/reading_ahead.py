"""Reading the guidelines before there is an account: the page, what is kept, the receipts."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.app.parts import Parts, know_errors
from desktop.background import Lane
from desktop.texts import _
from desktop.views.sentences import sentence
from desktop.views.shell import Area

if TYPE_CHECKING:
    from contract.wire import GuidelinesTold
    from desktop.accounts import OpenAccount
    from desktop.reading_ahead import AheadFile
    from desktop.views.start.reading_page import ReadingPage


class ReadingAhead:
    """The area beside the start page. What was fetched can be read without a network."""

    def __init__(self, parts: Parts, back: Callable[[], object]) -> None:
        self._parts, self._back = parts, back
        self._address = self._email = ""
        self.page: ReadingPage | None = None

    def area(self) -> Area:
        """The page, built when it is first shown."""
        return Area("guidelines", _("Guidelines and terms of use"), "home", self._build, "none")

    def begin(self, address: str, email: str) -> bool:
        """Whether there is anything to read: here, or at the address, where it is asked for.

        `email` is of who reads, as far as it is typed.
        """
        self._address = address or self._parts.settings.service
        self._email = email
        self.page = None
        return bool(self._address or self._file().read(email).texts)

    def give(self, opened: "OpenAccount") -> None:
        """Turn what was read here with the account's address into its receipts; what others have
        read waits for them. To be called off the GUI thread.
        """
        from desktop.models.faults import Refused
        from desktop.models.guidelines import confirm_reading

        file, email = self._file(), opened.account.email
        for id_ in file.read(email).read:
            # One that this service does not know was read at another's.
            with suppress(Refused):
                opened.store.act(confirm_reading, id_, UUID(opened.account.account))
        file.forget(email)

    def _file(self) -> "AheadFile":
        from desktop.reading_ahead import AheadFile

        return AheadFile(self._parts.folder.guidelines)

    def _build(self) -> QWidget:
        from desktop.views.start.reading_page import ReadingPage

        file = self._file()
        self.page = page = ReadingPage(file.read(self._email), self._email)
        page.marked.connect(
            lambda id_, yes: page.show_ahead(file.mark(id_, page.email, is_read=yes))
        )
        page.reader_changed.connect(lambda email: page.show_ahead(file.read(email)))
        page.back.connect(self._back)
        if self._address:
            self._fetch(page, self._address)
        return page

    def _fetch(self, page: "ReadingPage", address: str) -> None:
        know_errors()

        def ask() -> "GuidelinesTold":
            # Here, as what it brings takes longer to load than a window may wait.
            from desktop.sync.http_api import HttpApi

            api = HttpApi(address)
            try:
                return api.guidelines()
            finally:
                api.close()

        self._parts.background.submit(
            Lane.NETWORK,
            ask,
            lambda told: page.show_ahead(self._file().take(told, page.email)),
            lambda error: page.tell(sentence(error) or _("Something went wrong. Try once more.")),
            owner=page,
        )
