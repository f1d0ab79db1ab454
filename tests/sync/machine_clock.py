"""Clocks that are wrong, each in its own way, and ids that come from them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

SERVICE = -1
"""Whose clock it is, beside the numbers of the devices."""

_START = datetime(2026, 11, 22, 12, tzinfo=UTC)
_STEP = timedelta(minutes=2)


class Clocks:
    """One clock for the service and one for each device. Time stands still within a step."""

    def __init__(self, patches: pytest.MonkeyPatch, *, first_id: int) -> None:
        self._travel = time_machine.travel(_START, tick=False)
        self._coordinates = self._travel.start()
        self._now = _START
        self._wrong: dict[int, timedelta] = {}
        self._made = first_id
        # An id made while a clock was wrong says so for ever; and the same steps make the same.
        patches.setattr("contract.ids.uuid7", self._id)

    def stop(self) -> None:
        """Tell the true time again."""
        self._travel.stop()

    def tick(self) -> None:
        """A step has been taken."""
        self._now += _STEP

    def jump(self, whose: int, days: int) -> None:
        """Let a clock be so many days wrong from now on."""
        self._wrong[whose] = timedelta(days=days)

    @contextmanager
    def of(self, whose: int) -> Iterator[None]:
        """What is done inside is done where this clock hangs."""
        before = datetime.now(UTC)
        self._coordinates.move_to(self._now + self._wrong.get(whose, timedelta()))
        try:
            yield
        finally:
            self._coordinates.move_to(before)

    def _id(self) -> UUID:
        self._made += 1
        milliseconds = int(datetime.now(UTC).timestamp() * 1000)
        # With room between them, for those who make many at once.
        return UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62 | self._made << 20)
