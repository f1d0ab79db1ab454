"""Indexes for the meetings that a person conducts: every device asks for them each minute."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_meeting_chair_id", "meeting", ["chair_id"])
    op.create_index("ix_meeting_minute_taker_id", "meeting", ["minute_taker_id"])
