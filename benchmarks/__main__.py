"""Runs the benches: all of them, or the one that is named."""

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

import benchmarks
from benchmarks.measure import Measured, table

_SOAKED = "service"
"""The bench that has a soak."""


def names() -> list[str]:
    """The modules here that have rows to give: those that do not only help."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return [name for name in found if hasattr(_module(name), "rows")]


def _module(name: str) -> object:
    # The command's own module is being run, and has no rows.
    return None if name == "__main__" else importlib.import_module(f"benchmarks.{name}")


def measured(
    name: str, *, quick: bool = False, soak_minutes: float | None = None
) -> list[Measured]:
    """What one bench measures, in its short form where it has one and that is wanted.

    How long a soak takes may be said to a bench that has one.
    """
    module = importlib.import_module(f"benchmarks.{name}")
    asked = getattr(module, "quick_rows" if quick else "rows", module.rows)
    rows: list[Measured] = asked() if soak_minutes is None else asked(soak_minutes=soak_minutes)
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write; 1 when something is over its limit."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=names(), help="the bench to run; default all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows here as JSON")
    parser.add_argument("--quick", action="store_true", help="less of it, where a bench has less")
    soak = "how long the soak takes; only for the bench service"
    parser.add_argument("--soak-minutes", type=float, metavar="N", help=soak)
    given = parser.parse_args(arguments)
    if given.soak_minutes is not None and given.name != _SOAKED:
        parser.error(f"--soak-minutes is for the bench {_SOAKED}")

    wanted = [given.name] if given.name else names()
    more = {"quick": given.quick, "soak_minutes": given.soak_minutes}
    rows = [row for name in wanted for row in measured(name, **more)]
    print(table(rows))
    if given.json:
        text = json.dumps([row.as_json() for row in rows], indent=2, ensure_ascii=False)
        given.json.write_text(text + "\n", encoding="utf-8")
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
