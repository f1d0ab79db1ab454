"""Long lists, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BeforeValidator

LINES = 50

_LAST = 100_000


def _number(told: object) -> int:
    """The page that is asked for; the first where what stands there is none."""
    text = str(told)
    return min(max(int(text), 1), _LAST) if text.isascii() and text.isdigit() else 1


PageNumber = Annotated[int, BeforeValidator(_number), Query(alias="side")]
Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Part(Generic[Line]):
    """What stands on one page of a list, and the way to those before and after it."""

    lines: Sequence[Line]
    number: int
    has_next: bool
    asked: Mapping[str, str]

    @property
    def before(self) -> str:
        """The address of the page before, or empty."""
        return self._to(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the page after, or empty."""
        return self._to(self.number + 1) if self.has_next else ""

    def _to(self, number: int) -> str:
        said = {name: value for name, value in self.asked.items() if value}
        return f"?{urlencode({**said, 'side': number})}"


def part(lines: Sequence[Line], number: int, asked: Mapping[str, str]) -> Part[Line]:
    """A page of a list that is there whole."""
    start = (number - 1) * LINES
    return Part(lines[start : start + LINES], number, len(lines) > start + LINES, asked)
