"""A page of the program, shown and open, for as long as a test looks at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from pytestqt.qtbot import QtBot


class Opens(Protocol):
    """A page, as the window takes it."""

    def resize(self, width: int, height: int, /) -> None: ...

    def show(self) -> None: ...

    def open(self) -> None: ...

    def close_view(self) -> None: ...


Shown = TypeVar("Shown", bound=Opens)


@contextmanager
def on_screen(qtbot: QtBot, page: Shown, width: int, height: int) -> Iterator[Shown]:
    """Show a page in that size, and open it."""
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    page.open()
    yield page
    page.close_view()
