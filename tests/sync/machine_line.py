"""The line between a desktop and the service, as bad as lines are."""

from collections.abc import Callable
from typing import Any

from contract.wire import (
    ErrorCode,
    KnownAnswer,
    KnownRequest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    ServiceRefused,
    SyncApi,
    Unreachable,
)
from tests.sync.machine_clock import SERVICE, Clocks
from tests.sync.machine_crash import Crashed, Fuse


class Line:
    """A SyncApi that loses what it is told to lose, and lets others in while an answer travels."""

    def __init__(
        self, service: Callable[[], SyncApi], clocks: Clocks, fuse: Callable[[], Fuse]
    ) -> None:
        self._service = service
        self._fuse = fuse
        self._clocks = clocks
        self._good_calls: int | None = None
        self._loses_replies = False
        self.meanwhile: Callable[[], object] | None = None
        self.sent: list[PushRequest] = []

    def pull(self, request: PullRequest) -> PullAnswer:
        """The service's answer, or Unreachable."""
        answer = self._carry(lambda api: api.pull(request))
        assert isinstance(answer, PullAnswer)
        return answer

    def push(self, request: PushRequest) -> PushAnswer:
        """The service's answer, or Unreachable."""
        self.sent.append(request)
        answer = self._carry(lambda api: api.push(request))
        assert isinstance(answer, PushAnswer)
        return answer

    def known(self, request: KnownRequest) -> KnownAnswer:
        """The service's answer, or Unreachable."""
        answer = self._carry(lambda api: api.known(request))
        assert isinstance(answer, KnownAnswer)
        return answer

    def break_after(self, calls: int, *, loses_replies: bool) -> None:
        """Let so many calls through; what comes then is lost on the way there, or back."""
        self._good_calls, self._loses_replies = calls, loses_replies

    def mend(self) -> None:
        """Let all through."""
        self._good_calls, self.meanwhile = None, None

    def _carry(self, ask: Callable[[SyncApi], Any]) -> Any:
        broken = self._is_broken()
        if broken and not self._loses_replies:
            raise Unreachable("offline")
        answer = self._ask(ask)
        if self.meanwhile is not None:
            call, self.meanwhile = self.meanwhile, None
            call()
        if broken:
            raise Unreachable("timeout")
        return answer

    def _ask(self, ask: Callable[[SyncApi], Any]) -> Any:
        try:
            with self._clocks.of(SERVICE), self._fuse().burning():
                return ask(self._service())
        except Crashed as crash:
            if crash.whose != SERVICE:
                raise
            raise ServiceRefused(ErrorCode.INTERNAL) from None

    def _is_broken(self) -> bool:
        if self._good_calls is None:
            return False
        self._good_calls -= 1
        return self._good_calls < 0
