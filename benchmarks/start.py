"""How long the program takes from spawn to its first page painted and its end."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
from sqlalchemy import create_engine, select

from benchmarks.library import fill
from benchmarks.measure import Row, process, side_by_side
from contract.wire import AccountFacts
from desktop.folders import DataFolder
from desktop.models.bookkeeping import meta
from desktop.settings import AccountSettings, SettingsFile

POSTS = 100_000
LIMIT = 3.0
FLOOR = Path(__file__).with_name("bare_window.py")
SERVICE = "https://medlem.example.no"


def rows() -> list[Row]:
    """The main window over a large database, beside a bare window that does the same."""
    with tempfile.TemporaryDirectory(prefix="bench-start-") as name:
        folder = DataFolder(Path(name))
        database = sign_in(folder, POSTS)
        program = process("-m", "desktop", "--exit-after-first-paint", "--data-dir", folder.root)
        read = reads(database, program)
        ours, bare = side_by_side(program, process("-P", FLOOR), runs=11)
    if not read:
        print("The page was painted without a look at the database.", file=sys.stderr)
    more = {"database_read": float(read)}
    return [Row("spawn, first page painted, exit", POSTS, ours, bare, LIMIT, more)]


def reads(database: Path, program: Callable[[], object]) -> bool:
    """Whether the program reads the file: an empty page is quickly painted.

    A file system mounted noatime cannot tell, and answers no.
    """
    os.utime(database, (0, database.stat().st_mtime))
    program()
    return database.stat().st_atime > 0


def sign_in(folder: DataFolder, posts: int) -> Path:
    """Leave the folder as somebody does who was signed in and closed the program.

    Returns the path of the database.
    """
    folder.prepare()
    made = folder.root / "made.sqlite3"
    fill(made, posts)
    facts = _account(made)
    database = folder.database(SERVICE, facts.id)
    database.parent.mkdir(parents=True)
    made.rename(database)
    file = str(database.relative_to(folder.root))
    account = AccountSettings(SERVICE, str(facts.id), facts.email, file)
    SettingsFile(folder.settings).change(service=SERVICE, email=facts.email, account=account)
    return database


def _account(database: Path) -> AccountFacts:
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        facts = connection.execute(select(meta.c.value).where(meta.c.key == "account")).scalar_one()
    engine.dispose()
    return msgspec.convert(facts, AccountFacts)
