"""What members report and suggest to the central office, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Select, func, select

from contract.records import Comment, Feedback, FeedbackSort, FeedbackState, Kindergarten, Post
from server import correcting, lengths
from server.accounts import Unacceptable
from server.auditing import Act, note
from server.sync_service import SyncService
from server.tables import account
from server.words import fitting

_KIND = Feedback.__tablename__
OPEN = frozenset({FeedbackState.RECEIVED, FeedbackState.IN_WORK})
"""States of what the office has still to do something about."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: of which sort, and only what is still to be done, or all."""

    sort: FeedbackSort | None = None
    all: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told. Who has been erased has no name."""

    id: UUID
    sort: FeedbackSort
    body: str
    version: str
    system: str
    received_at: datetime | None
    state: FeedbackState
    answer: str
    about_id: UUID | None
    sender: str
    kindergarten: str | None


@dataclass(frozen=True, slots=True)
class About:
    """The post or answer that it is about, with the title of its post."""

    kind: str
    id: UUID
    title: str
    body: str
    hidden: bool


def read(engine: Engine, wanted: Wanted, start: int, count: int) -> Sequence[Told]:
    """So many of what is looked for: the oldest first of what is to be done, else the newest."""
    order = Feedback.id.desc() if wanted.all else Feedback.id
    query = _query().order_by(order).offset(start).limit(count)
    if wanted.sort is not None:
        query = query.where(Feedback.sort == wanted.sort)
    if not wanted.all:
        query = query.where(Feedback.state.in_(OPEN))
    with engine.connect() as connection:
        return [Told(*row) for row in connection.execute(query)]


def how_many(engine: Engine) -> int:
    """How many the office has still to do something about."""
    with engine.connect() as connection:
        query = select(func.count(Feedback.id)).where(Feedback.state.in_(OPEN))
        return connection.execute(query).scalar_one()


def one(engine: Engine, id_: UUID) -> tuple[Told, About | None] | None:
    """What somebody told, with what it is about where that still stands."""
    with engine.connect() as connection:
        row = connection.execute(_query().where(Feedback.id == id_)).one_or_none()
        if row is None:
            return None
        told = Told(*row)
        return told, _about(connection, told.about_id) if told.about_id else None


def answer(service: SyncService, id_: UUID, state: FeedbackState, words: str, by: UUID) -> None:
    """Say how far it has come, and answer its sender. Raises Unacceptable: «required» where it is
    turned down without a word, «too_long», «gone» where it does not stand any more.
    """
    declined = state is FeedbackState.DECLINED
    told = fitting("answer", words, lengths.ANSWER, required=declined)

    def work(connection: Connection) -> None:
        fields = {"state": state, "answer": told, "answered_at": datetime.now(UTC)}
        if not correcting.change(connection, _KIND, [id_], fields):
            raise Unacceptable("", "gone")
        note(connection, Act.FEEDBACK_ANSWERED, by, (_KIND, id_))

    service.transact(work)


def _query() -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Feedback.id,
            Feedback.sort,
            Feedback.body,
            Feedback.version,
            Feedback.system,
            Feedback.received_at,
            Feedback.state,
            Feedback.answer,
            Feedback.about_id,
            func.coalesce(account.c.name, ""),
            Kindergarten.name,
        )
        .select_from(Feedback)
        .outerjoin(account, account.c.id == Feedback.account_id)
        .outerjoin(Kindergarten, Kindergarten.id == account.c.kindergarten_id)
    )
    return query


def _about(connection: Connection, id_: UUID) -> About | None:
    posts = select(Post.title, Post.body, Post.hidden_because).where(Post.id == id_)
    post = connection.execute(posts).one_or_none()
    if post is not None:
        return About("post", id_, post.title, post.body, post.hidden_because is not None)
    row = connection.execute(
        select(Post.title, Comment.body, Comment.hidden_because)
        .join(Post, Post.id == Comment.post_id)
        .where(Comment.id == id_)
    ).one_or_none()
    if row is None:
        return None
    return About("comment", id_, row.title, row.body, row.hidden_because is not None)
