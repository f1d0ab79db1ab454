"""How networks meet and rotate, who was asked to lead one, raised cases, expert kindergartens."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_to_networks()
    _add_to_others()
    _create_contact()
    _create_raised_case()
    _create_expert_application()


def _add_to_networks() -> None:
    op.add_column("network", sa.Column("category_id", sa.Uuid()))
    op.add_column("network", sa.Column("meets_every", sa.Integer()))
    op.add_column("network", sa.Column("usual_mode", sa.String(40)))
    op.add_column("network", sa.Column("next_contact_kindergarten_id", sa.Uuid()))
    op.add_column("network", sa.Column("next_contact_person_id", sa.Uuid()))
    op.add_column("network", sa.Column("handover_on", sa.Date()))
    op.add_column("network", sa.Column("handover_item_id", sa.Uuid()))
    _add_flag("network_member", "guest")
    op.add_column("network_member", sa.Column("invited_on", sa.Date()))
    op.add_column("network_member", sa.Column("answered_on", sa.Date()))


def _add_to_others() -> None:
    _add_flag("kindergarten", "free_membership")
    op.add_column("agenda_item", sa.Column("case_id", sa.Uuid()))
    op.create_index("ix_agenda_item_case_id", "agenda_item", ["case_id"])


def _add_flag(table: str, name: str) -> None:
    flag: sa.Column[bool] = sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column(table, flag)


def _create_contact() -> None:
    op.create_table(
        "contact_term",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("kindergarten_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_contact_term"),
    )
    op.create_index("ix_contact_term_network_id", "contact_term", ["network_id"])
    op.create_index("ix_contact_term_kindergarten_id", "contact_term", ["kindergarten_id"])
    op.create_table(
        "contact_request",
        sa.Column("kindergarten_id", sa.Uuid(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("county", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid()),
        sa.Column("asked_on", sa.Date()),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_contact_request"),
    )
    op.create_index("ix_contact_request_kindergarten_id", "contact_request", ["kindergarten_id"])


def _create_raised_case() -> None:
    op.create_table(
        "raised_case",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("to_network_id", sa.Uuid(), nullable=False),
        sa.Column("below_id", sa.Uuid()),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("year", sa.Integer()),
        sa.Column("above_number", sa.Integer()),
        sa.Column("above_year", sa.Integer()),
        sa.Column("taken_on", sa.Date()),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date()),
        sa.Column("told_on", sa.Date()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_raised_case"),
    )
    op.create_index("ix_raised_case_item_id", "raised_case", ["item_id"])
    op.create_index("ix_raised_case_network_id", "raised_case", ["network_id"])
    op.create_index("ix_raised_case_to_network_id", "raised_case", ["to_network_id"])


def _create_expert_application() -> None:
    op.create_table(
        "expert_application",
        sa.Column("kindergarten_id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_expert_application"),
    )
    op.create_index(
        "ix_expert_application_kindergarten_id", "expert_application", ["kindergarten_id"]
    )
    op.create_index("ix_expert_application_network_id", "expert_application", ["network_id"])
