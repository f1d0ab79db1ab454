"""How a command comes to an open service, and what is done before anybody else may use it."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from server import erasure, schema
from server.database import open_engine
from server.erased import ErasedList
from server.settings import Settings, read
from server.sync_service import SyncService

_FAILED = 1


@dataclass(frozen=True, slots=True)
class Opened:
    """A service that is ready, its database, and the list of who was erased."""

    engine: Engine
    service: SyncService
    erased: ErasedList


@contextmanager
def database(given: argparse.Namespace) -> Iterator[Engine]:
    """The database, whatever its schema."""
    told = settings(given)
    told.make_folder()
    engine = open_engine(told.database)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def service(given: argparse.Namespace) -> Iterator[Opened]:
    """The service, with nobody in it who was erased before a backup was put back.

    Raises BehindHead and UnreadableList.
    """
    with database(given) as engine:
        schema.prepare(engine)
        erased = ErasedList(settings(given).erased_list)
        opened = Opened(engine, SyncService(engine), erased)
        erasure.repeat(opened.service, erased)
        yield opened


def settings(given: argparse.Namespace) -> Settings:
    """What the arguments, the environment and the file say. Raises Unusable."""
    return read(data_dir=given.data_dir, database_url=given.database_url)


def say(sentence: str) -> int:
    """Tell the operator what was done. The exit status."""
    sys.stdout.write(f"{sentence}\n")
    return 0


def fail(why: str) -> int:
    """Tell the operator why nothing was done. The exit status."""
    sys.stderr.write(f"{why}\n")
    return _FAILED
