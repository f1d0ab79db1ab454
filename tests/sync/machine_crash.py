"""The end of a process between two statements, without ending the process of the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


class Crashed(BaseException):
    """The process is gone. Nothing that it could have caught."""

    def __init__(self, whose: int) -> None:
        super().__init__(whose)
        self.whose = whose


class Fuse:
    """Ends the process that works on an engine before a statement or a commit."""

    def __init__(self, engine: Engine, whose: int) -> None:
        self._whose = whose
        self._left: int | None = None
        self._burns = False
        event.listen(engine, "before_cursor_execute", self._burn)
        event.listen(engine, "commit", self._burn)

    def light(self, statements: int) -> None:
        """Let so many statements through, and no more."""
        self._left = statements

    def put_out(self) -> None:
        """Let all through."""
        self._left = None

    @contextmanager
    def burning(self) -> Iterator[None]:
        """Count the statements inside; those of who looks on are not the process's."""
        before, self._burns = self._burns, True
        try:
            yield
        finally:
            self._burns = before

    def _burn(self, *_: Any) -> None:
        if self._left is None or not self._burns:
            return
        if self._left == 0:
            # It stays so: who is gone writes nothing on the way out.
            raise Crashed(self._whose)
        self._left -= 1
