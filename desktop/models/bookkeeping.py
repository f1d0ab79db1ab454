"""What the desktop keeps beside the records: what waits, what is synced, what must be settled.

Plain tables, written with Core by the outbox hook and by sync, never through ORM objects.
"""

from typing import Any

from sqlalchemy import JSON, Column, Index, Integer, MetaData, String, Table, Text, Uuid, and_, text

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

mutation = Table(
    "sync_mutation",
    bookkeeping,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("mutation_id", Uuid),
    Column("group_id", Uuid),
    Column("kind", String, nullable=False),
    Column("record_id", Uuid, nullable=False),
    Column("op", String, nullable=False),
    Column("base_version", Integer),
    Column("require", JSON, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("last_error", String),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime),
    sqlite_autoincrement=True,
)
"""This device's changes in the user's order, each in one row from its writing to its end.

mutation_id and base_version are empty until the row is first sent, and frozen from then on.
`answered_at` is the service's time, empty until the service has applied the change.
"""

content = Table(
    "sync_content",
    bookkeeping,
    Column("seq", Integer, primary_key=True),
    Column("fields", JSON, nullable=False),
    Column("base", JSON(none_as_null=True)),
)
"""The words of each change, apart from what happens to it: they are long, and written once.

`base` is kept once the change is answered. A trigger takes the words away with their change.
"""

views = MetaData()


def _view(name: str, *columns: Column[Any]) -> Table:
    told = (Column(one.name, one.type, primary_key=one.primary_key) for one in columns)
    return Table(name, views, *told)


outbox = _view(
    "sync_outbox", *(one for one in mutation.c if one.name != "answered_at"), content.c.fields
)
"""A view of what waits, and of what was sent and has had no answer."""

answered = _view("sync_answered", *mutation.c, content.c.fields, content.c.base)
"""A view of what the service has applied, to offer again after a restore."""

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

forum_read = Table(
    "forum_read",
    bookkeeping,
    Column("post_id", Uuid, primary_key=True),
    Column("until", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
"""Which posts this user has read since the forum was last marked as read, and up to when."""

parked = Table(
    "sync_parked",
    bookkeeping,
    *_record(),
    Column("scope", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("fields", JSON, nullable=False),
)
"""Rows that a newer program wrote and this one cannot read; kept for the day it can."""

# Each holds the few that wait, or what was answered: neither is to be sought among the other.
_UNANSWERED = mutation.c.answered_at.is_(None)
_ANSWERED = mutation.c.answered_at.is_not(None)
Index("ix_sync_outbox_id", mutation.c.mutation_id, unique=True, sqlite_where=_UNANSWERED)
Index(
    "ix_sync_outbox_group",
    mutation.c.group_id,
    sqlite_where=and_(mutation.c.group_id.is_not(None), _UNANSWERED),
)
Index("ix_sync_outbox_record", mutation.c.kind, mutation.c.record_id, sqlite_where=_UNANSWERED)
Index(
    "ix_sync_outbox_require",
    mutation.c.seq,
    sqlite_where=and_(text("require != '[]'"), _UNANSWERED),
)
Index("ix_sync_answered_record", mutation.c.kind, mutation.c.record_id, sqlite_where=_ANSWERED)
Index("ix_sync_answered_at", mutation.c.answered_at, sqlite_where=_ANSWERED)
