"""What the command line does to the data as a whole: backups, the way back, and erasure."""

import argparse
from pathlib import Path

from server import backups, erasure, opening, state
from server.backups import InUse, NoBackup
from server.database import writing
from server.opening import fail, say, settings


def backup(given: argparse.Namespace) -> int:
    """Copy the embedded database into a file."""
    address = settings(given).database
    file = backups.file_of(address)
    if file is None:
        dump, _ = backups.commands(address, given.to)
        return fail(f"nothing was copied: PostgreSQL makes its own backups, with «{dump}»")
    backups.make(file, given.to)
    return say(f"The database is copied to {given.to}.")


def restore(given: argparse.Namespace) -> int:
    """Put a backup back where one is given, and let every device know."""
    address, aside = settings(given).database, None
    if given.source is not None:
        file = backups.file_of(address)
        if file is None:
            _, back = backups.commands(address, given.source)
            return fail(
                f"PostgreSQL reads its own backups: stop the service, run «{back}»,"
                " and then «restore» without --from"
            )
        try:
            aside = backups.put_back(given.source, file)
        except NoBackup as problem:
            return fail(f"{given.source} is no backup of a service: {problem}")
        except InUse:
            return fail("the service is running: stop it first")
    with opening.service(given) as opened, writing(opened.engine) as connection:
        state.renew(connection)
    return _tell_restored(aside)


def _tell_restored(aside: Path | None) -> int:
    say("The data are restored: each desktop offers again what they lack, and fetches all anew.")
    if aside is not None:
        say(f"What was there before lies in {aside}: remove it when it is not needed any more.")
    return 0


def erase(given: argparse.Namespace) -> int:
    """Erase a person."""
    with opening.service(given) as opened:
        if given.person is not None:
            whom = erasure.of_person(opened.engine, given.person)
        else:
            whom = erasure.of_email(opened.engine, given.email)
        if not whom.is_anybody:
            return fail("nothing is kept of such a person")
        report = erasure.erase(opened.service, whom, opened.erased)
    records = ", ".join(f"{count} of {kind}" for kind, count in sorted(report.records.items()))
    return say(
        f"Erased: {report.accounts} accounts; records: {records or 'none'}."
        f" The name is taken off {report.unnamed} posts and comments."
    )
