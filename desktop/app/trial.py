"""Shows every page of the program once, for the self-check of an installation."""

import time

from PySide6.QtWidgets import QApplication

from desktop import errors
from desktop.accounts import OpenAccount
from desktop.app.program import Program, make_application
from desktop.folders import DataFolder
from desktop.settings import SettingsFile
from desktop.views.theme.fonts import FAMILY, family
from desktop.views.theme.icons import names, pixmap

PAGES = (
    "overview",
    "staff",
    "forum",
    "networks",
    "meetings",
    "outreach",
    "feedback",
    "sync",
    "settings",
    "privacy",
    "help",
)
_A_WHILE = 0.3


class Broken(Exception):
    """Something did not show as it should."""


def show_all_pages(folder: DataFolder, opened: OpenAccount) -> None:
    """Build the main window on this account and go through its pages. Raises Broken."""
    app = make_application()
    program = Program(app, folder, SettingsFile(folder.settings), "nb")
    bugs: list[str] = []
    errors.on_bug(lambda report: bugs.append(report.text()))
    try:
        _look_at_parts()
        program.show_work(opened.account, opened)
        program.window.show()
        for key in PAGES:
            if not program.window.go(key):
                raise Broken(f"the page {key}")
            _let_it_work(app)
        if program.window.grab().isNull():
            raise Broken("the picture of the window")
    finally:
        program.window.close()
        program.close()
    if bugs:
        raise Broken("\n".join(bugs))


def _look_at_parts() -> None:
    if family() != FAMILY:
        raise Broken("the fonts")
    found = names()
    if not found or any(pixmap(name, "#000000").isNull() for name in found):
        raise Broken("the icons")


def _let_it_work(app: QApplication) -> None:
    until = time.monotonic() + _A_WHILE
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.01)
