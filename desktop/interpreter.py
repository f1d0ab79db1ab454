"""How Python behaves while the program runs."""

import gc
import sys

_HANDED_BACK_AFTER = 0.001
"""Seconds. Python's own 0.005 are seen as a stutter while a first pull runs."""


def settle() -> None:
    """Count all that is loaded as here to stay: the garbage collector passes over it from now on.

    A full collection of what the program has imported holds the window up for 0.1 s. And whoever
    works beside the window hands the interpreter back after a moment: the window asks for it many
    times while it draws, and would wait as long each time.
    """
    gc.freeze()
    sys.setswitchinterval(_HANDED_BACK_AFTER)
