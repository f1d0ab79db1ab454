"""What a device passes over after its own push, and what it must still read."""

from datetime import UTC, datetime

from contract.ids import new_id
from contract.wire import PushAnswer, Result, Status
from desktop.models import ledger
from desktop.models.database import writing
from desktop.sync.push import jump_cursors
from tests.fixtures.service import Manager
from tests.sync.conftest import MakeDevice

SCOPE = "category:a"


def applied(version: int) -> Result:
    return Result(new_id(), Status.APPLIED, SCOPE, version)


def test_an_answer_that_is_given_again_lets_no_change_of_others_be_passed_over(
    kari: Manager, device: MakeDevice
) -> None:
    again, new = applied(3), applied(6)
    answer = PushAnswer(datetime.now(UTC), [again, new], {SCOPE: (5, 7)})

    with writing(device(kari).store.engine).begin() as connection:
        ledger.set_cursors(connection, {SCOPE: 5})
        passed = jump_cursors(connection, answer)

        assert not passed
        assert ledger.cursors(connection) == {SCOPE: 5}


def test_ones_own_changes_are_passed_over(kari: Manager, device: MakeDevice) -> None:
    answer = PushAnswer(datetime.now(UTC), [applied(6), applied(7)], {SCOPE: (5, 7)})

    with writing(device(kari).store.engine).begin() as connection:
        ledger.set_cursors(connection, {SCOPE: 5})
        passed = jump_cursors(connection, answer)

        assert passed
        assert ledger.cursors(connection) == {SCOPE: 7}


def test_what_is_first_written_in_a_scope_is_passed_over_too(
    kari: Manager, device: MakeDevice
) -> None:
    answer = PushAnswer(datetime.now(UTC), [applied(1), applied(2)], {SCOPE: (0, 2)})

    with writing(device(kari).store.engine).begin() as connection:
        passed = jump_cursors(connection, answer)

        assert passed
        assert ledger.cursors(connection) == {SCOPE: 2}
