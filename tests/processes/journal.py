"""What a process that may be killed at any moment has committed, for whoever judges it later."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

WORD = re.compile(r"[a-z]\d+q\d+q")
"""A word as desktops make them: by the desktop's letter, its start, and a number."""


class Entry(msgspec.Struct, frozen=True):
    """`what` is tried, kept or erased, with words of texts; or met, with a fault."""

    what: str
    words: tuple[str, ...]


class Journal:
    """A file with a line for each thing done. A line stands on the disk when it is written."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, what: str, words: Iterable[str]) -> None:
        """Add a line."""
        line = msgspec.json.encode(Entry(what, tuple(words))) + b"\n"
        assert os.write(self._file, line) == len(line)
        os.fsync(self._file)


@dataclass
class Told:
    """What a journal says. `tried` are the words of one action each."""

    tried: list[tuple[str, ...]] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    met: list[str] = field(default_factory=list)


def read(path: Path) -> Told:
    """What stands in a journal, without the words whose own writer took them away."""
    told, erased = Told(), set[str]()
    content = path.read_bytes() if path.exists() else b""
    # A kill may cut the last line: what it was about to say is not known.
    for line in content[: content.rfind(b"\n") + 1].splitlines():
        entry = msgspec.json.decode(line, type=Entry)
        if entry.what == "tried":
            told.tried.append(entry.words)
        elif entry.what == "kept":
            told.kept.update(entry.words)
        elif entry.what == "erased":
            erased.update(entry.words)
        else:
            told.met.extend(entry.words)
    told.kept -= erased
    told.tried = [words for words in told.tried if erased.isdisjoint(words)]
    return told
