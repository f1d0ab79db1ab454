"""Indexes that nobody asks here are dropped."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (
        ("post", "category_id"),
        ("post", "kindergarten_id"),
        ("post", "received_at"),
        ("reading_receipt", "guideline_id"),
        ("staff_enrolment", "kindergarten_id"),
    ):
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
