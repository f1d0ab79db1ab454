"""The program: which of its faces is shown, and the way from one to the other."""

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop import errors, texts
from desktop.accounts import OpenAccount, told_of
from desktop.app.first_paint import FirstPaint
from desktop.app.parts import Parts, know_errors, take_down
from desktop.app.spelling import SpellingHelp
from desktop.app.work import Work
from desktop.background import Background, NetworkWatch
from desktop.folders import DataFolder, FolderLock
from desktop.interpreter import settle
from desktop.models.faults import StorageFault
from desktop.service_process import EmbeddedService
from desktop.settings import AccountSettings, SettingsFile
from desktop.texts import _
from desktop.views.qt_texts import install_qt_texts
from desktop.views.sentences import sentence
from desktop.views.shell import Area, MainWindow
from desktop.views.theme import Theme
from desktop.views.widgets.messages import Messages

if TYPE_CHECKING:
    from desktop.app.entry import Entry

log = logging.getLogger("desktop.app")


def run(folder: DataFolder, language: str = "", *, exit_after_first_paint: bool = False) -> int:
    """Show the window and work until it is closed. Returns the exit status."""
    app = make_application()
    errors.install_hooks()
    settings = SettingsFile(folder.settings)
    texts.install(language or settings.now.language)
    try:
        folder.prepare()
        with FolderLock(folder):
            program = Program(app, folder, SettingsFile(folder.settings), language)
            then = app.quit if exit_after_first_paint else program.go_on
            program.start(then)
            status = app.exec()
            program.close()
            return status
    except StorageFault as fault:
        return tell_and_leave(app, settings, fault, stay=not exit_after_first_paint)


def make_application() -> QApplication:
    """The application object, with the names that the system shows."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("barnehagealliansen")
    app.setApplicationDisplayName("Barnehagealliansen")
    app.setDesktopFileName("barnehagealliansen")
    return app


def tell_and_leave(
    app: QApplication, settings: SettingsFile, fault: StorageFault, *, stay: bool
) -> int:
    """Say in a window why the program cannot work here, and end once it is closed."""
    from desktop.views.fault.page import FaultPage

    log.info("the data folder cannot be used: %s", fault.code)
    words = sentence(fault)
    if not stay:
        sys.stderr.write(words + "\n")
        return 1
    Theme.install(app, scheme="system", text_size=settings.now.text_size)
    window = MainWindow(_Forgetful(), Messages())
    page = FaultPage(words, fault.path, [(_("Close"), window.close)])
    window.set_areas([Area("fault", "", "alert", lambda: page, "none")])
    window.go("fault")
    window.show()
    app.exec()
    take_down(window)
    return 1


class _Forgetful:
    """The settings of a window that may write nowhere."""

    def get(self, key: str) -> str | None:  # noqa: ARG002 - of WindowSettings
        return None

    def set(self, key: str, value: str) -> None:
        pass


class Program:
    """Start page, work, or the reason why there is neither."""

    def __init__(
        self, app: QApplication, folder: DataFolder, settings: SettingsFile, language: str = ""
    ) -> None:
        texts.install(language or settings.now.language)
        scheme, text_size = settings.now.scheme, settings.now.text_size
        Theme.install(app, scheme=scheme, text_size=text_size)  # type: ignore[arg-type] # it checks
        install_qt_texts(app, texts.language())
        messages, background = Messages(), Background()
        self.parts = Parts(
            folder=folder,
            settings=settings,
            background=background,
            messages=messages,
            embedded=EmbeddedService(folder.example_service),
            network=NetworkWatch(),
            window=MainWindow(settings, messages),
            spelling=SpellingHelp(folder, settings, background),
        )
        self.work: Work | None = None
        self.entry: Entry | None = None
        errors.on_bug(self._tell_bug)

    @property
    def window(self) -> MainWindow:
        return self.parts.window

    def start(self, then: Callable[[], object] | None = None) -> None:
        """Show the window with its first page; `then` is called when it has been painted."""
        account = self.parts.settings.now.account
        if account is None:
            self.show_start()
        else:
            self.show_work(account)
        FirstPaint(self.window, then or self.go_on)
        self.window.show()

    def go_on(self) -> None:
        """What the first window does not wait for: the data, the service, the network."""
        know_errors()
        settle()
        QTimer.singleShot(0, self.window, self.parts.network.start)
        self.parts.spelling.begin()
        if self.work is not None:
            self.work.open()

    def show_start(self) -> None:
        """Offer the ways into the program."""
        from desktop.app.entry import Entry

        self.work = None
        self.entry = Entry(self.parts, self._entered)
        self.entry.show()

    def show_work(self, account: AccountSettings, opened: OpenAccount | None = None) -> None:
        """Work with an account's data, which is opened soon unless it is already."""
        self.entry = None
        self.work = Work(self.parts, account, left=self.show_start, reopen=self._reopen)
        self.work.show(opened)

    def close(self) -> None:
        """Write what is still to be written, and let go of everything. The window is closed."""
        errors.on_bug(None)
        self.parts.spelling.end()
        if self.entry is not None:
            self.entry.close()
        if self.work is not None:
            self.work.close()
        self.parts.background.close(timeout=5)
        if self.work is not None:
            self.work.let_go()
        self.parts.embedded.stop()
        take_down(self.window)

    def _entered(self, opened: OpenAccount) -> None:
        account = told_of(opened.account, opened.me())
        self.parts.settings.change(
            account=account,
            page="",
            service=account.service or self.parts.settings.service,
            email=self.parts.settings.now.email if account.example else account.email,
        )
        self.show_work(account, opened)

    def _reopen(self, account: AccountSettings) -> None:
        self.show_work(account)
        self.go_on()

    def _tell_bug(self, report: errors.BugReport) -> None:
        self.parts.background.post(lambda: self.window.show_report(report))
