"""How far this user has read the forum on this PC, and where the reading was left.

begin(session)              at the first opening: what is here counts as read
read(session, me, post)     the post and its answers, as they are shown now
read_all(session)           all of it; what is returned takes that back
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, or_, select, union
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from contract.records import Comment, Post
from desktop.models import ledger
from desktop.models.bookkeeping import forum_read
from desktop.models.me import Me
from desktop.models.outbox import touched

READ = forum_read.name
"""What a change of how far one has read is announced as."""
_SINCE, _PLACE = "forum_read_since", "forum_place"
_NEW_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Unread:
    """What `read_all` took for read, to be brought back."""

    since: str | None
    posts: tuple[tuple[UUID, datetime], ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Where the reading was left: the category or feed, the post, and how far down in it."""

    which: str = ""
    post: UUID | None = None
    depth: int = 0


def begin(session: Session) -> None:
    """Count what is here as read, once: a newcomer is not met with years of unread posts."""
    connection = session.connection()
    if ledger.fact(connection, _SINCE) is None and (newest := _newest(session)) is not None:
        ledger.set_fact(connection, _SINCE, newest.isoformat())
        touched(session, READ)


def news(
    session: Session, me: Me, among: Collection[UUID] | None = None
) -> Select[*tuple[Any, ...]]:
    """The posts that are new to this user, or have new answers of others: `id`, `category_id`.

    All of them, or those among these posts. What is older than two months is not new any more.
    """
    told = ledger.fact(session.connection(), _SINCE)
    since = datetime.max.replace(tzinfo=UTC)
    if told is not None:
        oldest = ledger.service_now(session.connection()) - _NEW_FOR
        since = max(datetime.fromisoformat(told), oldest)
    columns: Select[*tuple[Any, ...]] = select(Post.id, Post.category_id)
    if among is not None:
        columns = columns.where(Post.id.in_(among))
    posts = _fresh(columns, Post, since, me)
    answers = _fresh(columns.join(Comment, Comment.post_id == Post.id), Comment, since, me)
    both = union(posts, answers.where(Post.hidden_because.is_(None))).subquery("news")
    return select(both.c.id, both.c.category_id)


def is_news(session: Session, me: Me, post: UUID) -> bool:
    """Whether there is something in a post that this user has not read."""
    return session.execute(news(session, me, [post])).first() is not None


def read(session: Session, me: Me, post: UUID) -> None:
    """Note that a post is read, with the answers that are here now."""
    if not is_news(session, me, post):
        return
    own = select(Post.received_at).where(Post.id == post)
    answers = select(Comment.received_at).where(Comment.post_id == post)
    until = max(filter(None, session.scalars(own.union_all(answers))))
    statement = upsert(forum_read).values(post_id=post, until=until)
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["post_id"], set_={"until": until})
    )
    touched(session, READ)


def read_all(session: Session) -> Unread:
    """Note that all is read that is here; what is returned brings the state before back."""
    connection = session.connection()
    rows = connection.execute(select(forum_read.c.post_id, forum_read.c.until))
    before = Unread(ledger.fact(connection, _SINCE), tuple((row[0], row[1]) for row in rows))
    if (newest := _newest(session)) is not None:
        connection.execute(delete(forum_read))
        ledger.set_fact(connection, _SINCE, newest.isoformat())
        touched(session, READ)
    return before


def unread_again(session: Session, before: Unread) -> None:
    """Take `read_all` back."""
    connection = session.connection()
    ledger.set_fact(connection, _SINCE, before.since)
    connection.execute(delete(forum_read))
    if before.posts:
        told = [{"post_id": post, "until": until} for post, until in before.posts]
        connection.execute(insert(forum_read), told)
    touched(session, READ)


def leave(session: Session, left: Left) -> None:
    """Remember where the reading was left."""
    place = {"which": left.which, "post": str(left.post or ""), "depth": left.depth}
    ledger.set_fact(session.connection(), _PLACE, place)


def where_left(session: Session) -> Left:
    """Where the reading was left, on this PC."""
    told = ledger.fact(session.connection(), _PLACE)
    if told is None:
        return Left()
    return Left(told["which"], UUID(told["post"]) if told["post"] else None, told["depth"])


def _fresh(
    query: Select[*tuple[Any, ...]], kind: type[Post] | type[Comment], since: datetime, me: Me
) -> Select[*tuple[Any, ...]]:
    """Of a query over posts, those with something of this kind that came after it was read."""
    unread = or_(forum_read.c.until.is_(None), kind.received_at > forum_read.c.until)
    return query.outerjoin(forum_read, forum_read.c.post_id == Post.id).where(
        kind.received_at > since, unread, _is_others(kind, me), kind.hidden_because.is_(None)
    )


def _is_others(kind: type[Post] | type[Comment], me: Me) -> ColumnElement[bool]:
    others: ColumnElement[bool] = kind.author_id.is_distinct_from(me.person)
    return others if kind is Comment else and_(others, Post.withdrawn_at.is_(None))


def _newest(session: Session) -> datetime | None:
    moments = [session.scalar(select(func.max(kind.received_at))) for kind in (Post, Comment)]
    return max(filter(None, moments), default=None)
