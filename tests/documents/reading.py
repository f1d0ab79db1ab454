"""What a PDF says, read back by a second program."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pypdf import PdfReader
from pypdf.generic import Destination


def opened(pdf: bytes) -> PdfReader:
    """The file as pypdf sees it; anything odd in it is an error."""
    return PdfReader(io.BytesIO(pdf), strict=True)


def catalogue(pdf: bytes) -> Any:
    """The root of the file."""
    return opened(pdf).trailer["/Root"]


def fonts(pdf: bytes) -> list[Any]:
    """The fonts that the pages name."""
    resources: list[Any] = [page["/Resources"] for page in opened(pdf).pages]
    return [font.get_object() for each in resources for font in each["/Font"].values()]


def pages(pdf: bytes) -> list[str]:
    """The words of each page, spaces and line ends all single spaces."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in opened(pdf).pages]


def words(pdf: bytes) -> str:
    """The words of the whole file."""
    return " ".join(pages(pdf))


def outline(pdf: bytes) -> Iterator[str]:
    """The titles of the outline, in order."""
    yield from _titles(opened(pdf).outline)


def _titles(entries: Sequence[object]) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _titles(entry)
        elif isinstance(entry, Destination):
            yield str(entry.title)


def in_order(text: str, *parts: str) -> bool:
    """Whether the parts stand in the text, each after the one before."""
    place = 0
    for part in parts:
        place = text.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return True
