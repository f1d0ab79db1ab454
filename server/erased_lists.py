"""Several machines on one database: what the list of the erased of one has, all others get."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from contract.wire import ServiceRefused
from server import erasure
from server.database import is_sqlite
from server.erased import UnreadableList
from server.logs import facts
from server.opening import Opened

_log = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds until a machine has heard of what was erased on another."""


@contextmanager
def exchanged(opened: Opened) -> Iterator[None]:
    """Keep the list of this machine, and what the database knows, up to date with each other.

    The embedded database is of one machine.
    """
    if is_sqlite(opened.engine):
        yield
        return
    stopped = Event()
    thread = Thread(target=_go_on, args=[opened, stopped], name="erased", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _go_on(opened: Opened, stopped: Event) -> None:
    while not stopped.wait(EVERY):
        try:
            count = erasure.exchange(opened.service, opened.erased)
        except (DBAPIError, NoConnection, ServiceRefused) as error:
            _log.warning("The list of the erased waits for the database: %s", type(error).__name__)
        except (UnreadableList, OSError) as error:
            _log.error("The list of the erased cannot be kept: %s", type(error).__name__)
        else:
            if count:
                told = facts(count=count)
                _log.warning(
                    "The database was set back: who was erased is erased again", extra=told
                )
