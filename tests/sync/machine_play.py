"""Plays a schedule again, as Hypothesis prints it: one step of the machine on each line."""

import ast
from textwrap import dedent
from typing import Any

from tests.sync.machine import SyncMachine

Steps = list[tuple[str, dict[str, Any]]]


def read(schedule: str) -> Steps:
    """The steps of a schedule, by name and with their values."""
    steps: Steps = []
    for line in ast.parse(dedent(schedule).replace("state.", "")).body:
        match line:
            case ast.Expr(ast.Call(ast.Name(name), [], words)):
                steps.append((name, {str(one.arg): ast.literal_eval(one.value) for one in words}))
            case _:
                raise ValueError(f"line {line.lineno} is no step")
    return [step for step in steps if step[0] not in ("holds", "teardown")]


def play(steps: Steps) -> None:
    """Take the steps and come to rest. Raises AssertionError with what does not hold."""
    machine = SyncMachine()
    try:
        for name, values in steps:
            getattr(machine, name)(**values)
            machine.holds()
    except BaseException:
        machine.world.close()
        raise
    machine.teardown()
