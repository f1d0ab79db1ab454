"""What a push writes: changes of one record, and runs of creations, in one order."""

from collections.abc import Iterable, Iterator, Sequence

from contract.wire import Op
from server.runs import Run
from server.writes import Write

Change = Write | Run


def in_order(writes: Iterable[Write], runs: Sequence[Run]) -> list[Change]:
    """All that is written, in the order in which it was accepted."""
    found: list[Change] = list(writes)
    for run in reversed(runs):
        found.insert(run.place, run)
    return found


def taken_apart(changes: Iterable[Change]) -> Iterator[Write]:
    """The same without runs."""
    for change in changes:
        if not isinstance(change, Run):
            yield change
            continue
        for place, mutation in enumerate(change.mutations):
            after = change.record(place)
            scope = change.scopes[place]
            yield Write((change.kind, after.id), Op.CREATE, None, after, scope, mutation)
