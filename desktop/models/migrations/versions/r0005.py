"""What refused changes required, whose words lie in the trash, and which versions were seen."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("sync_refused", sa.Column("require", sa.JSON(), nullable=True))
    op.add_column("sync_trash", sa.Column("mine", sa.JSON(), nullable=True))
    op.add_column("sync_trash", sa.Column("scope", sa.String(), nullable=True))
    op.create_index(
        "ix_sync_outbox_require", "sync_outbox", ["seq"], sqlite_where=sa.text("require != '[]'")
    )
    _remember_what_was_seen()


def _remember_what_was_seen() -> None:
    """What waits for sending named the records that it requires, and not their versions."""
    connection = op.get_bind()
    known = {
        (kind, record): version
        for kind, record, version in connection.execute(
            sa.text("SELECT kind, record_id, version FROM sync_synced")
        )
    }
    unsent = sa.text("SELECT seq, require FROM sync_outbox WHERE mutation_id IS NULL")
    rows = connection.execute(unsent).all()
    for seq, text in rows:
        required: list[list[Any]] = json.loads(text)
        if required:
            seen = [
                [kind, id_, known.get((kind, id_.replace("-", "")), 0)]
                for kind, id_, *_ in required
            ]
            connection.execute(
                sa.text("UPDATE sync_outbox SET require = :seen WHERE seq = :seq"),
                {"seen": json.dumps(seen), "seq": seq},
            )
