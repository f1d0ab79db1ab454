"""What a search in the forum costs, beside the bare index asked for as many rows."""

import sqlite3
import tempfile
from pathlib import Path

from benchmarks.library import fill
from benchmarks.measure import Row, side_by_side
from desktop.models import search_index
from desktop.models.database import writing
from desktop.models.search import PAGE, search, understand
from desktop.models.store import Store

POSTS = 100_000
MOST_SECONDS = 0.05
_AT_ONCE = 5_000
TYPED = ("vikarpool", "vi", "dugnad fjæra budsjett", "«legge en plan»", "Solbakken")
_FLOOR = "SELECT rowid FROM forum_search WHERE forum_search MATCH ? ORDER BY rowid DESC LIMIT ?"


def rows() -> list[Row]:
    """One row for each search: typed word, common beginning, several words, phrase, name."""
    with tempfile.TemporaryDirectory(prefix="bench-search-") as name:
        path = Path(name) / "data.sqlite3"
        fill(path, POSTS)
        store, bare = Store(path), sqlite3.connect(path)
        _index(store)
        found = [_row(store, bare, typed) for typed in TYPED]
        bare.close()
        store.close()
    return found


def _index(store: Store) -> None:
    """What has come is indexed soon after, and not while somebody searches."""
    with writing(store.engine).begin() as connection:
        while search_index.catch_up(connection, _AT_ONCE):
            pass


def _row(store: Store, bare: sqlite3.Connection, typed: str) -> Row:
    query = understand(typed)
    assert query is not None
    ours, floor = side_by_side(
        lambda: store.read(search, typed),
        lambda: bare.execute(_FLOOR, (query.wanted, PAGE)).fetchall(),
        runs=15,
    )
    # what counts for somebody who types is the time, not the ratio
    return Row(f"search {typed}", POSTS, ours, floor, limit=round(MOST_SECONDS / floor, 1))
