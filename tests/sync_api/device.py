"""A reader who keeps what the service sends, as a desktop does, but knows nothing of rules."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from contract.digest import EMPTY, mark, toggled
from contract.wire import (
    PROTOCOL_VERSION,
    Head,
    Mutation,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    Result,
    SyncApi,
)

Held = tuple[str, str]


@dataclass
class Device:
    """Rows and cursors of one account on one machine."""

    api: SyncApi
    generation: str = ""
    cursors: dict[str, int] = field(default_factory=dict)
    records: dict[Held, dict[str, Any]] = field(default_factory=dict)
    places: dict[Held, tuple[str, int]] = field(default_factory=dict)
    last: PullAnswer | None = None

    def pull(self, unanswered: Sequence[UUID] = ()) -> list[Result]:
        """Read pages until there are no more; the outcomes of what was asked for."""
        results: list[Result] = []
        while True:
            answer = self.page(unanswered)
            results += answer.results
            if not answer.more:
                return results

    def page(self, unanswered: Sequence[UUID] = ()) -> PullAnswer:
        """Read and keep one page."""
        request = PullRequest(
            PROTOCOL_VERSION, self.generation, dict(self.cursors), tuple(unanswered)
        )
        answer = self.api.pull(request)
        self.last, self.generation = answer, answer.generation
        self._leave(set(answer.scopes))
        for kind in answer.rows:
            for place, version, id_, *values in kind.rows:
                held = (kind.kind, id_)
                self.records[held] = dict(zip(kind.columns, values, strict=True))
                self.places[held] = (answer.scopes[place], version)
        for gone in answer.gone:
            self.records.pop((gone.kind, str(gone.record)), None)
            self.places.pop((gone.kind, str(gone.record)), None)
        self.cursors.update(answer.cursors)
        return answer

    def push(self, *mutations: Mutation) -> list[Result]:
        """Send changes."""
        return self.answer(*mutations).results

    def answer(self, *mutations: Mutation) -> PushAnswer:
        """Send changes, and hear all that the service says."""
        if not self.generation:
            self.page()
        return self.api.push(PushRequest(PROTOCOL_VERSION, self.generation, list(mutations)))

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The records of a kind that the device holds."""
        return [fields for (of, _), fields in self.records.items() if of == kind]

    def version(self, kind: str, id_: UUID) -> int:
        """The version of a record that the device holds."""
        return self.places[kind, str(id_)][1]

    def heads(self) -> dict[str, Head]:
        """What the device would say of each scope, from its own rows."""
        found = {scope: Head(self.cursors.get(scope, 0), 0, EMPTY) for scope in self.scopes}
        for (kind, id_), (scope, version) in self.places.items():
            head = found[scope]
            digest = toggled(head.digest, [mark(kind, UUID(id_), version)])
            found[scope] = Head(head.version, head.count + 1, digest)
        return found

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that the service named last."""
        assert self.last is not None
        return self.last.scopes

    def _leave(self, readable: set[str]) -> None:
        for held in [held for held, place in self.places.items() if place[0] not in readable]:
            del self.records[held], self.places[held]
        self.cursors = {name: at for name, at in self.cursors.items() if name in readable}
