"""Start the desktop program: arguments and the log; everything heavy is imported later."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from desktop.folders import DataFolder, usual_folder
from desktop.log_file import write_log


def main(arguments: Sequence[str] | None = None) -> int:
    """The desktop program, from start to end. Returns its exit status."""
    asked = _parser().parse_args(arguments)
    if asked.self_check:
        from desktop.self_check import self_check

        return self_check()
    folder = DataFolder(asked.data_dir or usual_folder())
    write_log(folder.log)
    from desktop.app import run

    return run(folder, asked.language, exit_after_first_paint=asked.exit_after_first_paint)


def leave(status: int) -> NoReturn:
    """End the process at once.

    Everything is written and closed by now. To take the window apart piece by piece would take
    longer than many a start, and a request that hangs in a thread could get in its way.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        # A program without a console has neither.
        if stream is not None:
            stream.flush()
    os._exit(status)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="barnehagealliansen", description="The desktop program of Barnehagealliansen."
    )
    parser.add_argument("--data-dir", type=Path, help="the folder of the data on this PC")
    parser.add_argument(
        "--language",
        default="",
        choices=["nb", "nn", "en"],
        help="instead of the language chosen last",
    )
    parser.add_argument(
        "--exit-after-first-paint", action="store_true", help="show the window and end"
    )
    parser.add_argument(
        "--self-check", action="store_true", help="try all parts of this installation and end"
    )
    return parser


if __name__ == "__main__":
    leave(main())
