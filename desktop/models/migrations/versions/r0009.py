"""Categories that are closed, links, mentions, thumbs-up, what is told the office, and outreach.

Beside the posts stands how far this user has read them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    no = sa.text("0")
    op.add_column("category", sa.Column("closed", sa.Boolean(), nullable=False, server_default=no))
    for table, name in (("post", "links"), ("post", "mentions"), ("comment", "mentions")):
        op.add_column(table, sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    for table, name in (("post", "withdrawn_at"), ("post", "edited_at"), ("comment", "edited_at")):
        op.add_column(table, sa.Column(name, sa.DateTime()))
    # What is new is sought by when it came, also among the answers.
    op.create_index("ix_comment_received_at", "comment", ["received_at"])
    for table in ("post", "comment"):
        few = sa.text("mentions != '[]'")
        op.create_index(f"ix_{table}_mentioning", table, ["received_at"], sqlite_where=few)
    _thumb()
    _feedback()
    _outreach()
    op.create_table(
        "forum_read",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("post_id"),
        sqlite_with_rowid=False,
    )


def _thumb() -> None:
    op.create_table(
        "thumb",
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("kindergarten_id", sa.Uuid()),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_thumb"),
    )
    for name in ("post_id", "target_id"):
        op.create_index(f"ix_thumb_{name}", "thumb", [name])


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sort", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Uuid()),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime()),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )


def _outreach() -> None:
    op.create_table(
        "outreach",
        sa.Column("kindergarten_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("organisation_number", sa.String()),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("reply", sa.String(length=40), nullable=False),
        sa.Column("replied_on", sa.Date()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_outreach"),
    )
    op.create_index("ix_outreach_kindergarten_id", "outreach", ["kindergarten_id"])
