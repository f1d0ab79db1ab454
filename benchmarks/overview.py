"""What reading the first page costs, beside one plain query over the same file."""

import sqlite3
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.library import fill
from benchmarks.measure import Row, side_by_side
from desktop.models.overview import load

POSTS = 100_000
TODAY = date(2026, 11, 22)
MOST_SECONDS = 0.015
_FLOOR = "SELECT title FROM post ORDER BY received_at DESC LIMIT 5"


def rows() -> list[Row]:
    """The page as the window reads it at the start, from opening the file to its values."""
    with tempfile.TemporaryDirectory(prefix="bench-overview-") as name:
        path = Path(name) / "data.sqlite3"
        fill(path, POSTS)
        ours, floor = side_by_side(lambda: load(path, TODAY), lambda: _newest(path), runs=15)
    # what counts for somebody who starts the program is the time, not the ratio
    return [Row("read the first page", POSTS, ours, floor, limit=round(MOST_SECONDS / floor, 1))]


def _newest(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(_FLOOR).fetchall()
    connection.close()
