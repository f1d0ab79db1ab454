"""What the command line does to the data as a whole: backups, the way back, and erasure."""

import argparse

from server import backups, dumps, erasure, opening, state
from server.backups import InUse, NoBackup
from server.database import writing
from server.dumps import Failed
from server.opening import fail, say, settings


def backup(given: argparse.Namespace) -> int:
    """Copy the database into a file, while the service may run."""
    address = settings(given).database
    file = backups.file_of(address)
    if file is not None:
        backups.make(file, given.to)
    else:
        try:
            dumps.make(address, given.to)
        except Failed as problem:
            return fail(f"nothing was copied: {problem}")
    return say(f"The database is copied to {given.to}.")


def restore(given: argparse.Namespace) -> int:
    """Put a backup back where one is given, and let every device know."""
    left = ""
    if given.source is not None:
        try:
            left = _put_back(given)
        except NoBackup as problem:
            return fail(f"{given.source} is no backup of a service: {problem}")
        except InUse:
            return fail("the service is running: stop it first")
        except Failed as problem:
            return fail(f"nothing was restored: {problem}")
    with opening.service(given) as opened, writing(opened.engine) as connection:
        state.renew(connection)
    say("The data are restored: each desktop offers again what they lack, and fetches all anew.")
    if left:
        say(f"What was there before lies in {left}: remove it when it is not needed any more.")
    return 0


def _put_back(given: argparse.Namespace) -> str:
    """Put a backup back; where that lies which was there before, or nothing."""
    file = backups.file_of(settings(given).database)
    if file is not None:
        return str(backups.put_back(given.source, file) or "")
    with opening.database(given) as engine:
        return f"the schema {dumps.ASIDE}" if dumps.put_back(engine, given.source) else ""


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
        f" Requests and mails that waited: {report.waiting}."
    )
