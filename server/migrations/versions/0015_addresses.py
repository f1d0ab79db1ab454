"""Indexes for what is looked up of people here: by address, by kindergarten, and what is gone."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_staff_enrolment_kindergarten_id", "staff_enrolment", ["kindergarten_id"])
    gone = sa.text("op = 'delete'")
    op.create_index(
        "ix_revision_deletion", "revision", ["kind"], sqlite_where=gone, postgresql_where=gone
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    small = sa.text('lower(email COLLATE "C")')
    odd = sa.text("email COLLATE \"C\" ~ '[^!-~]'")
    for table in ("person", "staff_enrolment"):
        op.create_index(f"ix_{table}_email", table, [small])
        op.create_index(f"ix_{table}_odd_email", table, ["id"], postgresql_where=odd)
