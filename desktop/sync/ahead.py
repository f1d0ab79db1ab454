"""What is asked of the service while this PC works on what it has said before."""

from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Generic, Protocol, TypeVar, runtime_checkable

from msgspec.structs import replace

from contract.wire import PullAnswer, PullRequest, PushAnswer, PushRequest, SyncApi

T = TypeVar("T")


@runtime_checkable
class Readies(Protocol):
    """A way to the service on which a push can be made ready while another is under way."""

    def readied(self, request: PushRequest) -> Callable[[], PushAnswer]: ...


def readied(api: SyncApi, request: PushRequest) -> Callable[[], PushAnswer]:
    """A push with all done that can be done before it is sent."""
    return api.readied(request) if isinstance(api, Readies) else partial(api.push, request)


class Errand(Generic[T]):
    """A request that is under way in a thread of its own, from the moment this is made."""

    def __init__(self, ask: Callable[[], T]) -> None:
        self._outcome: list[T] = []
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, args=(ask,), daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Return when nothing is under way any more."""
        self._thread.join()

    def result(self) -> T:
        """What came of it, or raise what went wrong."""
        self.wait()
        if self._error is not None:
            raise self._error
        return self._outcome[0]

    def _run(self, ask: Callable[[], T]) -> None:
        try:
            self._outcome.append(ask())
        except Exception as error:
            self._error = error


class Ahead:
    """One request at a time, begun early where it is known what the next will be."""

    def __init__(self, api: SyncApi) -> None:
        self._api = api
        self._asked: PullRequest | None = None
        self._errand: Errand[PullAnswer] | None = None

    def ask(self, request: PullRequest) -> None:
        """Begin to ask, in another thread."""
        self._asked = request
        self._errand = Errand(lambda: self._api.pull(request))

    def pull(self, request: PullRequest) -> PullAnswer:
        """The answer to a request: the one that was begun where it is the same, else anew."""
        asked, errand = self._asked, self._errand
        self.drop()
        if errand is None or asked != request:
            return self._api.pull(request)
        return errand.result()

    def drop(self) -> None:
        """Wait until nothing is asked any more, and let go of what came of it."""
        if self._errand is not None:
            self._errand.wait()
        self._asked = self._errand = None


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
