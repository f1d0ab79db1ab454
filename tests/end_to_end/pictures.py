"""Pictures of the pages, as people see them."""

from pathlib import Path

from tests.end_to_end.driver import USUAL, Desktop

SMALL = (1024, 700)


class Pictures:
    """PNG files in a folder, named by what they show."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, desktop: Desktop, name: str, *, small: bool = False, pdf: bool = False) -> None:
        """A page in light and in dark; `small` as well on a small screen. A `pdf` takes a moment.

        Messages that have been read are closed first, as people do.
        """
        desktop.close_messages()
        patience = 0.5 if pdf else 0.05
        for scheme in ("light", "dark"):
            sizes = {self._folder / f"{name}-{scheme}.png": USUAL}
            if small:
                sizes[self._folder / f"{name}-small-{scheme}.png"] = SMALL
            desktop.grab(sizes, scheme, patience)

    def failure(self, desktop: Desktop, name: str) -> None:
        """The window at the moment when a step failed."""
        desktop.grab({self._folder / f"failed-{name}.png": USUAL})
