"""Texts wait to be indexed for the search, and what sync looks for is found at once.

The triggers of posts and answers no longer index themselves, which costs more than all else that
a pull does with a row: they note whose text waits, and take an old text out of the index. What
waits is not in the index, so its old text need not be taken out.
"""

from string import Template

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_WAITING = """CREATE TABLE forum_search_waiting (
    record_id CHAR(32) NOT NULL,
    kind VARCHAR NOT NULL,
    PRIMARY KEY (record_id, kind)
) WITHOUT ROWID"""

_IS_WAITING = """EXISTS (
        SELECT 1 FROM forum_search_waiting WHERE record_id = old.id AND kind = '$kind'
    )"""

# the index finds what to take away by the text that it was given
_FORGET = """INSERT INTO forum_search (forum_search, rowid, title, body)
    SELECT 'delete', id, $old_title, $old_body FROM forum_search_entry
    WHERE record_id = old.id AND kind = '$kind' AND NOT $is_waiting;"""

_TRIGGERS = (
    """CREATE TRIGGER ${kind}_search_insert AFTER INSERT ON $kind BEGIN
    INSERT INTO forum_search_waiting (record_id, kind) VALUES (new.id, '$kind');
END""",
    # an upsert names every column, changed or not
    """CREATE TRIGGER ${kind}_search_update AFTER UPDATE OF $columns ON $kind
WHEN $old_title IS NOT $new_title OR $old_body IS NOT $new_body BEGIN
    $forget
    INSERT INTO forum_search_waiting (record_id, kind)
    SELECT old.id, '$kind' WHERE NOT $is_waiting;
END""",
    """CREATE TRIGGER ${kind}_search_delete AFTER DELETE ON $kind BEGIN
    $forget
    DELETE FROM forum_search_entry WHERE record_id = old.id AND kind = '$kind';
    DELETE FROM forum_search_waiting WHERE record_id = old.id AND kind = '$kind';
END""",
)

_COLUMNS = {"post": "title, body, loves, hopes, tags", "comment": "body"}
_TITLES = {"post": "$row.title", "comment": "''"}
_BODIES = {
    "post": "($row.body || char(10) || $row.loves || char(10) || $row.hopes || char(10) ||"
    " coalesce((SELECT group_concat(value, ', ') FROM json_each($row.tags)), ''))",
    "comment": "$row.body",
}


def upgrade() -> None:
    op.execute(_WAITING)
    for kind in ("post", "comment"):
        _replace_triggers(kind)
    _sync_synced()
    # Each record is always asked for by kind and id together.
    op.drop_index("ix_sync_outbox_record_id", "sync_outbox")
    sent = sa.text("mutation_id IS NOT NULL")
    op.create_index("ix_sync_outbox_sent", "sync_outbox", ["seq"], sqlite_where=sent)


def _replace_triggers(kind: str) -> None:
    names = {"kind": kind, "columns": _COLUMNS[kind]}
    for row in ("old", "new"):
        names[f"{row}_title"] = Template(_TITLES[kind]).substitute(row=row)
        names[f"{row}_body"] = Template(_BODIES[kind]).substitute(row=row)
    names["is_waiting"] = Template(_IS_WAITING).substitute(names)
    names["forget"] = Template(_FORGET).substitute(names)
    for event, statement in zip(("insert", "update", "delete"), _TRIGGERS, strict=True):
        op.execute(f"DROP TRIGGER {kind}_search_{event}")
        op.execute(Template(statement).substitute(names))


def _sync_synced() -> None:
    op.rename_table("sync_synced", "sync_synced_before")
    op.drop_index("ix_sync_synced_scope", "sync_synced_before")
    op.create_table(
        "sync_synced",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "record_id"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO sync_synced SELECT kind, record_id, scope, version FROM sync_synced_before"
        " ORDER BY kind, record_id"
    )
    op.drop_table("sync_synced_before")
