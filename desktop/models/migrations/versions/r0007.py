"""A change keeps its row when it is sent and answered, and its words lie beside it.

What was answered comes first, in its order, and counts down from what waits: the numbers that it
had in the outbox are not its own any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_KEPT = "mutation_id, group_id, kind, record_id, op, require, saved_at"
_OF_OUTBOX = "base_version, attempts, last_error"
_RENUMBER = """CREATE TEMPORARY TABLE answered_place AS SELECT mutation_id,
    (SELECT min(coalesce(min(seq), 1), 1) FROM sync_outbox_before)
        - row_number() OVER (ORDER BY answered_at DESC, seq DESC) AS place
    FROM sync_answered_before"""
_MOVES = (
    f"""INSERT INTO sync_mutation (seq, {_KEPT}, attempts, answered_at)
    SELECT place, {_KEPT}, 1, answered_at
    FROM answered_place JOIN sync_answered_before USING (mutation_id) ORDER BY place""",  # noqa: S608 - columns of our own
    """INSERT INTO sync_content (seq, fields, base) SELECT place, fields, nullif(base, 'null')
    FROM answered_place JOIN sync_answered_before USING (mutation_id) ORDER BY place""",
    f"""INSERT INTO sync_mutation (seq, {_KEPT}, {_OF_OUTBOX})
    SELECT seq, {_KEPT}, {_OF_OUTBOX} FROM sync_outbox_before ORDER BY seq""",  # noqa: S608 - as above
    """INSERT INTO sync_content (seq, fields)
    SELECT seq, fields FROM sync_outbox_before ORDER BY seq""",
    # No number is given twice, though those that had the highest are gone.
    "DELETE FROM sqlite_sequence WHERE name = 'sync_mutation'",
    """INSERT INTO sqlite_sequence (name, seq)
    SELECT 'sync_mutation', seq FROM sqlite_sequence WHERE name = 'sync_outbox_before'""",
    "DROP TABLE answered_place",
)
_OF_BOTH = """sync_mutation.seq, mutation_id, group_id, kind, record_id, op, base_version, require,
    attempts, last_error, saved_at"""
_FIELDS = "(SELECT fields FROM sync_content WHERE seq = sync_mutation.seq) AS fields"
_BASE = "(SELECT base FROM sync_content WHERE seq = sync_mutation.seq) AS base"
_BESIDE = (
    # The words are sought only for those who ask for them, and no plan begins with them.
    f"""CREATE VIEW sync_outbox AS SELECT {_OF_BOTH}, {_FIELDS}
FROM sync_mutation WHERE answered_at IS NULL""",  # noqa: S608 - as above
    f"""CREATE VIEW sync_answered AS SELECT {_OF_BOTH}, answered_at, {_FIELDS}, {_BASE}
FROM sync_mutation WHERE answered_at IS NOT NULL""",  # noqa: S608 - as above
    """CREATE TRIGGER sync_mutation_delete AFTER DELETE ON sync_mutation BEGIN
    DELETE FROM sync_content WHERE seq = old.seq;
END""",
)


def upgrade() -> None:
    for name in ("sync_outbox", "sync_answered"):
        op.rename_table(name, f"{name}_before")
    _make_tables()
    for statement in (_RENUMBER, *_MOVES):
        op.execute(statement)
    for name in ("sync_outbox", "sync_answered"):
        op.drop_table(f"{name}_before")
    _make_indexes()
    for statement in _BESIDE:
        op.execute(statement)


def _make_tables() -> None:
    op.create_table(
        "sync_mutation",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("mutation_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("require", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sync_content",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )


def _make_indexes() -> None:
    waits, done = sa.text("answered_at IS NULL"), sa.text("answered_at IS NOT NULL")
    grouped = sa.text("group_id IS NOT NULL AND answered_at IS NULL")
    requires = sa.text("require != '[]' AND answered_at IS NULL")
    place = ["kind", "record_id"]
    table = "sync_mutation"
    op.create_index("ix_sync_outbox_id", table, ["mutation_id"], unique=True, sqlite_where=waits)
    op.create_index("ix_sync_outbox_group", table, ["group_id"], sqlite_where=grouped)
    op.create_index("ix_sync_outbox_record", table, place, sqlite_where=waits)
    op.create_index("ix_sync_outbox_require", table, ["seq"], sqlite_where=requires)
    op.create_index("ix_sync_answered_record", table, place, sqlite_where=done)
    op.create_index("ix_sync_answered_at", table, ["answered_at"], sqlite_where=done)
