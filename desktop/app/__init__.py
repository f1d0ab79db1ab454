"""The composition root: builds the parts in order, and closes them in reverse.

run(folder, language)       the whole program, from the first window to the last write
"""

from desktop.app.program import run

__all__ = ["run"]
