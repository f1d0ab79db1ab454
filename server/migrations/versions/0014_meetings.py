"""An item that waits keeps the raised case that it treats; a deputy stands in for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("queued_item", sa.Column("case_id", sa.Uuid()))
    op.create_index("ix_queued_item_case_id", "queued_item", ["case_id"])
    for name in ("stands_in_from", "stands_in_until"):
        op.add_column("staff_enrolment", sa.Column(name, sa.Date()))
