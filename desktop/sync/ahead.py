"""The next page, asked for while the one before is taken into the local database."""

from threading import Thread

from msgspec.structs import replace

from contract.wire import PullAnswer, PullRequest, SyncApi


class Ahead:
    """One request at a time, begun early where it is known what the next will be."""

    def __init__(self, api: SyncApi) -> None:
        self._api = api
        self._asked: PullRequest | None = None
        self._thread: Thread | None = None
        self._outcome: PullAnswer | Exception | None = None

    def ask(self, request: PullRequest) -> None:
        """Begin to ask, in another thread."""
        self._asked = request
        self._thread = Thread(target=self._fetch, args=(request,), daemon=True)
        self._thread.start()

    def pull(self, request: PullRequest) -> PullAnswer:
        """The answer to a request: the one that was begun where it is the same, else anew."""
        asked, outcome = self._asked, self.drop()
        if outcome is None or asked != request:
            return self._api.pull(request)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def drop(self) -> PullAnswer | Exception | None:
        """Wait until nothing is asked any more; what came of it."""
        if self._thread is not None:
            self._thread.join()
        outcome = self._outcome
        self._asked = self._thread = self._outcome = None
        return outcome

    def _fetch(self, request: PullRequest) -> None:
        try:
            self._outcome = self._api.pull(request)
        except Exception as error:
            self._outcome = error


def following(request: PullRequest, answer: PullAnswer) -> PullRequest:
    """What is asked for once an answer is taken, if nothing else happens here meanwhile."""
    told = {result.mutation for result in answer.results}
    return replace(
        request,
        generation=answer.generation,
        cursors={**request.cursors, **answer.cursors},
        unanswered=tuple(id_ for id_ in request.unanswered if id_ not in told),
        seal=answer.seal,
    )
