"""When the next round of sync is due: decisions only, without a clock, a timer or chance.

Each step takes the time now (in seconds of any clock that only rises) and, where several
desktops must not come at once, a number between 0 and 1.
"""

from dataclasses import dataclass, replace
from math import inf

AFTER_CHANGE = 2.0
TICK = 15.0
ASLEEP = 45.0
BETWEEN_PULLS = 60.0
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
_SPREAD = 0.2


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Where sync stands in time.

    `due` is when the next round may begin: None for not at all, and infinite while a round runs
    and nothing calls for another.
    """

    due: float | None = None
    failures: int = 0
    not_before: float = 0.0
    looks: bool = True
    """Whether that round is to ask what others have written, beside sending what waits."""

    def started(self, now: float) -> "Rhythm":
        """The program is ready to sync, or somebody has signed in: at once, if that is allowed."""
        return Rhythm(due=self._allowed(now), not_before=self.not_before)

    def changed(self, now: float) -> "Rhythm":
        """The user changed something: soon, unless the service cannot be reached anyway."""
        if self.due is None or (self.failures and self.due != inf):
            return self
        due = self._allowed(now + AFTER_CHANGE)
        return self if self.due <= due else replace(self, due=due, looks=False)

    def woken(self, now: float) -> "Rhythm":
        """The PC woke, or its network changed: what failed before may work now."""
        if self.due is None:
            return self
        return replace(self, due=self._allowed(now), failures=0, looks=True)

    def asked(self, now: float) -> "Rhythm":
        """The user wants it now."""
        return self.woken(now)

    def begun(self) -> "Rhythm":
        """A round begins: what is changed from here on calls for another one."""
        return self if self.due is None else replace(self, due=inf, looks=True)

    def succeeded(self, now: float, chance: float) -> "Rhythm":
        """A round came to rest."""
        if self.due is None:
            return self
        next_look = now + _spread(BETWEEN_PULLS, chance)
        return Rhythm(self.due, looks=self.looks) if self.due < next_look else Rhythm(next_look)

    def failed(self, now: float, chance: float, retry_after: float | None = None) -> "Rhythm":
        """Nobody answered, or the service asked to wait: later, and each time later still."""
        if self.due is None:
            return self
        failures = self.failures + 1
        pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
        not_before = now + retry_after if retry_after else 0.0
        return Rhythm(max(now + _spread(pause, chance), not_before), failures, not_before)

    def stopped(self) -> "Rhythm":
        """Signed out, or the program is too old: no rounds until it is started again."""
        return Rhythm(not_before=self.not_before)

    def pause(self, now: float) -> float | None:
        """How long to wait for the next round."""
        return None if self.due is None else max(0.0, self.due - now)

    def _allowed(self, at: float) -> float:
        return max(at, self.not_before)


def _spread(seconds: float, chance: float) -> float:
    return seconds * (1 - _SPREAD / 2 + _SPREAD * chance)


@dataclass(frozen=True, slots=True)
class Looked:
    """What both clocks said at a tick, which comes every TICK seconds while the PC is awake.

    One clock goes on while the PC sleeps and may be set by hand; the other only rises, and stands
    still in the sleep of some systems.
    """

    rising: float
    wall: float

    def slept_until(self, rising: float, wall: float) -> bool:
        """Whether the next tick came so late that the PC must have slept between the two."""
        late = max(rising - self.rising, wall - self.wall) - TICK
        return late > ASLEEP
