"""Runs the machine from a seed: the same steps for the same seed, as long as the rules stand."""

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.machine import SyncMachine


def run(chosen: int, lives: int, steps: int, *, shrinks: bool = True) -> None:
    """Live so many lives. Raises what does not hold, with the steps that led there in its notes."""

    class Machine(SyncMachine):
        """The machine of one seed: Hypothesis writes the seed into the class."""

    seed(chosen)(Machine)
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            # A life has its own real files, and takes as long as the disk and the others let it.
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
            # Nothing is remembered: a seed says the same on every machine.
            database=None,
            report_multiple_bugs=False,
            phases=(Phase.generate, Phase.shrink) if shrinks else (Phase.generate,),
        ),
    )
