"""What is answered in the outbox's columns, the stand of each scope, and texts put together."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

from contract.digest import EMPTY, mark, toggled

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _sync_answered()
    _sync_scope()
    _sync_merged()


def _sync_answered() -> None:
    op.rename_table("sync_answered", "sync_answered_before")
    op.drop_index("ix_sync_answered_answered_at", "sync_answered_before")
    op.create_table(
        "sync_answered",
        sa.Column("mutation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("require", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("mutation_id"),
    )
    op.create_index("ix_sync_answered_answered_at", "sync_answered", ["answered_at"])
    op.create_index("ix_sync_answered_record", "sync_answered", ["kind", "record_id"])
    # Ids are kept as 32 digits without dashes, and written with them inside the content.
    op.execute(
        "INSERT INTO sync_answered SELECT mutation_id, rowid,"
        " replace(json_extract(content, '$.group'), '-', ''), json_extract(content, '$.kind'),"
        " replace(json_extract(content, '$.record'), '-', ''), json_extract(content, '$.op'),"
        " json_extract(content, '$.fields'), json_extract(content, '$.require'),"
        " base, answered_at, answered_at FROM sync_answered_before"
    )
    op.drop_table("sync_answered_before")


def _sync_scope() -> None:
    op.create_table(
        "sync_scope",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("in_step_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("scope"),
    )
    _count_what_is_held()


def _count_what_is_held() -> None:
    connection = op.get_bind()
    marks: dict[str, list[int]] = {}
    rows = connection.execute(sa.text("SELECT scope, kind, record_id, version FROM sync_synced"))
    for scope, kind, record, version in rows:
        if version:
            marks.setdefault(scope, []).append(mark(kind, UUID(record), version))
    for scope, those in marks.items():
        connection.execute(
            sa.text("INSERT INTO sync_scope (scope, count, digest) VALUES (:scope, :n, :digest)"),
            {"scope": scope, "n": len(those), "digest": toggled(EMPTY, those)},
        )


def _sync_merged() -> None:
    op.create_table(
        "sync_merged",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=True),
        sa.Column("mine", sa.JSON(), nullable=True),
        sa.Column("theirs", sa.JSON(), nullable=True),
        sa.Column("joined", sa.JSON(), nullable=True),
        sa.Column("merged_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sync_merged_record", "sync_merged", ["kind", "record_id"])
