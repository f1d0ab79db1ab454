"""The search index brought up to date, a few texts at a time.

Triggers note whose text waits to be indexed; a pull of many posts is not held up by it. Whoever
searches has the last few indexed first.
"""

from sqlalchemy import Connection, text

STEP = 200
"""So many texts are indexed within some ten milliseconds."""

_NEXT = """SELECT record_id, kind FROM forum_search_waiting
    ORDER BY record_id, kind LIMIT :most"""

_STEP = (
    f"""INSERT OR IGNORE INTO forum_search_entry (record_id, kind) {_NEXT}""",
    f"""INSERT INTO forum_search (rowid, title, body)
    SELECT told.id, told.title, told.body FROM ({_NEXT}) AS waiting
    JOIN forum_search_entry AS entry USING (record_id, kind)
    JOIN forum_search_text AS told ON told.id = entry.id
    ORDER BY told.id""",
    f"DELETE FROM forum_search_waiting WHERE (record_id, kind) IN ({_NEXT})",
)


def is_behind(connection: Connection) -> bool:
    """Whether there are texts that a search cannot find yet."""
    found = connection.scalar(text("SELECT EXISTS (SELECT 1 FROM forum_search_waiting)"))
    return bool(found)


def catch_up(connection: Connection, most: int = STEP) -> bool:
    """Index some of the texts that wait, the oldest first; whether others wait still."""
    if not is_behind(connection):
        return False
    for statement in _STEP:
        connection.execute(text(statement), {"most": most})
    return is_behind(connection)
