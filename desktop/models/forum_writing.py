"""Writing in the forum: posts and answers of one's own."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.ids import derived_id
from contract.records import Comment, Post, Thumb, only_id
from desktop.models import drafts
from desktop.models.editing import add, edit, get
from desktop.models.faults import Refused
from desktop.models.forum_mentions import mentioned
from desktop.models.me import Me
from desktop.models.rights import refuse_forbidden
from desktop.models.undoing import Removed, bring_back, remove

NEW_POST, POST, ANSWER, COMMENT = "new_post", "post", "answer", "comment"
"""Kinds of drafts: a post that is not there yet, a change of one, an answer, a change of one."""


@dataclass(frozen=True, slots=True)
class PostText:
    """What one writes in a post."""

    title: str
    body: str
    links: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A post whose words were taken away while its answers stay, with what it said."""

    id: UUID
    said: Mapping[str, Any]


def new_post_draft(me: Me) -> UUID:
    """Under which id the draft of a post that is not there yet is kept."""
    return derived_id(NEW_POST, me.account)


def write_post(session: Session, me: Me, room: UUID, text: PostText) -> UUID:
    """Write a post in a category, and forget its draft. Raises Refused: forbidden, and what is
    wrong with a field.
    """
    id_ = write(session, me, room, text)
    drafts.drop(session, NEW_POST, new_post_draft(me))
    return id_


def write(session: Session, me: Me, room: UUID, text: PostText) -> UUID:
    """The same, past the draft."""
    post = Post(
        category_id=room,
        kindergarten_id=me.kindergarten,
        author_id=_author(me),
        author_name=me.name,
        title=text.title.strip(),
        body=text.body.strip(),
        links=text.links,
        mentions=mentioned(session, text.body),
    )
    refuse_forbidden(session, me, post)
    add(session, post)
    return post.id


def change_post(session: Session, me: Me, id_: UUID, loaded: PostText, wanted: PostText) -> None:
    """Keep what was changed in a post of one's own, and forget its draft. Raises Refused: gone,
    forbidden, and what is wrong with a field.
    """
    post = get(session, Post, id_)
    refuse_forbidden(session, me, post)
    before = {**asdict(loaded), "mentions": post.mentions}
    edit(session, post, before, {**asdict(wanted), "mentions": mentioned(session, wanted.body)})
    drafts.drop(session, POST, id_)


def remove_post(session: Session, me: Me, id_: UUID) -> Removed | Withdrawn:
    """Delete a post of one's own; what is returned brings it back. Where somebody has answered,
    the words go and the answers stay. Raises Refused: gone, forbidden.
    """
    post = get(session, Post, id_)
    refuse_forbidden(session, me, post)
    if _has_answers(session, id_):
        return _withdraw(post)
    return remove(session, post)


def write_answer(session: Session, me: Me, post: UUID, body: str) -> UUID:
    """Answer a post, and forget the draft. Raises Refused: gone, forbidden, required."""
    asked = get(session, Post, post)
    answer = Comment(
        category_id=asked.category_id,
        post_id=post,
        kindergarten_id=me.kindergarten,
        author_id=_author(me),
        author_name=me.name,
        body=body.strip(),
        mentions=mentioned(session, body),
    )
    refuse_forbidden(session, me, answer)
    add(session, answer)
    drafts.drop(session, ANSWER, post)
    return answer.id


def change_answer(session: Session, me: Me, id_: UUID, loaded: str, wanted: str) -> None:
    """Keep what was changed in an answer of one's own, and forget its draft. Raises Refused:
    gone, forbidden, required.
    """
    answer = get(session, Comment, id_)
    refuse_forbidden(session, me, answer)
    before = {"body": loaded, "mentions": answer.mentions}
    now = {"body": wanted.strip(), "mentions": mentioned(session, wanted)}
    edit(session, answer, before, now)
    drafts.drop(session, COMMENT, id_)


def remove_answer(session: Session, me: Me, id_: UUID) -> Removed:
    """Delete an answer of one's own; what is returned brings it back. Raises Refused: gone,
    forbidden.
    """
    answer = get(session, Comment, id_)
    refuse_forbidden(session, me, answer)
    return remove(session, answer)


def restore(session: Session, removed: Removed | Withdrawn) -> None:
    """Bring back what was deleted."""
    if isinstance(removed, Removed):
        bring_back(session, removed)
        return
    post = get(session, Post, removed.id)
    for name, value in removed.said.items():
        setattr(post, name, value)


def give_thumb(session: Session, me: Me, post: UUID, target: UUID, *, given: bool) -> None:
    """Give a post, or an answer to it, a thumbs-up, or take it back. Raises Refused: gone,
    forbidden.
    """
    about = get(session, Post, post)
    author = _author(me)
    id_ = only_id(Thumb, target, author)
    thumb = session.get(Thumb, id_) or Thumb(
        id=id_,
        category_id=about.category_id,
        post_id=post,
        target_id=target,
        kindergarten_id=me.kindergarten,
        author_id=author,
    )
    thumb.given = given
    refuse_forbidden(session, me, thumb)
    add(session, thumb)


def _has_answers(session: Session, post: UUID) -> bool:
    """Whether anything belongs to a post that is not to go with it."""
    kinds = (Comment, Thumb)
    return any(session.scalar(select(k.id).where(k.post_id == post).limit(1)) for k in kinds)


_NOTHING: Mapping[str, Any] = {
    "title": "",
    "body": "",
    "loves": "",
    "hopes": "",
    "approved_places": None,
    "municipality": None,
    "participants": None,
    "tags": frozenset(),
    "links": frozenset(),
    "mentions": frozenset(),
}


def _withdraw(post: Post) -> Withdrawn:
    said = {name: getattr(post, name) for name in (*_NOTHING, "withdrawn_at")}
    for name, value in _NOTHING.items():
        setattr(post, name, value)
    post.withdrawn_at = datetime.now(UTC)
    return Withdrawn(post.id, said)


def _author(me: Me) -> UUID:
    if me.person is None:
        raise Refused("forbidden")
    return me.person
