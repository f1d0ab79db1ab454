"""Writing in the forum: posts and answers of one's own."""

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.ids import derived_id
from contract.records import Comment, Post
from desktop.models import drafts
from desktop.models.editing import add, edit, get
from desktop.models.faults import Refused
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


def new_post_draft(me: Me) -> UUID:
    """Under which id the draft of a post that is not there yet is kept."""
    return derived_id(NEW_POST, me.account)


def write_post(session: Session, me: Me, room: UUID, text: PostText) -> UUID:
    """Write a post in a category, and forget its draft. Raises Refused: forbidden, and what is
    wrong with a field.
    """
    post = Post(
        category_id=room,
        kindergarten_id=me.kindergarten,
        author_id=_author(me),
        author_name=me.name,
        title=text.title.strip(),
        body=text.body.strip(),
    )
    refuse_forbidden(session, me, post)
    add(session, post)
    drafts.drop(session, NEW_POST, new_post_draft(me))
    return post.id


def change_post(session: Session, me: Me, id_: UUID, loaded: PostText, wanted: PostText) -> None:
    """Keep what was changed in a post of one's own, and forget its draft. Raises Refused: gone,
    forbidden, and what is wrong with a field.
    """
    post = get(session, Post, id_)
    refuse_forbidden(session, me, post)
    edit(session, post, asdict(loaded), asdict(wanted))
    drafts.drop(session, POST, id_)


def remove_post(session: Session, me: Me, id_: UUID) -> Removed:
    """Delete a post of one's own that nobody has answered; what is returned brings it back.
    Raises Refused: gone, forbidden, has_children.
    """
    post = get(session, Post, id_)
    refuse_forbidden(session, me, post)
    if session.scalar(select(Comment.id).where(Comment.post_id == id_).limit(1)):
        raise Refused("has_children")
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
    edit(session, answer, {"body": loaded}, {"body": wanted.strip()})
    drafts.drop(session, COMMENT, id_)


def remove_answer(session: Session, me: Me, id_: UUID) -> Removed:
    """Delete an answer of one's own; what is returned brings it back. Raises Refused: gone,
    forbidden.
    """
    answer = get(session, Comment, id_)
    refuse_forbidden(session, me, answer)
    return remove(session, answer)


def restore(session: Session, removed: Removed) -> None:
    """Bring back what was deleted."""
    bring_back(session, removed)


def _author(me: Me) -> UUID:
    if me.person is None:
        raise Refused("forbidden")
    return me.person
