"""The guidelines and the terms of use: their versions, who has read them, and a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Engine, func, select

from contract.ids import derived_id
from contract.records import Guideline, GuidelineKind, ReadingReceipt
from contract.wire import GuidelinesTold, GuidelineTold
from server import lengths, membership
from server.accounts import Unacceptable
from server.auditing import Act, note
from server.database import snapshot
from server.sync_service import SyncService
from server.tables import account
from server.words import fitting


@dataclass(frozen=True, slots=True)
class Issue:
    """A version, and by how many accounts it has been read."""

    kind: GuidelineKind
    version: int
    title: str
    body: str
    read_by: int


@dataclass(frozen=True, slots=True)
class Written:
    """What is to be the version that follows `after`, which is 0 where there was none."""

    kind: GuidelineKind
    title: str
    body: str
    after: int


def read(engine: Engine) -> tuple[Sequence[Issue], int]:
    """All versions, the newest of each kind first, and how many accounts there are to read them."""
    receipts = select(ReadingReceipt.guideline_id, func.count(ReadingReceipt.id))
    with snapshot(engine) as connection:
        counts = {
            row[0]: int(row[1])
            for row in connection.execute(receipts.group_by(ReadingReceipt.guideline_id))
        }
        found = [
            Issue(row.kind, row.version, row.title, row.body, counts.get(row.id, 0))
            for row in connection.execute(select(Guideline))
        ]
        in_use = select(func.count(account.c.id)).where(account.c.disabled.is_(False))
        readers = connection.execute(in_use).scalar_one()
    return sorted(found, key=lambda one: (one.kind, -one.version)), readers


def newest(engine: Engine) -> GuidelinesTold:
    """What there is to be read before one takes part, in the order in which it is read."""
    with snapshot(engine) as connection:
        found = connection.execute(select(Guideline).order_by(Guideline.version)).all()
    by_kind = {row.kind: row for row in found}
    return GuidelinesTold(
        tuple(
            GuidelineTold(one.id, kind.value, one.version, one.title, one.body)
            for kind, one in sorted(by_kind.items())
        )
    )


def publish(service: SyncService, written: Written, by: UUID) -> None:
    """Make a new version, which every device asks its person to read.

    Raises Unacceptable: ("title" or "body", …), or ("", "newer")
    where another has been made meanwhile.
    """
    title = fitting("title", written.title, lengths.TITLE)
    body = fitting("body", written.body, lengths.GUIDELINE)

    def work(connection: Connection) -> None:
        same = select(func.max(Guideline.version)).where(Guideline.kind == written.kind)
        if (connection.execute(same).scalar_one() or 0) != written.after:
            raise Unacceptable("", "newer")
        version = written.after + 1
        record = Guideline(
            # Two who make it at once make the same, and the second is told.
            id=derived_id(Guideline.__tablename__, written.kind, version),
            kind=written.kind,
            version=version,
            title=title,
            body=body,
        )
        try:
            membership.create_in(connection, [record])
        except Unacceptable as problem:
            # What stands already is stale, and no rule says no to it.
            if problem.problem:
                raise
            raise Unacceptable("", "newer") from None
        note(connection, Act.GUIDELINE_PUBLISHED, by, (Guideline.__tablename__, record.id))

    service.transact(work)
