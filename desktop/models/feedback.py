"""What one tells the secretariat: a post to look at, a suggestion, an error; and its answers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from contract.ids import derived_id
from contract.records import (
    Category,
    Comment,
    Feedback,
    FeedbackSort,
    FeedbackState,
    Person,
    Post,
    Purpose,
    blank,
)
from contract.roles import SECRETARIAT
from desktop.models import drafts
from desktop.models.bookkeeping import outbox
from desktop.models.editing import add
from desktop.models.faults import Refused
from desktop.models.forum_writing import PostText, write
from desktop.models.me import Me
from desktop.models.outbox import one_group
from desktop.models.rights import refuse_forbidden

REPORT = "report"
"""The kind of the draft of a report, by what it is about."""
SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True)
class Sent:
    """What this user has told the secretariat, and how far that has come.

    `about` is the title of the post, where it is about one that is still here.
    """

    id: UUID
    sort: FeedbackSort
    body: str
    about: str
    about_id: UUID | None
    received_at: datetime | None
    waits: bool
    state: FeedbackState
    answer: str
    answered_at: datetime | None


def report(session: Session, me: Me, about: UUID, why: str) -> UUID:
    """Ask the secretariat to look at a post or an answer. Raises Refused: required."""
    drafts.drop(session, REPORT, about)
    return tell(session, me, FeedbackSort.REPORT, why, about=about)


def tell(
    session: Session,
    me: Me,
    sort: FeedbackSort,
    body: str,
    *,
    about: UUID | None = None,
    version: str = "",
    system: str = "",
) -> UUID:
    """Tell the secretariat something. Raises Refused: required."""
    told = Feedback(
        account_id=me.account,
        sort=sort,
        about_id=about,
        body=body.strip(),
        version=version,
        system=system,
    )
    refuse_forbidden(session, me, told)
    add(session, told)
    return told.id


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody suggests, or an error that somebody tells of: in a few words, and whole."""

    sort: FeedbackSort = FeedbackSort.IDEA
    title: str = ""
    body: str = ""


def suggest(
    session: Session, me: Me, what: Suggestion, version: str, system: str, *, openly: bool
) -> UUID:
    """Suggest something to the secretariat; `openly` also as a post in the development forum.

    Raises Refused: required, forbidden, not_fetched where that category has not been fetched yet.
    """
    if blank(what.title):
        raise Refused("required", "title")
    if blank(what.body):
        raise Refused("required", "body")
    words = f"{what.title.strip()}\n\n{what.body.strip()}"
    # An error alone is one of the program that it is told from.
    told = (version, system) if what.sort is FeedbackSort.ERROR else ("", "")
    drafts.drop(session, SUGGESTION, suggestion_draft(me))
    if not openly:
        return tell(session, me, what.sort, words, version=told[0], system=told[1])
    room = _development(session)
    if room is None:
        raise Refused("not_fetched")
    with one_group(session):
        post = write(session, me, room, PostText(what.title, what.body))
        tell(session, me, what.sort, words, about=post, version=told[0], system=told[1])
    return post


def may_tell_openly(session: Session) -> bool:
    """Whether a suggestion can be a post, too: not for who does not read the development forum.

    As long as no category is here nobody knows, and it can.
    """
    unknown = session.scalar(select(Category.id).limit(1)) is None
    return unknown or _development(session) is not None


def _development(session: Session) -> UUID | None:
    room = select(Category.id).where(Category.purpose == Purpose.DEVELOPMENT)
    return session.scalar(room.limit(1))


def suggestion_draft(me: Me) -> UUID:
    """Under which id a suggestion that is being written is kept."""
    return derived_id(SUGGESTION, me.account)


def office_mails(session: Session) -> list[str]:
    """The addresses of the secretariat, as far as they are known here."""
    people = select(Person).where(Person.email.is_not(None)).order_by(Person.email)
    return [one.email for one in session.scalars(people) if one.email and one.roles & SECRETARIAT]


def sent(session: Session, me: Me) -> list[Sent]:
    """All that this user has told the secretariat, the newest first."""
    waits = exists().where(outbox.c.kind == "feedback", outbox.c.record_id == Feedback.id)
    rows = session.execute(
        select(Feedback, waits.label("waits"))
        .where(Feedback.account_id == me.account)
        .order_by(Feedback.id.desc())
    ).all()
    titles = _titles(session, {row.Feedback.about_id for row in rows} - {None})
    return [
        Sent(
            id=one.id,
            sort=one.sort,
            body=one.body,
            about=titles.get(one.about_id, ("", None))[0],
            about_id=titles.get(one.about_id, ("", None))[1],
            received_at=one.received_at,
            waits=waits_,
            state=one.state,
            answer=one.answer,
            answered_at=one.answered_at,
        )
        for one, waits_ in rows
    ]


def _titles(session: Session, ids: set[UUID]) -> dict[UUID | None, tuple[str, UUID | None]]:
    """The posts that these are, or that these answer."""
    found: dict[UUID | None, tuple[str, UUID | None]] = {}
    posts = select(Post.id, Post.id, Post.title).where(Post.id.in_(ids))
    answers = (
        select(Comment.id, Post.id, Post.title)
        .join(Post, Post.id == Comment.post_id)
        .where(Comment.id.in_(ids))
    )
    for query in (posts, answers):
        found |= {about: (title, post) for about, post, title in session.execute(query)}
    return found
