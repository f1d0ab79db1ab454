"""What the service says of itself on standard error: lines to read, or JSON to be gathered.

Neither holds the message of an exception: a database puts into it what somebody wrote.
"""

import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import msgspec

from contract.failures import chain, kind, places

current_request: ContextVar[str] = ContextVar("current_request", default="")
"""The id of the request that is being answered; empty outside of one."""

_OURS = "server"
_requests = logging.getLogger("server.requests")

_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up(form: str, level: str) -> None:
    """Log to standard error from now on: in `lines` or `json`, and of us `info` or `warning`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Lines())
    # Libraries tell every step at INFO.
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(_OURS).setLevel(level.upper())


def facts(**told: Any) -> dict[str, Any]:
    """Values to go with a record, by name: `log.info("Done", extra=facts(removed=3))`.

    Numbers and words of the program; never what somebody wrote, and nobody's id.
    """
    return {"facts": told}


def of_request(method: str, route: str, status: int, seconds: float) -> None:
    """Tell of a request that has ended."""
    if _requests.isEnabledFor(logging.INFO):
        told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        _requests.info("Answered", extra={"facts": told})


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = f"{_moment(record):%Y-%m-%d %H:%M:%S}"
        said = [at, record.levelname, record.getMessage()]
        said += [f"{name}={value}" for name, value in _told(record).items()]
        line = " ".join(said)
        return f"{line}\n{_failure(record.exc_info)}" if record.exc_info else line


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": _moment(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_told(record),
        }
        if record.exc_info:
            line["failure"] = _failure(record.exc_info)
        return msgspec.json.encode(line, enc_hook=str).decode()


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _told(record: logging.LogRecord) -> dict[str, Any]:
    request = current_request.get()
    told: dict[str, Any] = getattr(record, "facts", {})
    return {**told, "request": request} if request else told


def _failure(failure: _Failure) -> str:
    """What kinds of error followed from each other, and where, without what they say."""
    if failure[1] is None:
        return ""
    said = [[kind(one), *(f"  {place}" for place in places(one))] for one in chain(failure[1])]
    return "\n".join(line for one in said for line in one)
