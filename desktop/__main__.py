"""Start the desktop program: arguments and the log; everything heavy is imported later."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.folders import DataFolder, usual_folder


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


def write_log(path: Path) -> None:
    """Log to a file that is begun anew before it grows large; to stderr where none can be made."""
    from logging.handlers import RotatingFileHandler

    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("desktop").setLevel(logging.INFO)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="barnehagealliansen", description="The desktop program of Barnehagealliansen."
    )
    parser.add_argument("--data-dir", type=Path, help="the folder of the data on this PC")
    parser.add_argument(
        "--language", default="", choices=["nb", "en"], help="instead of the language chosen last"
    )
    parser.add_argument(
        "--exit-after-first-paint", action="store_true", help="show the window and end"
    )
    parser.add_argument(
        "--self-check", action="store_true", help="try all parts of this installation and end"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
