"""Services that are broken."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection

from contract.wire import Op
from tests.sync.mutants.breaking import Mutant, instead, nothing

Function = Callable[..., Any]


def _head_of_a_cut_page(page_of: Function) -> Function:
    def faulty(connection: Connection, wanted: Any) -> Any:
        page = page_of(connection, wanted)
        heads = {one.scope: one.head.version for one in wanted}
        page.cursors.update((name, heads[name]) for name in page.cursors)
        return page

    return faulty


def _last_write_wins(base: Function) -> Function:
    def faulty(judge: Any, draft: Any, write: Any) -> Any:
        return None if write.op is Op.CHANGE else base(judge, draft, write)

    return faulty


def _each_for_itself(_: Function) -> Function:
    return lambda mutations: [[mutation] for mutation in mutations]


def _of_any_generation(push: Function) -> Function:
    return lambda service, account, mutations, _=None: push(service, account, mutations)


def _patched(
    place: str, make: Callable[[Function], Function]
) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patches: instead(patches, place, make)


MUTANTS = [
    Mutant(
        "a request that comes again is applied again",
        _patched("server.push:_answered", lambda _: lambda *_: {}),
        """
        delete(device=0, which=0)
        sync(device=0)
        undo(device=0)
        sync(device=0)
        delete(device=0, which=0)
        sync(device=0)
        again(device=0, which=1)
        """,
    ),
    Mutant(
        "the last write wins",
        _patched("server.judge:Judge._base", _last_write_wins),
        """
        edit(device=0, which=1, place=0)
        edit(device=2, which=1, place=0)
        late(device=0, steps=[("sync", 2, 0)])
        """,
    ),
    Mutant(
        "a page that is cut saves the head",
        _patched("server.pull:_page", _head_of_a_cut_page),
        """
        write(device=0)
        write(device=0)
        write(device=0)
        write(device=0)
        write(device=0)
        """,
    ),
    Mutant(
        "a group is applied in part",
        _patched("server.push:units", _each_for_itself),
        """
        group(device=0, which=0, other=2, place=0)
        late(device=0, steps=[("delete", 1, 0), ("sync", 1, 0)])
        """,
    ),
    Mutant(
        "a push is not bound to a generation",
        _patched("server.sync_service:SyncService.push", _of_any_generation),
        """
        back_up()
        write(device=2, closed=True)
        sync(device=2)
        restore()
        revoke(device=2)
        again(device=2, which=0)
        """,
    ),
    Mutant(
        "outcomes are forgotten",
        _patched("server.push:_remember", nothing()),
        """
        back_up()
        edit(device=0, which=0, place=0)
        lose(device=0, calls=1, loses_replies=True)
        sync(device=0)
        restore()
        """,
    ),
    Mutant(
        "a restore brings the erased back",
        _patched("server.erasure:_again", nothing(answer=0)),
        """
        enrol(device=0)
        sync(device=0)
        back_up()
        erase(which=0)
        restore()
        """,
    ),
    Mutant(
        "the history of the erased stays",
        _patched("server.erasure:_empty_history", nothing()),
        """
        enrol(device=0)
        sync(device=0)
        edit(device=0, which=4, place=0)
        sync(device=0)
        erase(which=0)
        """,
    ),
    Mutant(
        "the posts of an erased manager still name her",
        _patched("server.erasure:_blanks", nothing(answer=())),
        """
        write(device=2)
        sync(device=2)
        enrol(device=0)
        erase(which=9)
        """,
    ),
]
