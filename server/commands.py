"""What the command line does."""

import argparse
import getpass
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, OperationalError

from server import schema
from server.database import open_engine
from server.settings import DATABASE_URL, Settings, default_folder
from server.sync_service import SyncService

_FAILED = 1


@contextmanager
def _opened(given: argparse.Namespace) -> Iterator[Engine]:
    settings = _settings(given)
    settings.make_folder()
    engine = open_engine(settings.database)
    try:
        yield engine
    finally:
        engine.dispose()


def serve(given: argparse.Namespace) -> int:
    """Answer requests until told to stop."""
    from server.app import create_app
    from server.serving import Serving, listen, stop_with_parent

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    with _opened(given) as engine:
        schema.prepare(engine)
        service = SyncService(engine)
        if given.seed_example:
            _seed(engine, service)
        try:
            listener = listen(given.host, given.port)
        except OSError as error:
            return _fail(f"cannot listen on {given.host} port {given.port}: {error.strerror}")
        with listener:
            serving = Serving(create_app(engine, service), listener, given.ready_file)
            if given.exit_with_parent:
                stop_with_parent(serving)
            serving.serve_until_stopped()
    return 0


def migrate(given: argparse.Namespace) -> int:
    """Bring the database to the newest schema."""
    with _opened(given) as engine:
        schema.migrate(engine)
    return 0


def seed_example(given: argparse.Namespace) -> int:
    """Fill an empty service with example data."""
    with _opened(given) as engine:
        schema.prepare(engine)
        _seed(engine, SyncService(engine))
    return 0


def create_account(given: argparse.Namespace) -> int:
    """Give somebody access."""
    from server.accounts import Unacceptable
    from server.membership import Member, admit, kindergarten

    if given.password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass.getpass("Password: ")
    with _opened(given) as engine:
        schema.prepare(engine)
        service = SyncService(engine)
        try:
            home = None
            if given.kindergarten:
                home = kindergarten(engine, service, given.kindergarten, given.municipality)
            roles = frozenset(given.role)
            admit(engine, service, Member(given.email, given.name, roles, password, home))
        except Unacceptable as problem:
            return _fail(f"{problem.field}: {problem.problem}")
    return 0


def _seed(engine: Engine, service: SyncService) -> None:
    from server.example import seed

    seed(engine, service)


def _settings(given: argparse.Namespace) -> Settings:
    return Settings(
        data_dir=given.data_dir or default_folder(),
        database_url=given.database_url or os.environ.get(DATABASE_URL, ""),
    )


def _fail(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return _FAILED


def _told(command: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """The command, with what the operator can mend said in a sentence."""

    def run(given: argparse.Namespace) -> int:
        try:
            return command(given)
        except schema.BehindHead:
            return _fail("the database has an older or newer schema: run «migrate» first")
        except OperationalError as error:
            return _fail(f"the database cannot be used: {str(error.orig).splitlines()[0]}")
        except (ArgumentError, OSError) as error:
            return _fail(f"the service cannot be started: {error}")

    return run


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    name: _told(command)
    for name, command in (
        ("serve", serve),
        ("migrate", migrate),
        ("seed_example", seed_example),
        ("create_account", create_account),
    )
}
