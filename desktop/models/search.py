"""Search in what is written in the forum, as it lies on this PC.

    search(session, "vikarpool «felles møte»")

Every word must be there; the words may stand in any order and go on, so that «vikar» finds
«vikarpool». What stands in «» or "" is found as it is written. Letters are Norwegian: å is no a.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from contract.records import Comment, Post
from desktop.models import search_index
from desktop.models.database import writing
from desktop.models.ledger import digits

MOST = 1_000
"""Of the texts that fit, so many of the newest are looked at."""
MOST_NARROWED = 5_000
"""And so many where only some of them are wanted."""
PAGE = 50

_QUOTED = re.compile(r"«([^»]*)»?|[\"“”]([^\"“”]*)[\"“”]?|([^\s«\"“”]+)")
_WORD = re.compile(r"[^\W_]+")
_BEFORE, _ROOM = 32, 150

_MATCHES = """
WITH found AS MATERIALIZED (
    SELECT rowid AS entry FROM forum_search WHERE forum_search MATCH :wanted
    ORDER BY rowid DESC LIMIT :most
)
SELECT post.id AS post, comment.id AS comment, post.title, post.received_at
FROM found
JOIN forum_search_entry ON forum_search_entry.id = found.entry
LEFT JOIN comment
    ON forum_search_entry.kind = 'comment' AND comment.id = forum_search_entry.record_id
JOIN post ON post.id = coalesce(comment.post_id, forum_search_entry.record_id)
WHERE post.hidden_because IS NULL AND comment.hidden_because IS NULL
"""
_IN_ROOMS = " AND post.category_id IN (SELECT value FROM json_each(:rooms))"
_SINCE = " AND coalesce(comment.received_at, post.received_at, '~') >= :since"
_BY = """ AND CASE WHEN comment.id IS NULL THEN post.kindergarten_id
    ELSE comment.kindergarten_id END = :home"""


_COUNT = text("""SELECT count(*) FROM (
    SELECT 1 FROM forum_search WHERE forum_search MATCH :wanted LIMIT :most)""")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a search is narrowed to: categories, what came since, what a kindergarten wrote."""

    rooms: frozenset[UUID] = frozenset()
    since: datetime | None = None
    home: UUID | None = None

    def __bool__(self) -> bool:
        return bool(self.rooms or self.since or self.home)


EVERYWHERE = Narrowed()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text, and whether it is what was searched for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that fits, and where: in itself, or in an answer to it."""

    post: UUID
    comment: UUID | None
    title: tuple[Part, ...]
    excerpt: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits out of `total`; `more` where older texts fit that were not looked at.

    `behind` where texts have come that are not indexed yet.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool = False
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody typed, as the index and as a reader understand it."""

    wanted: str
    patterns: tuple[re.Pattern[str], ...]

    def fits(self, words: str) -> bool:
        """Whether a text has all that was searched for."""
        return all(pattern.search(words) for pattern in self.patterns)

    def marked(self, words: str) -> tuple[Part, ...]:
        """The text in pieces, with what was searched for marked."""
        either = "|".join(pattern.pattern for pattern in self.patterns)
        parts: list[Part] = []
        end = 0
        for match in re.finditer(either, words, re.IGNORECASE):
            if match.start() > end:
                parts.append(Part(words[end : match.start()], hit=False))
            parts.append(Part(match.group(), hit=True))
            end = match.end()
        return (*parts, Part(words[end:], hit=False)) if end < len(words) else tuple(parts)

    def excerpt(self, words: str) -> tuple[Part, ...]:
        """A line of the text around the first thing that was searched for, marked."""
        line = " ".join(words.split())
        places = [match.start() for one in self.patterns if (match := one.search(line))]
        start = max(min(places, default=0) - _BEFORE, 0)
        if start:
            start = line.find(" ", start) + 1
        shown = line[start : start + _ROOM]
        before, after = ("… " if start else ""), ("…" if start + _ROOM < len(line) else "")
        return self.marked(f"{before}{shown}{after}")


def understand(typed: str) -> Query | None:
    """What somebody typed as a query; None where there is no word in it."""
    terms = list(_terms(unicodedata.normalize("NFC", typed)))
    if not terms:
        return None
    wanted = " AND ".join(
        f'"{" ".join(words)}"{"*" if goes_on else ""}' for words, goes_on in terms
    )
    return Query(wanted, tuple(_pattern(words, goes_on=goes_on) for words, goes_on in terms))


def search(
    session: Session,
    typed: str,
    start: int = 0,
    limit: int = PAGE,
    only: Narrowed = EVERYWHERE,
) -> Found:
    """The posts that fit, in themselves or in an answer: titles first, then the newest.

    The index is brought up to date first where little is missing, in a transaction of its own.
    """
    query = understand(typed)
    if query is None:
        return Found((), 0)
    behind = _is_still_behind(session)
    rows, more = _matches(session, query, only)
    places: dict[str, tuple[bool, str, str | None]] = {}
    for row in rows:
        in_title = row.comment is None and query.fits(row.title)
        newest = row.received_at or "~"  # after every date: what is not sent yet is the newest
        place = (in_title, newest, row.comment)
        kept = places.get(row.post)
        # the post itself tells more than an answer to it
        if kept is None or (kept[2] is not None and row.comment is None):
            places[row.post] = place
    ordered = sorted(places, key=lambda post: (places[post][:2], post), reverse=True)
    page = [(UUID(post), _uuid(places[post][2])) for post in ordered[start : start + limit]]
    hits = tuple(_hits(session, query, page))
    return Found(hits, len(ordered), more=more, behind=behind)


def _matches(session: Session, query: Query, only: Narrowed) -> tuple[Sequence[Row[Any]], bool]:
    """The newest texts that fit, and whether there are older ones that were not looked at."""
    most = MOST_NARROWED if only else MOST
    statement, asked = _MATCHES, {"wanted": query.wanted, "most": most}
    if only.rooms:
        statement += _IN_ROOMS
        asked["rooms"] = digits(only.rooms)
    if only.since is not None:
        statement += _SINCE
        asked["since"] = f"{only.since.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    if only.home is not None:
        statement += _BY
        asked["home"] = only.home.hex
    rows = session.connection().execute(text(statement), asked).all()
    if not only:
        return rows, len(rows) >= most
    counted = session.connection().execute(_COUNT, asked).scalar_one()
    return rows, counted >= most


def _is_still_behind(session: Session) -> bool:
    """Index a few of the texts that wait; whether others do still."""
    if not search_index.is_behind(session.connection()):
        return False
    # The snapshot from before would not show what is indexed beside it.
    session.rollback()
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    try:
        with writing(engine).begin() as connection:
            return search_index.catch_up(connection)
    except OperationalError:
        # A disk that is full is no reason to find nothing.
        return True


def _terms(typed: str) -> Iterator[tuple[list[str], bool]]:
    found = [(match, _WORD.findall(match.group())) for match in _QUOTED.finditer(typed)]
    told = [(match, words) for match, words in found if words]
    for at, (match, words) in enumerate(told):
        # a short word is the beginning of another only while it is being typed
        enough = 2 if at == len(told) - 1 else 3
        yield words, match.group(3) is not None and len(words[-1]) >= enough


def _pattern(words: list[str], *, goes_on: bool) -> re.Pattern[str]:
    phrase = r"[\W_]+".join(map(re.escape, words))
    end = r"[^\W_]*" if goes_on else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_]){phrase}{end}", re.IGNORECASE)


def _hits(session: Session, query: Query, page: list[tuple[UUID, UUID | None]]) -> Iterator[Hit]:
    columns = (Post.id, Post.title, Post.body, Post.loves, Post.hopes, Post.tags)
    wanted = select(*columns).where(Post.id.in_([post for post, _ in page]))
    posts = {row.id: row for row in session.execute(wanted)}
    answers = [comment for _, comment in page if comment is not None]
    told = select(Comment.id, Comment.body).where(Comment.id.in_(answers))
    bodies = {row.id: row.body for row in session.execute(told)}
    for id_, comment in page:
        post = posts[id_]
        own = " ".join((post.body, post.loves, post.hopes, ", ".join(sorted(post.tags))))
        words = own if comment is None else bodies[comment]
        yield Hit(id_, comment, query.marked(post.title), query.excerpt(words))


def _uuid(hexadecimal: str | None) -> UUID | None:
    return None if hexadecimal is None else UUID(hexadecimal)
