"""Which meeting approved minutes, who else reads them, corrections, and comments on drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("meeting", sa.Column("approved_in_id", sa.Uuid()))
    op.add_column("agenda_item", sa.Column("approves_id", sa.Uuid()))
    op.add_column("minutes", sa.Column("reach", sa.String()))
    op.add_column("minutes", sa.Column("reason", sa.String()))
    op.create_table(
        "minutes_correction",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_correction"),
    )
    op.create_index("ix_minutes_correction_meeting_id", "minutes_correction", ["meeting_id"])
    op.create_table(
        "minutes_comment",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_comment"),
    )
    op.create_index("ix_minutes_comment_meeting_id", "minutes_comment", ["meeting_id"])
