"""What users call a record: a person's name, a title, a kindergarten."""

from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from contract.codec import Fields
from contract.records import ItemMinutes, Kindergarten, Meeting, Person
from desktop.models import ledger
from desktop.models.holding import refused_creation
from desktop.models.me import me

_NAMED_BY = ("name", "title", "task", "kindergarten")
_BELONGS_TO = (
    ("agenda_item", "agenda_item_id"),
    ("post", "post_id"),
    ("kindergarten", "kindergarten_id"),
    ("meeting", "meeting_id"),
)


def subject(connection: Connection, kind: str, fields: Fields) -> str:
    """The name of a record, or of what it belongs to; empty where neither has one."""
    number = f"{fields['number']}/{fields['year'] % 100:02} " if _is_numbered(kind, fields) else ""
    for name in _NAMED_BY:
        if fields.get(name):
            return f"{number}{fields[name]}"
    for parent, field in _BELONGS_TO:
        if fields.get(field):
            above: ledger.Key = (parent, UUID(fields[field]))
            found = ledger.fields_now(connection, above)
            if found is None and (told := refused_creation(connection, above)):
                found = told.fields
            if found:
                return subject(connection, parent, found)
    return ""


def subject_of(connection: Connection, key: ledger.Key, fields: Fields) -> str:
    """The name of a record as it is shown, or as these of its fields have it where it is gone."""
    shown = ledger.fields_now(connection, key) or {}
    return subject(connection, key[0], {**fields, **shown})


def _is_numbered(kind: str, fields: Fields) -> bool:
    return kind == "agenda_item" and bool(fields.get("number") and fields.get("year"))


def other_minute_keeper(session: Session, kind: str, record: UUID) -> str:
    """The kindergarten of the one who writes the minutes with me: chair or minute taker."""
    if kind != ItemMinutes.__tablename__:
        return ""
    written = session.get(ItemMinutes, record)
    meeting = session.get(Meeting, written.meeting_id) if written else None
    if meeting is None:
        return ""
    others = {meeting.chair_id, meeting.minute_taker_id} - {me(session).person, None}
    names = session.scalars(
        select(Kindergarten.name)
        .join(Person, Person.kindergarten_id == Kindergarten.id)
        .where(Person.id.in_(others))
    ).all()
    return names[0] if len(names) == 1 else ""
