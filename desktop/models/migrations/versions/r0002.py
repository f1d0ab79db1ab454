"""What is kept beside the records for sync, and drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _draft()
    _sync_answered()
    _sync_base()
    _sync_conflict()
    _sync_cursor()
    _sync_meta()
    _sync_outbox()
    _sync_parked()
    _sync_refused()
    _sync_synced()
    _sync_trash()


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("record_id", sa.Uuid(), primary_key=True),
        sa.Column("field", sa.String(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
    )


def _sync_answered() -> None:
    op.create_table(
        "sync_answered",
        sa.Column("mutation_id", sa.Uuid(), primary_key=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON()),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_sync_answered_answered_at", "sync_answered", ["answered_at"])


def _sync_base() -> None:
    op.create_table(
        "sync_base",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("record_id", sa.Uuid(), primary_key=True),
        sa.Column("fields", sa.JSON(), nullable=False),
    )


def _sync_conflict() -> None:
    op.create_table(
        "sync_conflict",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("record_id", sa.Uuid(), primary_key=True),
        sa.Column("field", sa.String(), primary_key=True),
        sa.Column("base", sa.JSON()),
        sa.Column("mine", sa.JSON()),
        sa.Column("theirs", sa.JSON()),
        sa.Column("found_at", sa.DateTime(), nullable=False),
    )


def _sync_cursor() -> None:
    op.create_table(
        "sync_cursor",
        sa.Column("scope", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _sync_meta() -> None:
    op.create_table(
        "sync_meta",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.JSON(), nullable=False),
    )


def _sync_outbox() -> None:
    op.create_table(
        "sync_outbox",
        sa.Column("seq", sa.Integer(), autoincrement=True, primary_key=True),
        sa.Column("mutation_id", sa.Uuid(), unique=True),
        sa.Column("group_id", sa.Uuid()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("base_version", sa.Integer()),
        sa.Column("require", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String()),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sync_outbox_group_id", "sync_outbox", ["group_id"])
    op.create_index("ix_sync_outbox_record", "sync_outbox", ["kind", "record_id"])
    op.create_index("ix_sync_outbox_record_id", "sync_outbox", ["record_id"])


def _sync_parked() -> None:
    op.create_table(
        "sync_parked",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("record_id", sa.Uuid(), primary_key=True),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
    )


def _sync_refused() -> None:
    op.create_table(
        "sync_refused",
        sa.Column("seq", sa.Integer(), autoincrement=True, primary_key=True),
        sa.Column("group_id", sa.Uuid()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("refused_at", sa.DateTime(), nullable=False),
        sqlite_autoincrement=True,
    )


def _sync_synced() -> None:
    op.create_table(
        "sync_synced",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("record_id", sa.Uuid(), primary_key=True),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_sync_synced_scope", "sync_synced", ["scope"])


def _sync_trash() -> None:
    op.create_table(
        "sync_trash",
        sa.Column("seq", sa.Integer(), autoincrement=True, primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("trashed_at", sa.DateTime(), nullable=False),
        sqlite_autoincrement=True,
    )
