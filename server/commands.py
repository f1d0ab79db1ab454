"""What the command line does."""

import argparse
import getpass
import logging
import sys
from collections.abc import Callable, Mapping

from sqlalchemy.exc import ArgumentError, OperationalError

from server import data_commands, errands, opening, people_commands, schema
from server.erased import UnreadableList
from server.opening import Opened, fail, say
from server.settings import Unusable


def serve(given: argparse.Namespace) -> int:
    """Answer requests until told to stop."""
    from server.app import create_app
    from server.downloads import Downloads
    from server.serving import Serving, listen, settle_memory, stop_with_parent

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    with opening.service(given) as opened:
        if given.seed_example:
            _seed(opened)
        try:
            listener = listen(given.host, given.port)
        except OSError as error:
            return fail(f"cannot listen on {given.host} port {given.port}: {error.strerror}")
        told = opening.settings(given)
        app = create_app(
            opened.engine,
            opened.service,
            sends_mail=told.smtp is not None,
            erased=opened.erased,
            downloads=Downloads(told.installers),
        )
        with listener, errands.done_in_time(opened.engine, told):
            serving = Serving(app, listener, given.ready_file)
            if given.exit_with_parent:
                stop_with_parent(serving)
            settle_memory()
            serving.serve_until_stopped()
    return 0


def migrate(given: argparse.Namespace) -> int:
    """Bring the database to the newest schema."""
    with opening.database(given) as engine:
        schema.migrate(engine)
    return 0


def seed_example(given: argparse.Namespace) -> int:
    """Fill an empty service with example data."""
    with opening.service(given) as opened:
        _seed(opened)
    return 0


def create_account(given: argparse.Namespace) -> int:
    """Give somebody access."""
    from server.accounts import Unacceptable
    from server.membership import Member, admit, kindergarten

    if given.password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass.getpass("Password: ")
    with opening.service(given) as opened:
        try:
            home = None
            if given.kindergarten:
                home = kindergarten(
                    opened.engine, opened.service, given.kindergarten, given.municipality
                )
            roles = frozenset(given.role)
            admit(opened.service, Member(given.email, given.name, roles, password, home))
        except Unacceptable as problem:
            return fail(f"{problem.field}: {problem.problem}")
    return 0


def check(given: argparse.Namespace) -> int:
    """Say what is to be mended before the service can be relied upon."""
    from server.checking import problems

    found = list(problems(opening.settings(given)))
    return fail("\n".join(found)) if found else say("all is well")


def _seed(opened: Opened) -> None:
    from server.example import seed

    seed(opened.engine, opened.service)


def _told(command: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """The command, with what the operator can mend said in a sentence."""

    def run(given: argparse.Namespace) -> int:
        try:
            return command(given)
        except schema.BehindHead:
            return fail("the database has an older or newer schema: run «migrate» first")
        except OperationalError as error:
            return fail(f"the database cannot be used: {str(error.orig).splitlines()[0]}")
        except Unusable as unusable:
            return fail("\n".join(unusable.problems))
        except UnreadableList as problem:
            return fail(f"the list of the erased cannot be read: {problem}")
        except (ArgumentError, OSError) as error:
            return fail(f"the service cannot be started: {error}")

    return run


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    name: _told(command)
    for name, command in (
        ("serve", serve),
        ("check", check),
        ("migrate", migrate),
        ("seed_example", seed_example),
        ("create_account", create_account),
        ("waiting", people_commands.waiting),
        ("approve", people_commands.approve),
        ("reject", people_commands.reject),
        ("forget_factor", people_commands.forget_factor),
        ("backup", data_commands.backup),
        ("restore", data_commands.restore),
        ("erase", data_commands.erase),
    )
}
