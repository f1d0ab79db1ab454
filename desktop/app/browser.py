"""The door to the system's browser, for work that is not on the GUI thread."""

from collections.abc import Callable
from queue import Empty, SimpleQueue

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.background import Background

_LONGEST = 20.0


def browser(background: Background) -> Callable[[str], bool]:
    """What shows an address in the browser, and says whether that could be done."""

    def show(address: str) -> bool:
        shown: SimpleQueue[bool] = SimpleQueue()
        background.post(lambda: shown.put(QDesktopServices.openUrl(QUrl(address))))
        try:
            return shown.get(timeout=_LONGEST)
        except Empty:
            return False

    return show
