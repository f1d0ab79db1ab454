"""Categories that are closed, links, mentions, thumbs-up, what is told the office, and outreach."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    no = sa.text("false") if op.get_bind().dialect.name == "postgresql" else sa.text("0")
    op.add_column("category", sa.Column("closed", sa.Boolean(), nullable=False, server_default=no))
    for table, name in (("post", "links"), ("post", "mentions"), ("comment", "mentions")):
        op.add_column(table, sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    for table, name in (("post", "withdrawn_at"), ("post", "edited_at"), ("comment", "edited_at")):
        moment = sa.Column(name, sa.DateTime(timezone=True), nullable=True)
        op.add_column(table, moment)
    _create_thumb()
    _create_feedback()
    _create_outreach()


def _create_thumb() -> None:
    op.create_table(
        "thumb",
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("kindergarten_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thumb")),
    )
    op.create_index(op.f("ix_thumb_post_id"), "thumb", ["post_id"])


def _create_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sort", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )


def _create_outreach() -> None:
    op.create_table(
        "outreach",
        sa.Column("kindergarten_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("organisation_number", sa.String(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("reply", sa.String(length=40), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreach")),
    )
