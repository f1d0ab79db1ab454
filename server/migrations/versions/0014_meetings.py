"""An item that waits for a meeting keeps the raised case that it treats."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("queued_item", sa.Column("case_id", sa.Uuid()))
    op.create_index("ix_queued_item_case_id", "queued_item", ["case_id"])
