"""What the first page shows, read with plain SQL: the window does not wait for SQLAlchemy.

Every question goes by an index or to a small table, so that the page costs the same with a
hundred thousand posts as with ten.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from contract.geography import municipality
from contract.roles import OWNERS, leads
from desktop.models.overview_reminders import reminders
from desktop.models.overview_values import (
    FirstSteps,
    FollowUps,
    NewPost,
    NextMeeting,
    OpenFollowUp,
    Overview,
    Reading,
    Waiting,
    Who,
)

_MEETINGS, _FOLLOW_UPS, _POSTS = 5, 6, 5


def load(path: Path, today: date) -> Overview:
    """The first page from the database at `path`, which is only read.

    Empty where there is no database yet. Needs the tables of the newest revision.
    """
    if not path.exists():
        return Overview(today)
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=15)) as connection:
        connection.row_factory = sqlite3.Row
        # one snapshot: a step must not be ticked by what its list does not show yet
        connection.execute("BEGIN")
        who = _who(connection)
        if who is None:
            return Overview(today)
        return Overview(
            today,
            who,
            _steps(connection, who, today),
            _meetings(connection, who, today),
            _follow_ups(connection, today),
            _posts(connection),
            _waiting(connection),
            tuple(reminders(connection, who, today)),
        )


def _who(db: sqlite3.Connection) -> Who | None:
    row = db.execute("SELECT value FROM sync_meta WHERE key = 'account'").fetchone()
    facts = json.loads(row[0]) if row else None
    if facts is None:
        return None
    home = facts.get("kindergarten")
    person = facts.get("person")
    place = _one(db, "SELECT name, municipality FROM kindergarten WHERE id = ?", _key(home))
    named = _one(db, "SELECT name FROM person WHERE id = ?", _key(person))
    where = municipality(place["municipality"]) if place else None
    return Who(
        account=UUID(facts["id"]),
        email=facts["email"],
        name=named["name"] if named else facts["name"],
        roles=frozenset(facts["roles"]),
        kindergarten=UUID(home) if home else None,
        kindergarten_name=place["name"] if place else "",
        municipality=where.number if where else "",
        municipality_name=where.name if where else "",
        county=where.county.number if where else "",
        county_name=where.county.name if where else "",
    )


def _steps(db: sqlite3.Connection, who: Who, today: date) -> FirstSteps:
    home = who.kindergarten.hex if who.kindergarten else ""
    here = [
        (row["email"].strip().casefold(), frozenset(json.loads(row["roles"])))
        for row in db.execute(
            "SELECT email, CASE WHEN roles_from <= ?1 THEN next_roles ELSE roles END AS roles"
            " FROM staff_enrolment WHERE kindergarten_id = ?2"
            " AND (ends_on IS NULL OR ends_on >= ?1)",
            (today.isoformat(), home),
        )
    ]
    mine = who.email.strip().casefold()
    return FirstSteps(
        readings=tuple(_readings(db, who)),
        enrolled=len(here),
        misses_manager=not any(email == mine and leads(roles) for email, roles in here),
        misses_owner=not any(roles & OWNERS for _, roles in here),
        welcomed=_has_introduced(db, home, "welcome", None),
        introduced=_has_introduced(db, home, "region", who.county),
        network=_network_of(db, home),
        led_by=_leader_in(db, who.municipality),
        asked=_asked(db, home),
    )


def _readings(db: sqlite3.Connection, who: Who) -> Iterator[Reading]:
    rows = db.execute(
        "SELECT g.id, g.title, EXISTS (SELECT 1 FROM reading_receipt AS r"
        "  WHERE r.guideline_id = g.id AND r.account_id = ?) AS is_read"
        " FROM guideline AS g WHERE g.version ="
        "  (SELECT max(version) FROM guideline AS n WHERE n.kind = g.kind) ORDER BY g.kind",
        (who.account.hex,),
    )
    for row in rows:
        yield Reading(UUID(row["id"]), row["title"], bool(row["is_read"]))


def _has_introduced(db: sqlite3.Connection, home: str, purpose: str, county: str | None) -> bool:
    found = _one(
        db,
        # CROSS JOIN keeps the order: a kindergarten has few posts, a category has many.
        "SELECT 1 FROM post AS p CROSS JOIN category AS c ON c.id = p.category_id"
        " WHERE p.kindergarten_id = ? AND p.form = 'introduction' AND p.withdrawn_at IS NULL"
        " AND c.purpose = ? AND (? IS NULL OR c.county = ?) LIMIT 1",
        home,
        purpose,
        county,
        county,
    )
    return found is not None


def _network_of(db: sqlite3.Connection, home: str) -> str:
    found = _one(
        db,
        "SELECT n.name FROM network AS n LEFT JOIN network_member AS m"
        " ON m.network_id = n.id AND m.kindergarten_id = ? AND m.state = 'joined'"
        " WHERE n.level = 'local' AND (m.id IS NOT NULL OR n.contact_kindergarten_id = ?)"
        " ORDER BY n.contact_kindergarten_id = ? DESC LIMIT 1",
        home,
        home,
        home,
    )
    return found["name"] if found else ""


def _leader_in(db: sqlite3.Connection, place: str) -> str:
    found = _one(
        db,
        "SELECT k.name FROM network AS n JOIN kindergarten AS k"
        " ON k.id = n.contact_kindergarten_id WHERE n.level = 'local' AND n.municipality = ?",
        place,
    )
    return found["name"] if found else ""


def _asked(db: sqlite3.Connection, home: str) -> int:
    found = _one(db, "SELECT count(*) AS n FROM outreach WHERE kindergarten_id = ?", home)
    return int(found["n"]) if found else 0


def _meetings(db: sqlite3.Connection, who: Who, today: date) -> tuple[NextMeeting, ...]:
    """Today's first, then those begun and left open, then those to come."""
    day, home = today.isoformat(), who.kindergarten.hex if who.kindergarten else ""
    rows = db.execute(
        "SELECT m.*, n.name AS network, m.state = 'called' AND EXISTS (SELECT 1"
        "  FROM network_member AS p WHERE p.network_id = m.network_id"
        "  AND p.kindergarten_id = ? AND p.state = 'joined') AND NOT EXISTS (SELECT 1"
        "  FROM meeting_reply AS r WHERE r.meeting_id = m.id AND r.kindergarten_id = ?)"
        " AS unanswered FROM meeting AS m"
        " LEFT JOIN network AS n ON n.id = m.network_id"
        " WHERE (m.held_on >= ? AND m.state IN ('planned', 'called', 'in_progress', 'adjourned'))"
        " OR (m.held_on < ? AND m.state IN ('in_progress', 'adjourned'))"
        " ORDER BY m.held_on = ? DESC, m.held_on, m.starts LIMIT ?",
        (home, home, day, day, day, _MEETINGS),
    )
    return tuple(
        NextMeeting(
            UUID(row["id"]),
            row["title"],
            row["network"] or "",
            date.fromisoformat(row["held_on"]),
            time.fromisoformat(row["starts"]),
            time.fromisoformat(row["ends"]),
            row["mode"],
            row["place"],
            row["state"],
            unanswered=who.answers and bool(row["unanswered"]),
        )
        for row in rows
    )


def _follow_ups(db: sqlite3.Connection, today: date) -> FollowUps:
    counts = db.execute(
        "SELECT count(*), coalesce(sum(due_on < ?), 0), coalesce(sum(due_on BETWEEN ? AND ?), 0)"
        " FROM follow_up WHERE done_on IS NULL",
        (today.isoformat(), today.isoformat(), (today + timedelta(days=6)).isoformat()),
    ).fetchone()
    rows = db.execute(
        "SELECT f.id, f.task, f.responsible, f.due_on, m.title FROM follow_up AS f"
        " LEFT JOIN meeting AS m ON m.id = f.meeting_id WHERE f.done_on IS NULL"
        " ORDER BY f.due_on IS NULL, f.due_on, f.id LIMIT ?",
        (_FOLLOW_UPS,),
    )
    nearest = tuple(
        OpenFollowUp(
            UUID(row["id"]),
            row["task"],
            row["responsible"],
            date.fromisoformat(row["due_on"]) if row["due_on"] else None,
            row["title"] or "",
        )
        for row in rows
    )
    return FollowUps(nearest, *counts)


_POST_LINES = """
SELECT p.id, p.title, p.author_name, p.received_at, c.name AS category, parent.name AS above,
  (SELECT count(*) FROM comment AS a WHERE a.post_id = p.id AND a.hidden_because IS NULL)
  AS answers
FROM (SELECT * FROM post WHERE {which} AND hidden_because IS NULL AND withdrawn_at IS NULL
  ORDER BY {order} DESC LIMIT ?)
  AS p
LEFT JOIN category AS c ON c.id = p.category_id
LEFT JOIN category AS parent ON parent.id = c.parent_id
ORDER BY p.{order} DESC
"""


def _posts(db: sqlite3.Connection) -> tuple[NewPost, ...]:
    """Those that wait to be sent, then the newest that the service has received."""
    mine = _POST_LINES.format(which="received_at IS NULL", order="id")
    known = _POST_LINES.format(which="received_at IS NOT NULL", order="received_at")
    rows = [*db.execute(mine, (_POSTS,)), *db.execute(known, (_POSTS,))]
    return tuple(_post(row) for row in rows[:_POSTS])


def _post(row: sqlite3.Row) -> NewPost:
    received = row["received_at"]
    return NewPost(
        UUID(row["id"]),
        row["title"],
        " · ".join(name for name in (row["above"], row["category"]) if name),
        row["author_name"],
        row["answers"],
        datetime.fromisoformat(received).replace(tzinfo=UTC) if received else None,
    )


def _waiting(db: sqlite3.Connection) -> Waiting:
    tables = ("sync_outbox", "sync_refused", "sync_conflict")
    counts = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608 - names of ours
    return Waiting(*counts)


def _one(db: sqlite3.Connection, query: str, *values: object) -> sqlite3.Row | None:
    found: sqlite3.Row | None = db.execute(query, values).fetchone()
    return found


def _key(text: str | None) -> str:
    """An id of a message as the database writes it."""
    return UUID(text).hex if text else ""
