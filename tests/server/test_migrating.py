"""Upgrades of a PostgreSQL that is in use: nobody waits for long, and what runs works on."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from contract.wire import Status
from server import schema
from server.database import open_engine
from tests.fixtures.service import Manager, Service, creation
from tests.server.test_command_line import run
from tests.source_tree import ROOT
from tests.sync.lives import post

REVISIONS = [
    one.revision for one in ScriptDirectory(str(ROOT / "server" / "migrations")).walk_revisions()
][::-1]
CONTRACTED: dict[str, str] = {}
"""Migrations that take something away, each with the release that did without it already."""


NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "next", "{head}", None, None


def upgrade() -> None:
    op.create_table("mood", sa.Column("id", sa.Uuid(), primary_key=True))
    op.add_column("post", sa.Column("mood", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_post_mood", "post", ["mood"])
    op.add_column("account", sa.Column("mood", sa.String()))
"""


@pytest.fixture
def service(postgresql_url: str) -> Iterator[Service]:
    """What runs while a newer program migrates."""
    engine = open_engine(postgresql_url)
    schema.migrate(engine)
    made = Service(engine)
    yield made
    made.close()


def migrated_by_the_next_program(service: Service, folder: Path) -> subprocess.Popen[str]:
    """The command `migrate` of a program that has one more migration than this one.

    It is the one whom the database stops where it meets others in the other order: it looks for
    that first.
    """
    for package in ("contract", "resources", "server"):
        shutil.copytree(ROOT / package, folder / package)
    more = folder / "server" / "migrations" / "versions" / "9999_next.py"
    more.write_text(NEXT.format(head=REVISIONS[-1]))
    url = service.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "server", "migrate", "--database-url", url]
    loser = {**os.environ, "PGOPTIONS": "-c deadlock_timeout=10ms"}
    return subprocess.Popen(command, cwd=folder, env=loser, stderr=subprocess.PIPE, text=True)


class Pusher(threading.Thread):
    """Pushes one post after the other until it is told to end."""

    def __init__(self, service: Service, kari: Manager, category: UUID) -> None:
        super().__init__()
        self._service, self._kari, self._category = service, kari, category
        self._ended = threading.Event()
        self.applied, self.slowest = 0, 0.0
        self.begun = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            began = time.monotonic()
            change = creation(post(self._kari, self._category, f"innlegg {self.applied}"))
            [result] = self._service.sync.push(self._kari.account, [change]).results
            assert result.status is Status.APPLIED, result
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.applied += 1
            self.begun.set()

    def applied_now(self) -> None:
        """Wait until one more is applied that was begun after now."""
        for _ in range(2):
            self.begun.clear()
            assert self.begun.wait(60)

    def end(self) -> None:
        self._ended.set()
        self.join()


@pytest.mark.slow
def test_pushes_go_on_while_the_next_program_migrates(service: Service, tmp_path: Path) -> None:
    kari, category = service.manager("Kari"), service.category()
    pushers = [Pusher(service, kari, category) for _ in range(3)]
    for one in pushers:
        one.start()
        assert one.begun.wait(60)
    # Somebody holds an account for longer than a migration may let others wait behind it.
    with service.engine.connect() as holder:
        holder.execute(text("SELECT 1 FROM account FOR SHARE"))
        migrating = migrated_by_the_next_program(service, tmp_path)
        while not waits_for_account(service.engine):
            assert migrating.poll() is None
        held = time.monotonic()
        while waits_for_account(service.engine):
            assert time.monotonic() < held + 8
        holder.rollback()
        _, said = migrating.communicate(timeout=60)
    before = sum(one.applied for one in pushers)
    for one in pushers:
        one.applied_now()
        one.end()

    assert (migrating.returncode, said) == (0, "")
    assert max(one.slowest for one in pushers) < 15
    applied = sum(one.applied for one in pushers)
    assert applied > before
    with service.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM post WHERE mood = ''")) == applied
    # What runs goes on; what starts is the next program.
    assert schema.serves(service.engine)
    assert not schema.is_current(service.engine)


def waits_for_account(engine: Engine) -> bool:
    """Whether somebody wants to change the table of accounts and has to wait."""
    asks = """
        SELECT count(*) FROM pg_locks
        WHERE relation = 'account'::regclass AND mode = 'AccessExclusiveLock' AND NOT granted
    """
    with engine.connect() as connection:
        return bool(connection.scalar(text(asks)))


def test_of_two_who_migrate_at_once_one_waits_for_the_other(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(schema.migrate, engine) for _ in range(3)]:
            done.result(60)

    assert schema.is_current(engine)
    engine.dispose()


def test_a_service_does_not_start_on_a_schema_that_is_not_its_own(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    schema.migrate(engine, REVISIONS[-2])
    behind = run("serve", "--port", "0", "--database-url", postgresql_url)
    schema.migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    ahead = run("serve", "--port", "0", "--database-url", postgresql_url)
    engine.dispose()

    sentence = "the database has an older or newer schema: run «migrate» first\n"
    assert [(one.returncode, one.stderr) for one in (behind, ahead)] == [(1, sentence)] * 2


def test_a_migration_adds_and_takes_nothing_that_the_program_before_it_needs(
    postgresql_url: str,
) -> None:
    engine = create_engine(open_engine(postgresql_url).url)
    before: dict[str, dict[str, Any]] = {}
    broken: list[str] = []
    for revision in REVISIONS:
        schema.migrate(engine, revision)
        after = tables(engine)
        if revision not in CONTRACTED:
            broken += [f"{revision}: {one}" for one in missed(before, after)]
        before = after
    engine.dispose()

    assert broken == []


def tables(engine: Engine) -> dict[str, dict[str, Any]]:
    found = inspect(engine)
    return {
        name: {column["name"]: column for column in found.get_columns(name)}
        for name in found.get_table_names()
    }


def missed(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What a program that knows the tables as they were before would stumble over."""
    for name, columns in before.items():
        now = after.get(name, {})
        for column, was in columns.items():
            if column not in now:
                yield f"{name}.{column} is gone"
            elif str(now[column]["type"]) != str(was["type"]):
                yield f"{name}.{column} is of another type"
            elif was["nullable"] and not now[column]["nullable"]:
                yield f"{name}.{column} must be filled in now"
        for column in now.keys() - columns.keys():
            if not now[column]["nullable"] and now[column]["default"] is None:
                yield f"{name}.{column} must be filled in, and nobody did before"


def test_what_a_migration_would_break_is_found() -> None:
    was = {"post": {"id": _column(), "body": _column(nullable=True), "title": _column()}}
    now = {"post": {"id": _column("BIGINT"), "body": _column(), "mood": _column()}}

    assert list(missed(was, now)) == [
        "post.id is of another type",
        "post.body must be filled in now",
        "post.title is gone",
        "post.mood must be filled in, and nobody did before",
    ]


def _column(type_: str = "UUID", *, nullable: bool = False) -> dict[str, Any]:
    return {"type": type_, "nullable": nullable, "default": None}
