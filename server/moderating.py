"""Posts and answers as the central office looks through them, hides them, and shows them again."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    Text,
    literal,
    select,
    type_coerce,
)

from contract.access import Access, Group, Room, scopes
from contract.records import Category, Comment, Kindergarten, Post
from contract.wire import EarlierText, EarlierTexts, ErrorCode, Op, ServiceRefused
from server import correcting, lengths, rights
from server.accounts import Unacceptable
from server.auditing import Act, note
from server.database import snapshot
from server.searching import contains
from server.sync_service import SyncService
from server.tables import revision
from server.words import fitting

KINDS: Mapping[str, type[Post] | type[Comment]] = {"post": Post, "comment": Comment}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words in the text, of which kind, in which category, hidden or not."""

    text: str = ""
    kind: str = "post"
    category: UUID | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A post, or an answer with the title of its post. An introduction's texts are its body."""

    id: UUID
    title: str
    body: str
    author: str
    kindergarten: str | None
    category: str | None
    received_at: datetime | None
    hidden_because: str | None


_TEXTS = ("title", "body", "loves", "hopes")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What it said until then, as far as that was changed."""

    until: datetime
    text: str


def read(engine: Engine, wanted: Wanted, start: int, count: int) -> Sequence[Written]:
    """So many of what is looked for, what was begun last first."""
    kind = KINDS[wanted.kind]
    # By the id, which rises with the time of writing and has an index.
    query = _query(kind).order_by(kind.id.desc()).offset(start).limit(count)
    if wanted.category:
        query = query.where(kind.category_id == wanted.category)
    if wanted.hidden:
        query = query.where(kind.hidden_because.is_not(None))
    for word in wanted.text.split():
        names = (kind.author_name, Kindergarten.name, Post.title)
        texts = [_text(kind), *(name.expression for name in names)]
        query = query.where(contains(texts, word))
    with engine.connect() as connection:
        return [Written(*row) for row in connection.execute(query)]


def one(engine: Engine, kind: str, id_: UUID) -> Written | None:
    """A post or an answer that stands."""
    with engine.connect() as connection:
        return _one(connection, kind, id_)


def earlier(engine: Engine, kind: str, id_: UUID) -> list[Earlier]:
    """What it said before each time that its texts were changed, the newest first."""
    mine = (revision.c.kind == kind) & (revision.c.record_id == id_)
    query = select(revision.c.at, revision.c.before, revision.c.after).where(
        mine, revision.c.op == Op.CHANGE.value
    )
    found = []
    with engine.connect() as connection:
        for row in connection.execute(query.order_by(revision.c.version.desc())):
            texts = [str(row.before.get(name) or "") for name in _TEXTS]
            if any(name in row.after for name in _TEXTS) and any(texts):
                found.append(Earlier(row.at, "\n\n".join(filter(None, texts))))
    return found


def earlier_for(engine: Engine, account: UUID, kind: str, id_: UUID) -> EarlierTexts:
    """The same for its writer, and for the central office. Raises ServiceRefused with not_found for
    everybody else, and where there is nothing of the kind.
    """
    with snapshot(engine) as connection:
        asks, found = rights.signed(connection, account), None
        if asks is not None and kind in KINDS:
            of = KINDS[kind]
            query = select(of.author_id, of.category_id).where(of.id == id_)
            found = connection.execute(query).one_or_none()
        if asks is None or found is None or not _may_look_back(asks.access, *found):
            raise ServiceRefused(ErrorCode.NOT_FOUND)
    return EarlierTexts(tuple(EarlierText(*astuple(one)) for one in earlier(engine, kind, id_)))


def _may_look_back(access: Access, author: UUID | None, category: UUID) -> bool:
    wrote = author is not None and author == access.person
    reads = f"{Room.CATEGORY}:{category}" in scopes(access)
    return reads and (wrote or Group.SECRETARIAT in access.groups)


def hide(service: SyncService, kind: str, id_: UUID, reason: str, by: UUID) -> None:
    """Hide it from all but its writer, who sees the reason.

    Raises Unacceptable: ("reason", …) for the reason, «gone» where it does not stand any more.
    """
    _set(service, kind, id_, fitting("reason", reason, lengths.REASON), by)


def show(service: SyncService, kind: str, id_: UUID, by: UUID) -> None:
    """Show it again. Raises Unacceptable("", "gone")."""
    _set(service, kind, id_, None, by)


def _set(service: SyncService, kind: str, id_: UUID, reason: str | None, by: UUID) -> None:
    def work(connection: Connection) -> None:
        if not correcting.change(connection, kind, [id_], {"hidden_because": reason}):
            raise Unacceptable("", "gone")
        note(connection, Act.HIDDEN if reason else Act.SHOWN, by, (kind, id_), reason or "")

    service.transact(work)


def _one(connection: Connection, kind: str, id_: UUID) -> Written | None:
    query = _query(KINDS[kind]).where(KINDS[kind].id == id_)
    row = connection.execute(query).one_or_none()
    return None if row is None else Written(*row)


def _query(kind: type[Post] | type[Comment]) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            kind.id,
            Post.title,
            _text(kind),
            kind.author_name,
            Kindergarten.name,
            Category.name,
            kind.received_at,
            kind.hidden_because,
        )
        .select_from(kind)
        .outerjoin(Kindergarten, Kindergarten.id == kind.kindergarten_id)
        .outerjoin(Category, Category.id == kind.category_id)
    )
    return query if kind is Post else query.join(Post, Post.id == Comment.post_id)


def _text(kind: type[Post] | type[Comment]) -> ColumnElement[str]:
    if kind is not Post:
        return kind.body.expression
    parts = [type_coerce(part, Text) for part in (Post.body, Post.loves, Post.hopes)]
    return parts[0] + literal("\n\n") + parts[1] + literal("\n\n") + parts[2]
