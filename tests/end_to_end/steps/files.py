"""The system's dialogs for files, as the program opens them."""

import time
from pathlib import Path

from tests.end_to_end.driver import Desktop

_NAME = "Filnavn"


def save_pdf(desktop: Desktop, path: Path) -> None:
    """Save the PDF that is shown."""
    desktop.press("Lagre PDF …")
    desktop.says("Lagre som PDF", _NAME)
    _answer(desktop, path, "Lagre")
    desktop.says(f"Lagret som {path}")


def open_file(desktop: Desktop, path: Path) -> None:
    """Choose a file in the dialog that asks which to open."""
    desktop.says(_NAME)
    _answer(desktop, path, "Åpne")


def _answer(desktop: Desktop, path: Path, button: str) -> None:
    # Qt's dialog still reads the folder while one types, and may want to be asked once more.
    for _try in range(4):
        if desktop.shows(_NAME):
            desktop.write(f"{_NAME}:", str(path))
            time.sleep(0.5)
            desktop.press(button)
            time.sleep(0.3)
