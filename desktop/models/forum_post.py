"""A post as it is read: its text, its thumbs-up, and its newest answers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contract.geography import municipality
from contract.records import Category, Comment, Kindergarten, Network, Person, Post, PostForm, Thumb
from desktop.models.editing import get
from desktop.models.forum import visible, waits
from desktop.models.forum_values import NO_THUMBS, Announced, Answer, Opened, Shown, Thumbs
from desktop.models.me import Me
from desktop.models.reading import is_news

ANSWERS = 50


def opened(session: Session, me: Me, id_: UUID, answers: int = ANSWERS) -> Opened:
    """A post with its newest answers. Raises Refused("gone") where it is no longer here."""
    post = get(session, Post, id_)
    room = session.get(Category, post.category_id)
    house = session.get(Kindergarten, post.kindergarten_id) if post.kindergarten_id else None
    mine = visible(me, Comment)
    thumbs = _thumbs(session, me, id_)
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
        waits=bool(session.scalar(select(waits("post", Post.id)).where(Post.id == id_))),
        own=me.person is not None and post.author_id == me.person,
        hidden_because=post.hidden_because,
        withdrawn=post.withdrawn_at is not None,
        edited_at=post.edited_at,
        closed=room is not None and room.closed,
        fresh=is_news(session, me, id_),
        thumbs=thumbs.get(id_, NO_THUMBS),
        answers=_answers(session, me, id_, answers, thumbs),
        earlier=max((count or 0) - answers, 0),
    )


def _answers(
    session: Session, me: Me, post: UUID, limit: int, thumbs: Mapping[UUID, Thumbs]
) -> tuple[Answer, ...]:
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
            Comment.edited_at,
            func.coalesce(Kindergarten.name, "").label("house"),
            waits("comment", Comment.id).label("waits"),
        )
        .outerjoin(Kindergarten, Kindergarten.id == Comment.kindergarten_id)
        .where(Comment.post_id == post, visible(me, Comment))
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
            thumbs=thumbs.get(row.id, NO_THUMBS),
            edited_at=row.edited_at,
        )
        for row in reversed(rows.all())
    )


def _thumbs(session: Session, me: Me, post: UUID) -> dict[UUID, Thumbs]:
    """The thumbs-up for a post and for what was answered, by what they are for."""
    rows = session.execute(
        select(Thumb.target_id, Thumb.author_id, Kindergarten.name)
        .outerjoin(Kindergarten, Kindergarten.id == Thumb.kindergarten_id)
        .where(Thumb.post_id == post, Thumb.given)
        .order_by(Kindergarten.name.collate("norwegian"))
    )
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.target_id, []).append(row)
    return {
        target: Thumbs(
            len(given),
            mine=any(row.author_id == me.person for row in given),
            by=tuple(dict.fromkeys(row.name for row in given if row.name)),
        )
        for target, given in found.items()
    }


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
        links=tuple(sorted(post.links)),
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
