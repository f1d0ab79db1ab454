"""Desktops that are broken."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection

from contract.wire import Op, ServiceRefused, Unreachable
from desktop.models import ledger
from desktop.models.ledger import Key
from desktop.models.merge import Merged, overlay
from desktop.models.synced import forget_synced
from desktop.sync import pull
from desktop.sync.answers import apply_results
from desktop.sync.rebase import Rebased
from tests.sync.mutants.breaking import Mutant, instead, nothing

Function = Callable[..., Any]


def _cursor_before_rows(take_page: Function) -> Function:
    def faulty(connection: Connection, request: Any, answer: Any) -> Any:
        ledger.set_cursors(connection, answer.cursors)
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        request = msgspec.structs.replace(request, cursors=ledger.cursors(connection))
        return take_page(connection, request, answer)

    return faulty


def _merged_after_sending(_: Function) -> Function:
    def faulty(session: Any, record: Any) -> Any:
        key = (record.__tablename__, record.id)
        rows = ledger.waiting_rows(session.connection(), key)
        mergeable = rows and rows[-1].op in (Op.CREATE, Op.CHANGE) and not rows[-1].group_id
        return rows[-1] if mergeable else None

    return faulty


def _merged_into_groups(_: Function) -> Function:
    def faulty(session: Any, record: Any) -> Any:
        key = (record.__tablename__, record.id)
        rows = ledger.waiting_rows(session.connection(), key)
        mergeable = rows and rows[-1].op in (Op.CREATE, Op.CHANGE) and not rows[-1].mutation_id
        return rows[-1] if mergeable else None

    return faulty


def _outcomes_after_rows(take_page: Function) -> Function:
    def faulty(connection: Connection, request: Any, answer: Any) -> Any:
        touched = take_page(connection, request, msgspec.structs.replace(answer, results=[]))
        return touched and touched | apply_results(connection, answer.results)

    return faulty


def _mine_over_theirs(_: Function) -> Function:
    return lambda _form, _base, mine, _theirs: Merged(values=dict(mine))


def _mine_without_asking(rebased: Function) -> Function:
    def faulty(form: Any, base: Any, changes: Any, theirs: Any) -> Rebased:
        return Rebased(rebased(form, base, changes, theirs).changes)

    return faulty


def _emptied_on_error(pulled: Function) -> Function:
    def faulty(engine: Any, *rest: Any) -> Any:
        try:
            return pulled(engine, *rest)
        except (Unreachable, ServiceRefused):
            with engine._transaction() as connection:
                pull._leave(connection, ())
            raise

    return faulty


def _brought_back_by_an_edit(lose: Function) -> Function:
    def faulty(connection: Connection, key: Key, reason: str) -> None:
        rows = ledger.waiting_rows(connection, key)
        shown = ledger.fields_now(connection, key)
        if shown is None or not any(row.op == Op.CHANGE for row in rows):
            lose(connection, key, reason)
            return
        for row in rows:
            ledger.delete_row(connection, row.seq)
        forget_synced(connection, key)
        ledger.set_base(connection, key, None)
        ledger.send(connection, key, Op.RESTORE, overlay(shown))

    return faulty


def _as_any_tombstone(take: Function) -> Function:
    return lambda connection, gone: take(connection, msgspec.structs.replace(gone, erased=False))


def _no_erasure(patches: pytest.MonkeyPatch) -> None:
    """What all are told would mend it."""
    instead(patches, "desktop.sync.pull:_take_tombstone", _as_any_tombstone)
    instead(patches, "desktop.sync.pull:erase_told", nothing(answer=frozenset()))


def _jump_to_the_head(jump: Function) -> Function:
    def faulty(connection: Connection, answer: Any) -> bool:
        ledger.set_cursors(connection, {name: after for name, (_, after) in answer.heads.items()})
        return bool(jump(connection, answer))

    return faulty


def _refused_and_dropped(_: Function) -> Function:
    return lambda connection, row, *_: ledger.delete_row(connection, row.seq)


def _patched(
    place: str, make: Callable[[Function], Function]
) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patches: instead(patches, place, make)


MUTANTS = [
    Mutant(
        "a cursor is saved before its rows",
        _patched("desktop.sync.engine:take_page", _cursor_before_rows),
        """
        write(device=0)
        sync(device=0)
        crash(whose=2, statements=16)
        sync(device=2)
        """,
    ),
    Mutant(
        "a later edit goes into what was sent",
        _patched("desktop.models.outbox:_mergeable", _merged_after_sending),
        """
        edit(device=0, which=0, place=0)
        lose(device=0, calls=1, loses_replies=True)
        edit(device=0, which=0, place=0)
        """,
    ),
    Mutant(
        "a group's edit goes into an edit outside it",
        _patched("desktop.models.outbox:_mergeable", _merged_into_groups),
        """
        write(device=0)
        group(device=0, which=4, other=3, place=0)
        revoke(device=0)
        """,
    ),
    Mutant(
        "outcomes are taken after rows",
        _patched("desktop.sync.engine:take_page", _outcomes_after_rows),
        """
        back_up()
        edit(device=0, which=0, place=0)
        lose(device=0, calls=1, loses_replies=True)
        sync(device=0)
        restore()
        """,
    ),
    Mutant(
        "mine is laid over theirs without a base",
        _patched("desktop.sync.rebase:merge_fields", _mine_over_theirs),
        """
        edit(device=0, which=1, place=0)
        edit(device=2, which=1, place=0)
        """,
    ),
    Mutant(
        "a clash is settled without asking",
        _patched("desktop.sync.rebase:rebased", _mine_without_asking),
        """
        edit(device=0, which=1, place=0)
        edit(device=2, which=1, place=0)
        """,
    ),
    Mutant(
        "a tombstone is forgotten",
        _patched("desktop.sync.pull:_take_tombstone", nothing(frozenset())),
        """
        delete(device=0, which=0)
        """,
    ),
    Mutant(
        "an error empties the scopes",
        _patched("desktop.sync.engine:SyncEngine._pull", _emptied_on_error),
        """
        lose(device=0, calls=0)
        """,
    ),
    Mutant(
        "an edit of what is gone creates it anew",
        _patched("desktop.sync.pull:lose", _brought_back_by_an_edit),
        """
        delete(device=0, which=0)
        edit(device=1, which=0, place=0)
        sync(device=0)
        """,
    ),
    Mutant(
        "the cursor jumps over what others wrote",
        _patched("desktop.sync.engine:jump_cursors", _jump_to_the_head),
        """
        write(device=2)
        write(device=0)
        late(device=0, steps=[("sync", 2, 0)])
        """,
    ),
    Mutant(
        "what was refused is dropped",
        _patched("desktop.sync.answers:keep_refused", _refused_and_dropped),
        """
        write(device=0, closed=True)
        revoke(device=0)
        """,
    ),
    Mutant(
        "what was written in a record that is gone is not kept",
        _patched("desktop.models.trashing:keep", nothing()),
        """
        delete(device=0, which=0)
        edit(device=1, which=0, place=0)
        sync(device=0)
        """,
    ),
    Mutant(
        "an erased tombstone is taken as any other",
        _no_erasure,
        """
        enrol(device=0)
        sync(device=0)
        erase(which=0)
        """,
    ),
    Mutant(
        "of what its account reads no more a device hears no erasure",
        _patched("desktop.sync.pull:erase_told", nothing(answer=frozenset())),
        """
        enrol(device=0)
        sync(device=0)
        revoke(device=0)
        sync(device=0)
        erase(which=0)
        """,
    ),
    Mutant(
        "what was erased stays in the pages of the file",
        _patched("desktop.sync.engine:wipe", nothing(answer=True)),
        """
        enrol(device=0)
        sync(device=0)
        erase(which=0)
        """,
    ),
    Mutant(
        "rows stay when their scope is lost",
        _patched("desktop.sync.pull:_leave", nothing(frozenset())),
        """
        revoke(device=0)
        """,
    ),
    Mutant(
        "what a backup lacks stays in sight",
        _patched("desktop.sync.restored:sweep", nothing(frozenset())),
        """
        back_up()
        write(device=0, closed=True)
        sync(device=0)
        sync(device=2)
        restore()
        revoke(device=0)
        """,
    ),
]
