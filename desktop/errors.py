"""Two kinds of error: the world's, told in a sentence, and ours, logged and reported.

A KnownError carries a sentence for the person it is for, in the language spoken now. Everything
else is a bug: report() logs it without personal data and hands a BugReport to whoever listens.

    try: ...
    except KnownError as error: field.set_error(error.sentence)

    @guarded(default=None)    # for a method that Qt calls and that must never raise
    def data(self, index, role): ...
"""

import functools
import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import ClassVar, ParamSpec, TypeVar

from contract.failures import chain, kind, places

_P = ParamSpec("_P")
_T = TypeVar("_T")
log = logging.getLogger("desktop")


class KnownError(Exception):
    """Something in the world is not as it should be; the sentence says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class BugReport:
    """What a developer needs to know; free of values, since values can be about persons."""

    at: datetime
    kind: str
    places: tuple[str, ...]
    request: str = ""
    """What the request that it followed from is called in the service's log, where there is one."""

    def text(self) -> str:
        """The report as a person can read, copy and send it."""
        import platform

        return "\n".join(
            (
                f"Barnehagealliansen · {self.at:%Y-%m-%d %H:%M:%S} UTC",
                f"{platform.system()} {platform.release()} · Python {platform.python_version()}",
                *([f"request {self.request}"] if self.request else []),
                self.kind,
                *(f"  {place}" for place in self.places),
            )
        )


class _Listeners:
    bug: Callable[[BugReport], None] | None = None
    known: ClassVar[set[type[Exception]]] = {KnownError}


def declare_known(*kinds: type[Exception]) -> None:
    """Count exceptions of these kinds to the world's too, such as a rule that refuses."""
    _Listeners.known.update(kinds)


def is_known(error: BaseException) -> bool:
    """Whether the error is the world's; if not, it is ours, and report() is the place for it."""
    return isinstance(error, tuple(_Listeners.known))


def on_bug(listener: Callable[[BugReport], None] | None) -> None:
    """Call this with each bug from now on, in the thread where it happened."""
    _Listeners.bug = listener


def report(error: BaseException) -> BugReport:
    """Log a bug and tell the listener. The message of the error stays out: it may name persons."""
    errors = chain(error)
    kinds = " < ".join(kind(one) for one in errors)
    requests = [request for one in errors if (request := getattr(one, "request", ""))]
    request = str(requests[0]) if requests else ""
    made = BugReport(datetime.now(UTC), kinds, places(error), request)
    log.error("bug: %s at %s", made.kind, " | ".join(made.places[-3:]))
    if _Listeners.bug is not None:
        try:
            _Listeners.bug(made)
        except Exception as second:
            log.error("the bug listener failed: %s", kind(second))  # noqa: TRY400 - see report()
    return made


def install_hooks() -> None:
    """Send what nobody caught, in any thread and in slots that Qt calls, to report()."""
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_value, None)


def guarded(*, default: _T) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Make a method that Qt calls safe: a bug in it is reported, and Qt gets the default."""

    def dress(method: Callable[_P, _T]) -> Callable[_P, _T]:
        @functools.wraps(method)
        def call(*args: _P.args, **kwargs: _P.kwargs) -> _T:
            try:
                return method(*args, **kwargs)
            except Exception as error:
                report(error)
                return default

        return call

    return dress


def _uncaught(
    kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        sys.__excepthook__(kind, error or kind(), None)
        return
    report(error or kind())
