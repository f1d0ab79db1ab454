"""The versions that a user saw of what a change was made in the light of.

    require = seen(connection, [("agenda_item", id_), ...])

They are taken as the button is pressed and not when the change is sent: what others wrote and
this PC pulled in between is news to the user, and the service is to say so.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select, text, update

from desktop.models.bookkeeping import mutation, outbox
from desktop.models.ledger import Key
from desktop.models.synced import synced_version

Require = list[list[Any]]
"""Entries of kind, id and version, as the outbox holds them."""


def seen(connection: Connection, keys: Iterable[Key]) -> Require:
    """The records as they stand before the user now; at 0 what the service has yet to take."""
    return [[kind, str(id_), synced_version(connection, (kind, id_))] for kind, id_ in keys]


def see_own(connection: Connection, own: Mapping[tuple[str, str], tuple[int, int]]) -> None:
    """Let what waits require one's own answered changes in place of what they were made on.

    `own` tells, by kind and the id's digits, the version before and after; 0 after a deletion.
    Only what stood as it was seen is replaced: others' words in between are still to be asked
    about.
    """
    if not own:
        return
    # Named as the index of such rows has it, and nothing else for which there is an index.
    waits = select(outbox.c.seq, outbox.c.require, outbox.c.mutation_id)
    for seq, require, sent in connection.execute(waits.where(text("require != '[]'"))).all():
        if sent is not None:
            continue
        moved = [entry for entry in (_moved(one, own) for one in require) if entry is not None]
        if moved != require:
            connection.execute(update(mutation).where(mutation.c.seq == seq).values(require=moved))


def _moved(entry: list[Any], moves: Mapping[tuple[str, str], tuple[int, int]]) -> list[Any] | None:
    kind, id_, version = entry
    before, after = moves.get((kind, id_.replace("-", "")), (None, 0))
    if before != version:
        return entry
    return [kind, id_, after] if after else None
