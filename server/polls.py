"""Polls in vain, which are most of what is asked: answered in the event loop, without a worker."""

import sys
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from server import accounts, rights
from server.database import is_sqlite
from server.rights import Look

if TYPE_CHECKING:
    # What speaks to PostgreSQL alone is loaded where that is used.
    from server.glances import Glances


class Polls:
    """What the event loop of one application can find out by itself."""

    def __init__(self, engine: Engine) -> None:
        self._glances = _glances(engine)

    async def look(self, bearer: str) -> Look | None:
        """What whom a token speaks for sees now.

        None where a worker has to find that out: with SQLite always, else for who reads
        everywhere or works elsewhere now, and where the token is good for nothing as it stands.
        """
        if self._glances is None:
            return None
        told = await self._glances.ask(rights.given(accounts.token_hash(bearer)))
        return None if told is None else rights.seen(told)


def _glances(engine: Engine) -> "Glances | None":
    # On Windows the event loop hears of no connection but its own.
    if is_sqlite(engine) or sys.platform == "win32":
        return None
    from server.glances import Glances

    return Glances(engine, rights.question(engine.dialect))
