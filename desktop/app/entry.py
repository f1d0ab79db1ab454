"""From the start page to an open account: signing in, and the first fetch."""

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QObject

from desktop.accounts import OpenAccount, by_password, sign_in, try_example
from desktop.app.joining import Joining
from desktop.app.parts import Parts, know_errors, speak
from desktop.app.reading_ahead import ReadingAhead
from desktop.background import Job, Lane
from desktop.interpreter import settle
from desktop.texts import _
from desktop.views.sentences import sentence, sign_in_field
from desktop.views.shell import Area
from desktop.views.start.page import StartPage


class Entry(QObject):
    """The start page, and what is under way from it."""

    def __init__(self, parts: Parts, entered: Callable[[OpenAccount], object]) -> None:
        super().__init__()
        self._parts, self._entered = parts, entered
        self._job: Job[OpenAccount | None] | None = None
        self._stop = Event()
        self._trying = False
        self.page: StartPage | None = None
        self._joining = Joining(parts, self.show)
        self._reading = ReadingAhead(parts, self.show)

    def show(self) -> None:
        """Put the start page into the window."""
        window = self._parts.window
        window.set_who("")
        window.set_band("")
        start = Area("start", _("Sign in"), "home", self._build, "none")
        window.set_areas([start, self._joining.area(), self._reading.area()])
        window.go("start")

    def close(self) -> None:
        """Stop what is under way."""
        self._stop.set()

    def connect_to(self, address: str, email: str, password: str, code: str = "") -> None:
        """Sign in to a service, fetch, and go to work."""
        folder = self._parts.folder
        self._trying = False
        way = by_password(email, password, code)
        self._begin(_("Signing in …"), lambda _stop: sign_in(folder, address, way))

    def connect_by_browser(self, address: str) -> None:
        """The same by the system's browser."""
        from desktop.app.browser import browser
        from desktop.browser_sign_in import by_browser

        background, folder = self._parts.background, self._parts.folder
        show, page = browser(background), self.page
        self._trying = False

        def work(stop: Event) -> OpenAccount:
            opened = sign_in(folder, address, by_browser(show, stop.is_set))
            background.post(lambda: self._is_back(page, stop))
            return opened

        note = _("If you have closed it, cancel and try again.")
        self._begin(_("Go on in the browser …"), work, note)

    def try_here(self) -> None:
        """Start the example data, and go to work with it."""
        folder, service = self._parts.folder, self._parts.embedded
        self._trying = True
        text = _("Preparing the example data …")
        self._begin(text, lambda stop: try_example(folder, service, stop.is_set))

    def cancel(self) -> None:
        """Stop what is under way and offer both ways again."""
        self._stop.set()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self.page is not None:
            self.page.show_form()

    def _build(self) -> StartPage:
        now = self._parts.settings.now
        tried = self._parts.folder.example.is_dir()
        joining = self._joining.begun()
        page = StartPage(self._parts.settings.service, now.email, tried=tried, joining=joining)
        page.join_asked.connect(lambda: self._parts.window.go("join"))
        page.read_asked.connect(self._read)
        page.connect_asked.connect(self.connect_to)
        page.browser_asked.connect(self.connect_by_browser)
        page.try_asked.connect(self.try_here)
        page.cancel_asked.connect(self.cancel)
        page.language_asked.connect(self._speak)
        self.page = page
        return page

    def _read(self, address: str, email: str) -> None:
        assert self.page is not None
        if self._reading.begin(address, email):
            self._parts.window.go("guidelines")
        else:
            words = _("Write the address of the service first: the guidelines lie there.")
            self.page.connect_card.show_problem("address", words)

    def _begin(
        self, text: str, open_account: Callable[[Event], OpenAccount], note: str = ""
    ) -> None:
        assert self.page is not None
        self.page.show_progress(text, note)
        # Whoever is quick asks before the program has come so far by itself.
        know_errors()
        stop = self._stop = Event()
        page, give = self.page, (lambda _: None) if self._trying else self._reading.give

        def count(done: int, total: int) -> None:
            self._parts.background.post(lambda: self._count(page, stop, done, total))

        self._job = self._parts.background.submit(
            Lane.NETWORK,
            lambda: _enter(open_account, count, stop, give),
            self._done,
            self._failed,
            owner=self,
        )

    def _count(self, page: StartPage, stop: Event, done: int, total: int) -> None:
        if not stop.is_set() and page is self.page:
            page.show_count(done, total)

    def _is_back(self, page: StartPage | None, stop: Event) -> None:
        if page is not None and page is self.page and not stop.is_set():
            self._parts.window.activateWindow()
            page.show_progress(_("Signing in …"))

    def _done(self, opened: OpenAccount | None) -> None:
        self._job = None
        if opened is not None:
            self.page = None
            if not self._trying:
                self._joining.done()
            self._entered(opened)

    def _failed(self, error: Exception) -> None:
        self._job = None
        if self.page is None:
            return
        words = sentence(error) or _("Something went wrong. Try once more.")
        self.page.show_form("try" if self._trying else sign_in_field(error), words)

    def _speak(self, language: str) -> None:
        self._parts.settings.change(language=language)
        speak(language)
        self._parts.spelling.begin()
        self.show()


def _enter(
    open_account: Callable[[Event], OpenAccount],
    count: Callable[[int, int], object],
    stop: Event,
    give: Callable[[OpenAccount], object],
) -> OpenAccount | None:
    """The account with all that may be read fetched, and given what was read before; None where
    the user changed her mind.
    """
    opened = open_account(stop)
    settle()
    try:
        if not stop.is_set():
            opened.sync(count, stop.is_set)
            give(opened)
    except Exception:
        opened.close()
        raise
    if stop.is_set():
        opened.leave(remove=False)
        return None
    return opened
