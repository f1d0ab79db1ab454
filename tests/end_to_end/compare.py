"""What the databases of two desktops and the service hold, compared."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from contract.records import kinds
from tests.end_to_end.service import Rows
from tests.end_to_end.texts import Text

Table = dict[str, dict[str, Any]]


def database(folder: Path) -> Path:
    """The one database of an account in a data folder."""
    found = list((folder / "accounts").glob("*.sqlite3"))
    if len(found) != 1:
        raise ValueError(f"{len(found)} databases in {folder}")
    return found[0]


def tables(path: Path) -> dict[str, Table]:
    """All records of a desktop: for each kind its rows by id."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return {kind: _table(connection, kind) for kind in kinds()}


def scopes(path: Path) -> dict[tuple[str, str], str]:
    """The scope of each record that the service has told a desktop of."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT kind, record_id, scope FROM sync_synced")
        return {(kind, str(id_)): scope for kind, id_, scope in rows}


def differences(one: Path, other: Path) -> list[str]:
    """The rows of scopes that both may read which are not the same in both, a line for each."""
    first, second = tables(one), tables(other)
    ours, theirs = scopes(one), scopes(other)
    common = set(ours.values()) & set(theirs.values())
    found = []
    for kind in first:
        for id_ in sorted(first[kind].keys() | second[kind].keys()):
            scope = ours.get((kind, id_)) or theirs.get((kind, id_)) or ""
            if scope and scope not in common:
                continue
            left, right = first[kind].get(id_), second[kind].get(id_)
            if left != right:
                found.append(f"{kind} {id_}: {_changed(left, right)}")
    return found


def lost(texts: Iterable[Text], mine: Path, other: Path, service: Rows) -> list[str]:
    """Words that somebody typed and that are not in both databases and in the service.

    A private one must be in the first and in the service, and must not be in the other.
    """
    here, there = _all_words(tables(mine)), _all_words(tables(other))
    served = json.dumps(list(service.values()), ensure_ascii=False, default=str)
    gone = []
    for text in texts:
        places = {"desktop": text.word in here, "service": text.word in served}
        places["other desktop"] = (text.word in there) is not text.private
        gone += [f"{text.word}: {place}" for place, held in places.items() if not held]
    return gone


def counts(path: Path) -> dict[str, int]:
    """How many records of each kind a desktop holds."""
    return {kind: len(rows) for kind, rows in sorted(tables(path).items())}


def _table(connection: sqlite3.Connection, kind: str) -> Table:
    rows = connection.execute(f'SELECT * FROM "{kind}"')
    return {str(row["id"]): dict(row) for row in rows}


def _changed(left: dict[str, Any] | None, right: dict[str, Any] | None) -> str:
    if left is None or right is None:
        return "only in one of them"
    return ", ".join(name for name in left if left[name] != right.get(name))


def _all_words(held: dict[str, Table]) -> str:
    return json.dumps(held, ensure_ascii=False, default=str)
