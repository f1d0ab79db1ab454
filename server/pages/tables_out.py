"""Tables as files for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK = "\ufeff"
"""By which Excel knows UTF-8."""


def lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """CSV as a Norwegian Excel reads it, a line at a time."""
    yield _MARK.encode() + _line(head)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow([_plain(cell) for cell in cells])
    return out.getvalue().encode()


def _plain(cell: str) -> str:
    """The text, so that no spreadsheet takes what a stranger wrote for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
