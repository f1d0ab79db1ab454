"""Tokens that are renewed, and what is under way while somebody signs in by a browser."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("token", sa.Column("renew_at", sa.DateTime(timezone=True), nullable=True))
    _create_other_token()
    _create_sign_in_code()
    _create_provider_visit()


def _create_other_token() -> None:
    op.create_table(
        "other_token",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("of", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_other_token")),
    )
    op.create_index(op.f("ix_other_token_of"), "other_token", ["of"])
    op.create_index(op.f("ix_other_token_account_id"), "other_token", ["account_id"])


def _create_sign_in_code() -> None:
    op.create_table(
        "sign_in_code",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("challenge", sa.String(length=43), nullable=False),
        sa.Column("redirect", sa.String(), nullable=False),
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("good_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sign_in_code")),
    )
    op.create_index(op.f("ix_sign_in_code_account_id"), "sign_in_code", ["account_id"])


def _create_provider_visit() -> None:
    op.create_table(
        "provider_visit",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("good_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_provider_visit")),
    )
    op.create_index(op.f("ix_provider_visit_account_id"), "provider_visit", ["account_id"])
