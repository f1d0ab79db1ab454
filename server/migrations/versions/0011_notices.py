"""Answers to notices, items that wait, templates of agendas, and more that is known of meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _widen_meetings()
    _make_replies()
    _make_queue()
    _make_templates()


def _widen_meetings() -> None:
    with op.batch_alter_table("meeting", recreate="never") as meeting:
        meeting.add_column(
            sa.Column("sort", sa.String(length=40), nullable=False, server_default="ordinary")
        )
        meeting.add_column(sa.Column("reason", sa.String(), nullable=False, server_default=""))
        meeting.add_column(sa.Column("series_id", sa.Uuid(), nullable=True))
        meeting.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("agenda_item", recreate="never") as item:
        item.add_column(
            sa.Column("accepted", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        item.add_column(sa.Column("proposed_by_id", sa.Uuid(), nullable=True))
        item.add_column(sa.Column("origin_id", sa.Uuid(), nullable=True))


def _make_replies() -> None:
    op.create_table(
        "meeting_reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("kindergarten_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_reply"),
    )
    op.create_index("ix_meeting_reply_meeting_id", "meeting_reply", ["meeting_id"])
    op.create_index("ix_meeting_reply_network_id", "meeting_reply", ["network_id"])


def _make_queue() -> None:
    op.create_table(
        "queued_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("presenter", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("origin_id", sa.Uuid(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_queued_item"),
    )
    op.create_index("ix_queued_item_network_id", "queued_item", ["network_id"])


def _make_templates() -> None:
    op.create_table(
        "agenda_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_template"),
    )
    op.create_index("ix_agenda_template_network_id", "agenda_template", ["network_id"])
