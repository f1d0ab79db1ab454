"""A desktop without windows: the real store, engine and HTTP, each step measured.

python -m benchmarks.sync_desktop DATABASE ADDRESS TOKEN, then lines as in children.py.
"""

import gc
import sys
import time
from contextlib import closing
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.children import obey, peak, reset_peak
from benchmarks.sync_taken import Taken
from benchmarks.sync_texts import Posts
from contract.records import Post
from desktop.interpreter import settle
from desktop.models.search import search
from desktop.models.store import Store
from desktop.sync.engine import SyncEngine
from desktop.sync.http_api import HttpApi

_AT_ONCE = 500
_NOWHERE = "qqqq"
"""A word that no text has: what is found costs nothing."""


class Desktop:
    """One store, kept in step with one service."""

    def __init__(self, path: Path, address: str, token: str) -> None:
        self._store = Store(path)
        self._api = HttpApi(address, token)
        self._engine = SyncEngine(self._store, self._api)
        settle()
        # The connection is there, as it is in a program whose user has just signed in.
        self._api.health()

    def run(self, *, looks: bool = True) -> dict[str, float]:
        """Sync until in step, or without `looks` as after a change; what it took."""
        gc.collect()
        before, idle = self._traffic(), reset_peak()
        begin = time.perf_counter()
        report = self._engine.run(looks=looks)
        seconds = time.perf_counter() - begin
        requests, sent, received = (b - a for a, b in zip(before, self._traffic(), strict=True))
        return asdict(
            Taken(seconds, requests, sent, received, peak() - idle, report.pulled, report.pushed)
        )

    def create(self, count: int, category: str, kindergarten: str, person: str) -> None:
        """Write posts, as the program does, to be sent later."""
        posts = Posts(UUID(category), UUID(kindergarten), UUID(person))
        waiting = (posts.make() for _ in range(count))
        while batch := list(islice(waiting, _AT_ONCE)):
            self._store.act(Session.add_all, batch)

    def edit(self, count: int, seed: int) -> None:
        """Write other words into some posts, each in an action of its own."""
        ids = self._store.read(lambda session: list(session.scalars(select(Post.id))))
        texts = Posts(ids[0], ids[0], ids[0], seed=seed)
        for id_ in Random(seed).sample(ids, count):
            self._store.act(_rewrite, id_, texts.text(300))

    def index(self) -> float:
        """Search until the index has all that has come; the seconds."""
        begin = time.perf_counter()
        while self._store.read(search, _NOWHERE).behind:
            pass
        return time.perf_counter() - begin

    def close(self) -> None:
        """Leave all in the one file, which others are copied from."""
        self._api.close()
        self._store.close()

    def _traffic(self) -> tuple[int, int, int]:
        traffic = self._api.traffic
        return traffic.requests, traffic.sent, traffic.received


def _rewrite(session: Session, id_: UUID, body: str) -> None:
    session.get_one(Post, id_).body = body


def main() -> None:
    """Do as told."""
    path, address, token = sys.argv[1:]
    with closing(Desktop(Path(path), address, token)) as desktop:
        names = ("run", "create", "edit", "index")
        obey({name: getattr(desktop, name) for name in names})


if __name__ == "__main__":
    main()
