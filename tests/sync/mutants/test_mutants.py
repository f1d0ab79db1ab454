"""The machine bites: each way to break sync makes it fail, on steps that else end well."""

import logging

import pytest
from sqlalchemy.exc import SQLAlchemyError

from tests.sync.machine_play import play, read
from tests.sync.mutants import client, service
from tests.sync.mutants.breaking import Mutant

MUTANTS = [*client.MUTANTS, *service.MUTANTS]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_machine_finds_the_mutant(mutant: Mutant) -> None:
    steps = read(mutant.schedule)
    play(steps)

    with pytest.MonkeyPatch.context() as patches:
        mutant.breaks(patches)
        # The program says by itself that it had to mend what the mutant broke.
        patches.setattr(logging.getLogger("desktop.sync.repair"), "disabled", True)
        with pytest.raises((AssertionError, SQLAlchemyError)):
            play(steps)
