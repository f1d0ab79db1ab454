"""What the settings page asks of the program around it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds now."""

    service: str
    email: str
    example: bool
    language: str
    spelling: str
    scheme: str
    text_size: float
    folder: Path
    log: Path


class Household(Protocol):
    """The settings, and the ways to change them."""

    def facts(self) -> Facts:
        """What holds now."""
        ...

    def speak(self, language: str) -> None:
        """Another language, at once; all pages are built anew."""
        ...

    def spell(self, choice: str) -> None:
        """Help with the spelling of this language, or «off»."""
        ...

    def look(self, scheme: str, text_size: float) -> None:
        """Another theme or text size, at once."""
        ...

    def sign_out(self, *, remove: bool) -> None:
        """Leave the account; its data stays on this PC, or is removed."""
        ...
