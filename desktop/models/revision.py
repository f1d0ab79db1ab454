"""Which revision a database file is at, asked without SQLAlchemy."""

import sqlite3
from contextlib import closing
from pathlib import Path

_VERSIONS = Path(__file__).parent / "migrations" / "versions"


def is_current(path: Path) -> bool:
    """Whether the file can be read as it lies: sound, and at the newest revision."""
    if not path.is_file():
        return False
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return False
    return row is not None and row[0] == _newest()


def _newest() -> str:
    return max(path.stem for path in _VERSIONS.glob("r*.py")).removeprefix("r")
