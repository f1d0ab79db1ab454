"""Since when somebody waits for approval, and of a kindergarten PBL and its last day."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    waits = sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True)
    op.add_column("staff_enrolment", waits)
    op.add_column("kindergarten", sa.Column("pbl", sa.Boolean(), nullable=True))
    op.add_column("kindergarten", sa.Column("leaves_on", sa.Date(), nullable=True))
