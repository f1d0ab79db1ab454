"""The search index over posts and comments, kept by the database itself.

Triggers keep it, because rows come in two ways, one by one and in bulk, and neither may forget.
The index keeps no text of its own. Its row ids come from forum_search_entry, whose integer key
stays as it is when the file is vacuumed, which the hidden row ids of post and comment do not. The
view forum_search_text says what is indexed: with it the index can be made anew.
"""

from string import Template

from alembic import op

revision = "0003"
down_revision = "0002"

_TABLES = (
    """CREATE TABLE forum_search_entry (
    id INTEGER NOT NULL PRIMARY KEY,
    kind VARCHAR NOT NULL,
    record_id CHAR(32) NOT NULL,
    UNIQUE (record_id, kind)
)""",
    """CREATE VIEW forum_search_text (id, title, body) AS
SELECT entry.id, $post_title, $post_body FROM forum_search_entry AS entry
JOIN post AS row ON row.id = entry.record_id WHERE entry.kind = 'post'
UNION ALL
SELECT entry.id, $comment_title, $comment_body FROM forum_search_entry AS entry
JOIN comment AS row ON row.id = entry.record_id WHERE entry.kind = 'comment'""",
    # as delivered, the tokenizer takes å for a
    """CREATE VIRTUAL TABLE forum_search USING fts5 (
    title, body, content='', tokenize='unicode61 remove_diacritics 0'
)""",
)

_LEARN = """INSERT INTO forum_search (rowid, title, body)
    SELECT id, $new_title, $new_body FROM forum_search_entry
    WHERE record_id = new.id AND kind = '$kind';"""

# the index finds what to take away by the text that it was given
_FORGET = """INSERT INTO forum_search (forum_search, rowid, title, body)
    SELECT 'delete', id, $old_title, $old_body FROM forum_search_entry
    WHERE record_id = old.id AND kind = '$kind';"""

_TRIGGERS = (
    """CREATE TRIGGER ${kind}_search_insert AFTER INSERT ON $kind BEGIN
    INSERT INTO forum_search_entry (kind, record_id) VALUES ('$kind', new.id);
    $learn
END""",
    # an upsert names every column, changed or not
    """CREATE TRIGGER ${kind}_search_update AFTER UPDATE ON $kind
WHEN $old_title IS NOT $new_title OR $old_body IS NOT $new_body BEGIN
    $forget
    $learn
END""",
    """CREATE TRIGGER ${kind}_search_delete AFTER DELETE ON $kind BEGIN
    $forget
    DELETE FROM forum_search_entry WHERE record_id = old.id AND kind = '$kind';
END""",
)

_FILL = """INSERT INTO forum_search_entry (kind, record_id)
SELECT '$kind', id FROM $kind ORDER BY rowid"""

_TITLES = {"post": "$row.title", "comment": "''"}
_BODIES = {
    "post": "($row.body || char(10) || $row.loves || char(10) || $row.hopes || char(10) ||"
    " coalesce((SELECT group_concat(value, ', ') FROM json_each($row.tags)), ''))",
    "comment": "$row.body",
}


def upgrade() -> None:
    texts = {
        f"{kind}_{part}": _of(expressions[kind], "row")
        for part, expressions in (("title", _TITLES), ("body", _BODIES))
        for kind in expressions
    }
    for statement in _TABLES:
        op.execute(Template(statement).substitute(texts))
    for kind in ("post", "comment"):
        _keep_index_of(kind)
    op.execute(
        "INSERT INTO forum_search (rowid, title, body)"
        " SELECT id, title, body FROM forum_search_text ORDER BY id"
    )


def _keep_index_of(kind: str) -> None:
    names = {"kind": kind}
    for row in ("old", "new"):
        names[f"{row}_title"] = _of(_TITLES[kind], row)
        names[f"{row}_body"] = _of(_BODIES[kind], row)
    names["learn"] = Template(_LEARN).substitute(names)
    names["forget"] = Template(_FORGET).substitute(names)
    for statement in (*_TRIGGERS, _FILL):
        op.execute(Template(statement).substitute(names))


def _of(expression: str, row: str) -> str:
    return Template(expression).substitute(row=row)
