"""Roles that somebody has from a later day on."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    none = sa.Column("next_roles", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("staff_enrolment", none)
    op.add_column("staff_enrolment", sa.Column("roles_from", sa.Date(), nullable=True))
