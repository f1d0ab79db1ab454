"""The search index brought up to date, a few texts at a time.

Triggers note whose text waits to be indexed; a pull of many posts is not held up by it. Whoever
searches has the last few indexed first.
"""

from sqlalchemy import Connection, text

STEP = 200
"""So many texts are indexed within some ten milliseconds."""

_NEXT = text("""SELECT record_id, kind FROM forum_search_waiting
    ORDER BY record_id, kind LIMIT :most""")
_ENTER = text("""INSERT OR IGNORE INTO forum_search_entry (record_id, kind)
    VALUES (:record_id, :kind)""")
_ENTRY = text("""SELECT entry.id
    FROM (SELECT * FROM forum_search_waiting ORDER BY record_id, kind LIMIT :most)
    CROSS JOIN forum_search_entry AS entry USING (record_id, kind) ORDER BY entry.id""")
# one by one: in a join the texts of all would be put together first
_INDEX = text("""INSERT INTO forum_search (rowid, title, body)
    SELECT id, title, body FROM forum_search_text WHERE id = :id""")
_DONE = text("DELETE FROM forum_search_waiting WHERE record_id = :record_id AND kind = :kind")


def is_behind(connection: Connection) -> bool:
    """Whether there are texts that a search cannot find yet."""
    found = connection.scalar(text("SELECT EXISTS (SELECT 1 FROM forum_search_waiting)"))
    return bool(found)


def catch_up(connection: Connection, most: int = STEP) -> bool:
    """Index some of the texts that wait, the oldest first; whether others wait still."""
    asked = {"most": most}
    waiting = [dict(row) for row in connection.execute(_NEXT, asked).mappings()]
    if waiting:
        connection.execute(_ENTER, waiting)
        entries = [dict(row) for row in connection.execute(_ENTRY, asked).mappings()]
        connection.execute(_INDEX, entries)
        connection.execute(_DONE, waiting)
    return is_behind(connection)
