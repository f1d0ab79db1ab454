"""What the desktop keeps beside the records: what waits, what is synced, what must be settled.

Plain tables, written with Core by the outbox hook and by sync, never through ORM objects.
"""

from sqlalchemy import JSON, Column, Index, Integer, MetaData, String, Table, Text, Uuid, text

from contract.records.types import UtcDateTime

bookkeeping = MetaData()


def _record() -> tuple[Column[str], Column[object]]:
    return (
        Column("kind", String, primary_key=True),
        Column("record_id", Uuid, primary_key=True),
    )


meta = Table(
    "sync_meta",
    bookkeeping,
    Column("key", String, primary_key=True),
    Column("value", JSON, nullable=False),
)
"""Single facts: generation, account, when sync last came to rest."""

cursor = Table(
    "sync_cursor",
    bookkeeping,
    Column("scope", String, primary_key=True),
    Column("version", Integer, nullable=False),
)

synced = Table(
    "sync_synced",
    bookkeeping,
    *_record(),
    Column("scope", String, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Without an index by scope: a scope is lost or fetched anew seldom, and rows come all the time."""

scope = Table(
    "sync_scope",
    bookkeeping,
    Column("scope", String, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("digest", String(16), nullable=False),
    Column("in_step_at", UtcDateTime),
)
"""How many records of a scope are synced and their digest, kept by difference with `synced`.

`in_step_at` is the service's time when both were last found to be its own.
"""

base = Table(
    "sync_base",
    bookkeeping,
    *_record(),
    Column("fields", JSON, nullable=False),
)
"""The synced fields of records that have waiting changes."""

outbox = Table(
    "sync_outbox",
    bookkeeping,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("mutation_id", Uuid, unique=True),
    Column("group_id", Uuid, index=True),
    Column("kind", String, nullable=False),
    Column("record_id", Uuid, nullable=False),
    Column("op", String, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("base_version", Integer),
    Column("require", JSON, nullable=False),
    Column("state", String, nullable=False, default="waiting"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("last_error", String),
    Column("saved_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""Waiting changes in the user's order. `state` is waiting or sent.

mutation_id and base_version are empty until the row is first sent, and frozen from then on.
"""

answered = Table(
    "sync_answered",
    bookkeeping,
    Column("mutation_id", Uuid, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("group_id", Uuid),
    Column("kind", String, nullable=False),
    Column("record_id", Uuid, nullable=False),
    Column("op", String, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("require", JSON, nullable=False),
    Column("base", JSON),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False, index=True),
    Index("ix_sync_answered_record", "kind", "record_id"),
)
"""What the service has applied of this device's changes, to offer again after a restore.

The columns are the outbox's, so that rows move over in one statement; `answered_at` is the
service's time.
"""

conflict = Table(
    "sync_conflict",
    bookkeeping,
    *_record(),
    Column("field", String, primary_key=True),
    Column("base", JSON),
    Column("mine", JSON),
    Column("theirs", JSON),
    Column("found_at", UtcDateTime, nullable=False),
)
"""Fields that two people wrote: the user picks. The field `*` is a deletion met by an edit."""

refused = Table(
    "sync_refused",
    bookkeeping,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("group_id", Uuid),
    Column("kind", String, nullable=False),
    Column("record_id", Uuid, nullable=False),
    Column("op", String, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("code", String, nullable=False),
    Column("field", String, nullable=False, default=""),
    Column("about", JSON, nullable=False),
    Column("require", JSON),
    Column("refused_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

trash = Table(
    "sync_trash",
    bookkeeping,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("record_id", Uuid, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("mine", JSON),
    Column("scope", String),
    Column("reason", String, nullable=False),
    Column("trashed_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""Records that left while their user's words were in them, as they were shown here.

`mine` holds the fields that this user wrote, `scope` whose readers may see the rest.
"""

merged = Table(
    "sync_merged",
    bookkeeping,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("record_id", Uuid, nullable=False),
    Column("field", String, nullable=False),
    Column("base", JSON),
    Column("mine", JSON),
    Column("theirs", JSON),
    Column("joined", JSON),
    Column("merged_at", UtcDateTime, nullable=False),
    Index("ix_sync_merged_record", "kind", "record_id"),
    sqlite_autoincrement=True,
)
"""Texts that the program put together from mine and theirs, shown for 30 days."""

draft = Table(
    "draft",
    bookkeeping,
    *_record(),
    Column("field", String, primary_key=True),
    Column("text", Text, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)
"""What is being typed and is no edit yet."""

parked = Table(
    "sync_parked",
    bookkeeping,
    *_record(),
    Column("scope", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("fields", JSON, nullable=False),
)
"""Rows that a newer program wrote and this one cannot read; kept for the day it can."""

Index("ix_sync_outbox_record", outbox.c.kind, outbox.c.record_id)
# Few are such, also where many wait.
Index("ix_sync_outbox_sent", outbox.c.seq, sqlite_where=outbox.c.mutation_id.is_not(None))
Index("ix_sync_outbox_require", outbox.c.seq, sqlite_where=text("require != '[]'"))
