"""What is told of an exception without what it says: that may hold what a person wrote."""

import traceback
from pathlib import Path

_ROOT = Path(__file__).parent.parent


def chain(error: BaseException) -> list[BaseException]:
    """The exception, and those that it followed from."""
    found = [error]
    while (below := found[-1].__cause__ or found[-1].__context__) and below not in found:
        found.append(below)
    return found


def kind(error: BaseException) -> str:
    """The name of its class, with its module."""
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def places(error: BaseException) -> tuple[str, ...]:
    """Where it passed: file, line and function."""
    frames = traceback.extract_tb(error.__traceback__)
    return tuple(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)


def _short(filename: str) -> str:
    """The path without the folders above the program, which name the person in her home folder."""
    path = Path(filename)
    if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
        return path.relative_to(_ROOT).as_posix()
    return "/".join(path.parts[-2:])
