"""The records."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _agenda_item()
    _attendance()
    _category()
    _comment()
    _follow_up()
    _guideline()
    _item_minutes()
    _kindergarten()
    _meeting()
    _minutes()
    _network()
    _network_member()
    _person()
    _post()
    _reading_receipt()
    _staff_enrolment()


def _agenda_item() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("presenter", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("year", sa.Integer()),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_item"),
    )
    op.create_index("ix_agenda_item_meeting_id", "agenda_item", ["meeting_id"])
    op.create_index("ix_agenda_item_network_id", "agenda_item", ["network_id"])


def _attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("kindergarten_id", sa.Uuid()),
        sa.Column("kindergarten", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("presence", sa.String(40), nullable=False),
        sa.Column("arrived_item_id", sa.Uuid()),
        sa.Column("left_item_id", sa.Uuid()),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
    )
    op.create_index("ix_attendance_meeting_id", "attendance", ["meeting_id"])


def _category() -> None:
    op.create_table(
        "category",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Uuid()),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("county", sa.String()),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_category"),
    )


def _comment() -> None:
    op.create_table(
        "comment",
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("kindergarten_id", sa.Uuid()),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime()),
        sa.Column("hidden_because", sa.String()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
    )
    op.create_index("ix_comment_post_id", "comment", ["post_id"])


def _follow_up() -> None:
    op.create_table(
        "follow_up",
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("done_on", sa.Date()),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_follow_up"),
    )
    op.create_index("ix_follow_up_agenda_item_id", "follow_up", ["agenda_item_id"])
    op.create_index("ix_follow_up_meeting_id", "follow_up", ["meeting_id"])
    op.create_index("ix_follow_up_network_id", "follow_up", ["network_id"])


def _guideline() -> None:
    op.create_table(
        "guideline",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_guideline"),
    )


def _item_minutes() -> None:
    op.create_table(
        "item_minutes",
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("discussion", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(40)),
        sa.Column("votes_for", sa.Integer()),
        sa.Column("votes_against", sa.Integer()),
        sa.Column("votes_abstained", sa.Integer()),
        sa.Column("dissent", sa.Text(), nullable=False),
        sa.Column("seconds_spent", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_item_minutes"),
    )
    op.create_index("ix_item_minutes_agenda_item_id", "item_minutes", ["agenda_item_id"])
    op.create_index("ix_item_minutes_meeting_id", "item_minutes", ["meeting_id"])


def _kindergarten() -> None:
    op.create_table(
        "kindergarten",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("organisation_number", sa.String()),
        sa.Column("approved_places", sa.Integer()),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_kindergarten"),
    )


def _meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("chair_id", sa.Uuid()),
        sa.Column("minute_taker_id", sa.Uuid()),
        sa.Column("reply_by", sa.Date()),
        sa.Column("called_on", sa.Date()),
        sa.Column("started_at", sa.Time()),
        sa.Column("adjourned_at", sa.Time()),
        sa.Column("next_on", sa.Date()),
        sa.Column("number", sa.Integer()),
        sa.Column("year", sa.Integer()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
    )
    op.create_index("ix_meeting_held_on", "meeting", ["held_on"])
    op.create_index("ix_meeting_network_id", "meeting", ["network_id"])


def _minutes() -> None:
    op.create_table(
        "minutes",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_minutes"),
    )
    op.create_index("ix_minutes_meeting_id", "minutes", ["meeting_id"])
    op.create_index("ix_minutes_network_id", "minutes", ["network_id"])


def _network() -> None:
    op.create_table(
        "network",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("municipality", sa.String()),
        sa.Column("county", sa.String()),
        sa.Column("contact_kindergarten_id", sa.Uuid()),
        sa.Column("contact_person_id", sa.Uuid()),
        sa.Column("support_confirmed", sa.Boolean(), nullable=False),
        sa.Column("ready_to_lead", sa.Boolean(), nullable=False),
        sa.Column("quorum", sa.Integer()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_network"),
    )
    op.create_index("ix_network_municipality", "network", ["municipality"])


def _network_member() -> None:
    op.create_table(
        "network_member",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("kindergarten_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_network_member"),
    )
    op.create_index("ix_network_member_kindergarten_id", "network_member", ["kindergarten_id"])
    op.create_index("ix_network_member_network_id", "network_member", ["network_id"])


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kindergarten_id", sa.Uuid()),
        sa.Column("email", sa.String()),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_kindergarten_id", "person", ["kindergarten_id"])


def _post() -> None:
    op.create_table(
        "post",
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("kindergarten_id", sa.Uuid()),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("municipality", sa.String()),
        sa.Column("approved_places", sa.Integer()),
        sa.Column("loves", sa.Text(), nullable=False),
        sa.Column("hopes", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("network_id", sa.Uuid()),
        sa.Column("participants", sa.Integer()),
        sa.Column("received_at", sa.DateTime()),
        sa.Column("hidden_because", sa.String()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
    )
    op.create_index("ix_post_author_id", "post", ["author_id"])
    op.create_index("ix_post_category_id", "post", ["category_id"])
    op.create_index("ix_post_kindergarten_id", "post", ["kindergarten_id"])
    op.create_index("ix_post_received_at", "post", ["received_at"])


def _reading_receipt() -> None:
    op.create_table(
        "reading_receipt",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("guideline_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_reading_receipt"),
    )
    op.create_index("ix_reading_receipt_guideline_id", "reading_receipt", ["guideline_id"])


def _staff_enrolment() -> None:
    op.create_table(
        "staff_enrolment",
        sa.Column("kindergarten_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("mobile", sa.String()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("told_on", sa.Date()),
        sa.Column("access", sa.String(40), nullable=False),
        sa.Column("rejected_because", sa.String()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_staff_enrolment"),
    )
    op.create_index("ix_staff_enrolment_kindergarten_id", "staff_enrolment", ["kindergarten_id"])
