"""Staff who are enrolled, and people who are erased by right."""

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from contract.records import Record, StaffEnrolment
from tests.sync.machine_hands import DEVICE
from tests.sync.machine_world import World

_MANAGER = 9
"""Seldom it is the second manager who is erased: it leaves one account."""


class Staffed(RuleBasedStateMachine):
    """The rules of a machine that are about people by name."""

    world: World

    @rule(device=DEVICE)
    def enrol(self, device: int) -> None:
        """Enrol somebody of the own kindergarten, whose name and address say a word."""
        number, word = self._writer(device)
        enrolment = StaffEnrolment(
            kindergarten_id=self.world.manager(number).kindergarten,
            name=word,
            email=f"{word}@example.no",
            roles=frozenset({"assistant"}),
            starts_on=date(2026, 12, 1),
        )
        self.world.people.enrolled[enrolment.id] = [word]
        self._add(number, enrolment, word)

    @precondition(lambda self: self.world.people.enrolled)
    @rule(which=st.integers(0, _MANAGER))
    def erase(self, which: int) -> None:
        """Erase who asks for it: one of the enrolled, or a manager."""
        if which == _MANAGER:
            self.world.erase_manager()
        else:
            self.world.erase_enrolled(which)

    def _writer(self, device: int) -> tuple[int, str]:
        raise NotImplementedError

    def _add(self, number: int, record: Record, word: str) -> None:
        raise NotImplementedError
