"""Reading the forum: its categories, lists of posts, and a post with its answers.

Lists come in pages, newest first; what is not sent yet stands at their head.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from contract.access import Access, may_read_category
from contract.geography import municipality
from contract.records import (
    Category,
    Comment,
    Kindergarten,
    Network,
    Person,
    Post,
    PostForm,
    Purpose,
)
from desktop.models.bookkeeping import outbox
from desktop.models.editing import get
from desktop.models.forum_values import (
    Announced,
    Answer,
    Feed,
    Line,
    Lines,
    Opened,
    Place,
    Room,
    Rooms,
    Shown,
)
from desktop.models.me import Me
from desktop.models.search import search

PAGE = 50
ANSWERS = 50

Which = UUID | Feed
"""A category, or a feed over several."""


def rooms(session: Session, me: Me) -> Rooms:
    """The categories that one may read, as a tree laid flat: parents before their children."""
    # all of them, hidden or not: the index alone answers this
    tally = select(Post.category_id, func.count().label("posts")).group_by(Post.category_id)
    counts = {row.category_id: row.posts for row in session.execute(tally)}
    own_first = (func.coalesce(Category.county, "") == (me.county or "-")).desc()
    order = (own_first, Category.position, Category.name.collate("norwegian"), Category.id)
    access = Access(me.account, roles=me.roles)
    found = [
        category
        for category in session.scalars(select(Category).order_by(*order))
        if may_read_category(access, category.audience)
    ]
    known = {category.id for category in found}
    ordered: list[Room] = []

    def lay(parent: UUID | None) -> None:
        for one in found:
            under = one.parent_id if one.parent_id in known else None
            if under == parent:
                own = bool(me.county) and one.county == me.county
                count = counts.get(one.id, 0)
                ordered.append(Room(one.id, one.name, under, one.purpose, own, count))
                lay(one.id)

    # a category without a known parent stands at the top
    lay(None)
    unwelcomed = session.scalar(select(func.count()).select_from(Post).where(*_unwelcomed(me)))
    return Rooms(tuple(ordered), sum(counts.values()), unwelcomed or 0)


def lines(
    session: Session, me: Me, which: Which, after: Place | None = None, limit: int = PAGE
) -> Lines:
    """A page of posts: those that wait to be sent on the first one, then the newest."""
    wanted = [_visible(me, Post), *_of(which, me)]
    waiting: Sequence[Row[Any]] = ()
    if after is None:
        unsent = _line().where(*wanted, Post.received_at.is_(None))
        waiting = session.execute(unsent.order_by(Post.id.desc())).all()
    else:
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
    return Lines(tuple(map(_as_line, (*waiting, *shown))), next_)


def found(
    session: Session, me: Me, typed: str, after: int | None = None, limit: int = PAGE
) -> Lines:
    """A page of the posts that fit a search, titles first, then the newest."""
    start = after or 0
    hits = search(session, typed, start, limit)
    ids = [hit.post for hit in hits.hits]
    rows = session.execute(_line().where(Post.id.in_(ids), _visible(me, Post)))
    known = {row.id: _as_line(row) for row in rows}
    shown = tuple(
        replace(known[hit.post], excerpt=hit.excerpt, in_answer=hit.comment is not None)
        for hit in hits.hits
        if hit.post in known
    )
    next_ = start + limit if start + limit < hits.total else None
    return Lines(shown, next_, hits.total, hits.more, hits.behind)


def opened(session: Session, me: Me, id_: UUID, answers: int = ANSWERS) -> Opened:
    """A post with its newest answers. Raises Refused("gone") where it is no longer here."""
    post = get(session, Post, id_)
    room = session.get(Category, post.category_id)
    house = session.get(Kindergarten, post.kindergarten_id) if post.kindergarten_id else None
    mine = _visible(me, Comment)
    count = session.scalar(
        select(func.count()).select_from(Comment).where(Comment.post_id == id_, mine)
    )
    return Opened(
        id=post.id,
        shown=_shown(session, post),
        room=room.name if room else "",
        room_id=post.category_id,
        author=post.author_name,
        kindergarten=house.name if house else "",
        received_at=post.received_at,
        waits=bool(session.scalar(select(_waits("post", Post.id)).where(Post.id == id_))),
        own=me.person is not None and post.author_id == me.person,
        hidden_because=post.hidden_because,
        answers=_answers(session, me, id_, answers),
        earlier=max((count or 0) - answers, 0),
    )


def _answers(session: Session, me: Me, post: UUID, limit: int) -> tuple[Answer, ...]:
    # the newest, unsent ones last of all
    order = (Comment.received_at.is_(None).desc(), Comment.received_at.desc(), Comment.id.desc())
    rows = session.execute(
        select(
            Comment.id,
            Comment.body,
            Comment.author_id,
            Comment.author_name,
            Comment.received_at,
            Comment.hidden_because,
            func.coalesce(Kindergarten.name, "").label("house"),
            _waits("comment", Comment.id).label("waits"),
        )
        .outerjoin(Kindergarten, Kindergarten.id == Comment.kindergarten_id)
        .where(Comment.post_id == post, _visible(me, Comment))
        .order_by(*order)
        .limit(limit)
    )
    return tuple(
        Answer(
            id=row.id,
            body=row.body,
            author=row.author_name,
            kindergarten=row.house,
            received_at=row.received_at,
            waits=row.waits,
            own=me.person is not None and row.author_id == me.person,
            hidden_because=row.hidden_because,
        )
        for row in reversed(rows.all())
    )


def _shown(session: Session, post: Post) -> Shown:
    place = municipality(post.municipality or "")
    return Shown(
        title=post.title,
        form=post.form,
        body=post.body,
        municipality=place.name if place else "",
        county=place.county.name if place else "",
        approved_places=post.approved_places,
        loves=post.loves,
        hopes=post.hopes,
        tags=tuple(sorted(post.tags)),
        announced=_announced(session, post) if post.form is PostForm.ANNOUNCEMENT else None,
    )


def _announced(session: Session, post: Post) -> Announced:
    network = session.get(Network, post.network_id) if post.network_id else None
    house_id = (network.contact_kindergarten_id if network else None) or post.kindergarten_id
    person_id = (network.contact_person_id if network else None) or post.author_id
    house = session.get(Kindergarten, house_id) if house_id else None
    person = session.get(Person, person_id)
    place = municipality(post.municipality or (network.municipality if network else None) or "")
    return Announced(
        municipality=place.name if place else "",
        contact_kindergarten=house.name if house else "",
        contact_person=person.name if person else post.author_name,
        participants=post.participants,
    )


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
            _waits("post", Post.id).label("waits"),
        )
        .outerjoin(Kindergarten, Kindergarten.id == Post.kindergarten_id)
        .outerjoin(Category, Category.id == Post.category_id)
    )


def _as_line(row: Row[Any]) -> Line:
    return Line(
        id=row.id,
        title=row.title,
        kindergarten=row.house,
        received_at=row.received_at,
        waits=row.waits,
        answers=row.answers,
        room=row.room,
        form=row.form,
    )


def _waits(kind: str, id_: Any) -> ColumnElement[bool]:
    return exists().where(outbox.c.kind == kind, outbox.c.record_id == id_)


def _visible(me: Me, kind: type[Post] | type[Comment]) -> ColumnElement[bool]:
    # its writer sees what was hidden, and why
    return or_(kind.hidden_because.is_(None), kind.author_id == me.person)


def _of(which: Which, me: Me) -> list[ColumnElement[bool]]:
    if which is Feed.ALL:
        return []
    if which is Feed.UNWELCOMED:
        return _unwelcomed(me)
    return [Post.category_id == which]


def _unwelcomed(me: Me) -> list[ColumnElement[bool]]:
    """Introductions of others in «Velkommen!» that nobody else has answered."""
    others = or_(Comment.kindergarten_id != Post.kindergarten_id, Comment.kindergarten_id.is_(None))
    welcomed = exists().where(Comment.post_id == Post.id, others)
    welcome = select(Category.id).where(Category.purpose == Purpose.WELCOME)
    strangers = or_(Post.kindergarten_id != me.kindergarten, Post.kindergarten_id.is_(None))
    introduces = and_(Post.form == PostForm.INTRODUCTION, Post.category_id.in_(welcome))
    return [introduces, strangers, Post.hidden_because.is_(None), ~welcomed]
