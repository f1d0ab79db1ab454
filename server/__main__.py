"""The service's command line."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit status."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.command is None:
        parser.print_help()
        return 0
    # Imported late: help must not wait for a database library.
    from server import commands

    return commands.COMMANDS[given.run](given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="barnehagealliansen-server", description="The central service of Barnehagealliansen."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    serve = commands.add_parser("serve", help="answer desktops until told to stop")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=int, default=8650, help="0 takes any free port")
    serve.add_argument("--seed-example", action="store_true", help="fill with example data first")
    serve.add_argument("--ready-file", type=Path, help="written when the service answers")
    serve.add_argument(
        "--exit-with-parent", action="store_true", help="stop when standard input ends"
    )
    serve.set_defaults(run="serve")
    check = commands.add_parser("check", help="say what is wrong with the settings")
    check.set_defaults(run="check")
    migrate = commands.add_parser("migrate", help="bring the database to the newest schema")
    migrate.set_defaults(run="migrate")
    seed = commands.add_parser("seed-example", help="fill an empty service with example data")
    seed.set_defaults(run="seed_example")
    account = commands.add_parser("create-account", help="give somebody access")
    _describe_account(account)
    account.set_defaults(run="create_account")
    _describe_people(commands)
    _describe_data(commands)
    for command in commands.choices.values():
        command.add_argument(
            "--database-url", default="", help="PostgreSQL; the settings' where not given"
        )
        command.add_argument("--data-dir", type=Path, help="folder of the embedded database")
    return parser


def _describe_people(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    listing = commands.add_parser("waiting", help="list who waits for access")
    listing.set_defaults(run="waiting")
    approve = commands.add_parser("approve", help="give access to somebody who waits")
    approve.add_argument("--email", required=True)
    approve.set_defaults(run="approve")
    reject = commands.add_parser("reject", help="give no access, and say why")
    reject.add_argument("--email", required=True)
    reject.add_argument("--reason", required=True, help="what the person is told")
    reject.set_defaults(run="reject")
    factor = commands.add_parser("forget-factor", help="let a lost second factor be set up anew")
    factor.add_argument("--email", required=True)
    factor.set_defaults(run="forget_factor")


def _describe_data(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    copy = commands.add_parser("backup", help="copy the database into a file")
    copy.add_argument("--to", type=Path, required=True, metavar="FILE")
    copy.set_defaults(run="backup")
    back = commands.add_parser("restore", help="put a backup back, or say that one was put back")
    back.add_argument("--from", dest="source", type=Path, metavar="FILE")
    back.set_defaults(run="restore")
    forget = commands.add_parser("erase", help="erase what is kept of a person")
    who = forget.add_mutually_exclusive_group(required=True)
    who.add_argument("--person", type=UUID, metavar="ID", help="id of the person's record")
    who.add_argument("--email")
    forget.set_defaults(run="erase")


def _describe_account(account: argparse.ArgumentParser) -> None:
    account.add_argument("--email", required=True)
    account.add_argument("--name", required=True)
    account.add_argument("--role", action="append", required=True, help="may be given again")
    account.add_argument("--kindergarten", help="its name")
    account.add_argument("--municipality", help="four digits; makes the kindergarten if needed")
    account.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )


if __name__ == "__main__":
    sys.exit(main())
