"""How long the program takes from spawn to its first page painted and its end."""

import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks.measure import Row, process, side_by_side

POSTS = 100_000
LIMIT = 3.0
FLOOR = Path(__file__).with_name("bare_window.py")


def rows() -> list[Row]:
    """The main window over a large database, beside a bare window that does the same."""
    make_library = import_module("benchmarks.library").make_library
    with tempfile.TemporaryDirectory(prefix="bench-start-") as name:
        folder = Path(name)
        make_library(folder, posts=POSTS)
        program = process("-m", "desktop", "--exit-after-first-paint", "--data-dir", folder)
        ours, bare = side_by_side(program, process(FLOOR), runs=11)
    return [Row("spawn, first page painted, exit", POSTS, ours, bare, LIMIT)]
