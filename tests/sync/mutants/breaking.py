"""A way to break sync: what it is called, what it does, and the steps that bring it to light."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Mutant:
    """`breaks` patches the program; `schedule` is what the machine finds, in its shortest form."""

    name: str
    breaks: Callable[[pytest.MonkeyPatch], None]
    schedule: str


def instead(
    patches: pytest.MonkeyPatch, place: str, make: Callable[[Callable[..., Any]], Any]
) -> None:
    """Put what `make` makes of the function at `place` there. Fails where none stands there."""
    import pkgutil

    patches.setattr(place.replace(":", "."), make(pkgutil.resolve_name(place)))


def nothing(answer: Any = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A function that does nothing, and answers this."""
    return lambda _: lambda *_, **__: answer
