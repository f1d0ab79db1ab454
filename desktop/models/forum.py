"""Reading the forum: its categories, and lists of posts.

Lists come in pages, newest first; what is not sent yet stands at their head.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    or_,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from contract.access import Access, may_read_category
from contract.records import (
    Category,
    Comment,
    Kindergarten,
    Post,
    PostForm,
    Purpose,
)
from desktop.models.bookkeeping import outbox
from desktop.models.expert_rooms import expert_rooms
from desktop.models.forum_values import (
    Feed,
    Line,
    Lines,
    Place,
    Room,
    Rooms,
)
from desktop.models.me import Me
from desktop.models.reading import news
from desktop.models.search import EVERYWHERE, Narrowed, search

PAGE = 50

Which = UUID | Feed
"""A category, or a feed over several."""


def rooms(session: Session, me: Me) -> Rooms:
    """The categories that one may read, as a tree laid flat: parents before their children."""
    # all of them, hidden or not: the index alone answers this
    tally = select(Post.category_id, func.count().label("posts")).group_by(Post.category_id)
    counts = {row.category_id: row.posts for row in session.execute(tally)}
    new = news(session, me).subquery()
    fresh = select(new.c.category_id, func.count().label("posts")).group_by(new.c.category_id)
    unread = {row.category_id: row.posts for row in session.execute(fresh)}
    own_first = (func.coalesce(Category.county, "") == (me.county or "-")).desc()
    order = (own_first, Category.position, Category.name.collate("norwegian"), Category.id)
    access = Access(me.account, roles=me.roles)
    own_rooms = expert_rooms(session, me) if access.is_expert_alone else frozenset()
    found = [
        category
        for category in session.scalars(select(Category).order_by(*order))
        if may_read_category(access, category.audience) or category.id in own_rooms
    ]
    known = {category.id for category in found}
    ordered: list[Room] = []

    def lay(parent: UUID | None) -> None:
        for one in found:
            under = one.parent_id if one.parent_id in known else None
            if under == parent:
                own = bool(me.county) and one.county == me.county
                told = (counts.get(one.id, 0), unread.get(one.id, 0), one.closed)
                ordered.append(Room(one.id, one.name, under, one.purpose, own, *told))
                lay(one.id)

    # a category without a known parent stands at the top
    lay(None)
    unwelcomed = session.scalar(select(func.count()).select_from(Post).where(*_unwelcomed(me)))
    mentioned = session.scalar(select(func.count()).select_from(Post).where(_mentioning(me)))
    return Rooms(
        tuple(ordered),
        posts=sum(counts.values()),
        unwelcomed=unwelcomed or 0,
        unread=sum(unread.values()),
        mentioned=mentioned or 0,
    )


def lines(
    session: Session,
    me: Me,
    which: Which,
    after: Place | None = None,
    limit: int = PAGE,
    also: frozenset[UUID] = frozenset(),
) -> Lines:
    """A page of posts: those that wait to be sent on the first one, then the newest.

    `also` are posts that stay among the new ones, though they have been read meanwhile.
    """
    wanted = [visible(me, Post), _says_something()]
    if which is Feed.NEW:
        new = news(session, me).subquery()
        wanted.append(or_(Post.id.in_(select(new.c.id)), Post.id.in_(also)))
    else:
        wanted += _of(which, me)
    waiting: Sequence[Row[Any]] = ()
    if after is None and which is not Feed.NEW:
        unsent = _line().where(*wanted, Post.received_at.is_(None))
        waiting = session.execute(unsent.order_by(Post.id.desc())).all()
    elif after is not None:
        place = tuple_(Post.received_at, Post.id) < (after.received_at, after.id)
        wanted.append(place)
    sent = (
        _line()
        .where(*wanted, Post.received_at.is_not(None))
        .order_by(Post.received_at.desc(), Post.id.desc())
        .limit(limit + 1)
    )
    page = session.execute(sent).all()
    shown = page[:limit]
    more = len(page) > limit
    next_ = Place(shown[-1].received_at, shown[-1].id) if more else None
    rows = (*waiting, *shown)
    fresh = _fresh(session, me, [row.id for row in shown])
    return Lines(tuple(_as_line(row, fresh) for row in rows), next_)


def found(
    session: Session,
    me: Me,
    typed: str,
    after: int | None = None,
    limit: int = PAGE,
    only: Narrowed = EVERYWHERE,
) -> Lines:
    """A page of the posts that fit a search, titles first, then the newest."""
    start = after or 0
    hits = search(session, typed, start, limit, only)
    ids = [hit.post for hit in hits.hits]
    rows = session.execute(_line().where(Post.id.in_(ids), visible(me, Post)))
    fresh = _fresh(session, me, ids)
    known = {row.id: _as_line(row, fresh) for row in rows}
    shown = tuple(
        replace(
            known[hit.post],
            excerpt=hit.excerpt,
            in_answer=hit.comment is not None,
            marked=hit.title,
        )
        for hit in hits.hits
        if hit.post in known
    )
    next_ = start + limit if start + limit < hits.total else None
    return Lines(shown, next_, hits.total, hits.more, hits.behind)


def _fresh(session: Session, me: Me, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these posts are new, or have new answers."""
    return frozenset(row.id for row in session.execute(news(session, me, ids)))


def _line() -> Select[Any]:
    answers = (
        select(func.count())
        .where(Comment.post_id == Post.id, Comment.hidden_because.is_(None))
        .correlate(Post)
        .scalar_subquery()
    )
    return (
        select(
            Post.id,
            Post.title,
            Post.received_at,
            Post.form,
            func.coalesce(Kindergarten.name, Post.author_name).label("house"),
            func.coalesce(Category.name, "").label("room"),
            answers.label("answers"),
            Post.withdrawn_at,
            waits("post", Post.id).label("waits"),
        )
        .outerjoin(Kindergarten, Kindergarten.id == Post.kindergarten_id)
        .outerjoin(Category, Category.id == Post.category_id)
    )


def _as_line(row: Row[Any], fresh: frozenset[UUID]) -> Line:
    return Line(
        id=row.id,
        title=row.title,
        kindergarten=row.house,
        received_at=row.received_at,
        waits=row.waits,
        answers=row.answers,
        room=row.room,
        form=row.form,
        fresh=row.id in fresh,
        withdrawn=row.withdrawn_at is not None,
    )


def waits(kind: str, id_: Any) -> ColumnElement[bool]:
    """Whether a change of a record has not been sent."""
    return exists().where(outbox.c.kind == kind, outbox.c.record_id == id_)


def visible(me: Me, kind: type[Post] | type[Comment]) -> ColumnElement[bool]:
    """What this user may see: its writer sees what was hidden, and why."""
    return or_(kind.hidden_because.is_(None), kind.author_id == me.person)


def _says_something() -> ColumnElement[bool]:
    """What was withdrawn stands there for the sake of its answers alone."""
    return or_(Post.withdrawn_at.is_(None), exists().where(Comment.post_id == Post.id))


def _of(which: Which, me: Me) -> list[ColumnElement[bool]]:
    if which is Feed.ALL:
        return []
    if which is Feed.UNWELCOMED:
        return _unwelcomed(me)
    if which is Feed.MENTIONING:
        return [_mentioning(me)]
    return [Post.category_id == which]


def _unwelcomed(me: Me) -> list[ColumnElement[bool]]:
    """Introductions of others in «Velkommen!» that nobody else has answered."""
    others = or_(Comment.kindergarten_id != Post.kindergarten_id, Comment.kindergarten_id.is_(None))
    welcomed = exists().where(Comment.post_id == Post.id, others)
    welcome = select(Category.id).where(Category.purpose == Purpose.WELCOME)
    strangers = or_(Post.kindergarten_id != me.kindergarten, Post.kindergarten_id.is_(None))
    introduces = and_(Post.form == PostForm.INTRODUCTION, Post.category_id.in_(welcome))
    shown = (Post.hidden_because.is_(None), Post.withdrawn_at.is_(None))
    return [introduces, strangers, *shown, ~welcomed]


def _mentioning(me: Me) -> ColumnElement[bool]:
    """Posts that speak to one's own kindergarten, in themselves or in an answer."""
    home = str(me.kindergarten or "-")

    def speaks(kind: type[Post] | type[Comment]) -> ColumnElement[bool]:
        # in the words of the index of the few that mention anybody
        any_ = text(f"{kind.__tablename__}.mentions != '[]'")
        us = cast(kind.mentions, String).contains(home)
        return and_(any_, us, kind.hidden_because.is_(None))

    posts = select(Post.id).where(speaks(Post))
    answers = select(Comment.post_id).where(speaks(Comment))
    return Post.id.in_(union_all(posts, answers))
