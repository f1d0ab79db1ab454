"""Text set in lines: broken at spaces, long words at a hyphen, what is longer still anywhere."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate

import pyphen

from desktop.documents import fonts
from desktop.documents.style import Style

# short words stay whole, so that a search in the PDF finds them
_HYPHENATED = 13
_TOO_LONG = 120
# longer than any line: a word can be as long as a book
_BOOK = 2000
# so short that a look at the whole tells soonest
_SHORT = 60
_CORE = re.compile(r"\w+")
_SPACES = re.compile(r"([ \n])")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font; `link` is where a click on it leads."""

    words: str
    font: str
    link: str = ""


def broken_runs(runs: Sequence[Run], style: Style, room: float) -> list[tuple[Run, ...]]:
    """Text of several fonts in lines that are no wider than the room; a line break stays one."""
    most = room * 1000 / style.size
    lines: list[tuple[Run, ...]] = []
    line: list[Run] = []
    used = 0.0
    for word in _words_of(runs):
        if word is None:
            lines.append(_joined(line))
            line, used = [], 0.0
            continue
        lead = fonts.widths(style.font)[" "] if line else 0.0
        if line and used + lead + _wide(word) > most:
            lines.append(_joined(line))
            line, used, lead = [], 0.0, 0.0
        for piece in word:
            rest = piece.words
            widths = fonts.widths(piece.font)
            while len(rest) > _BOOK or used + lead + widths[rest] > most:
                first, rest = _cut(rest, widths, max(most - used - lead, 0))
                line.append(replace(piece, words=f" {first}" if lead else first))
                lines.append(_joined(line))
                line, used, lead = [], 0.0, 0.0
            line.append(replace(piece, words=f" {rest}" if lead else rest))
            used += lead + widths[rest]
            lead = 0.0
    lines.append(_joined(line))
    return lines


def _words_of(runs: Sequence[Run]) -> Iterator[list[Run] | None]:
    """The words, each in its pieces; None for a line break."""
    word: list[Run] = []
    for run in runs:
        for part in _SPACES.split(run.words):
            if part in {" ", "\n"}:
                if word:
                    yield word
                word = []
                if part == "\n":
                    yield None
            elif part:
                word.append(replace(run, words=part))
    if word:
        yield word


def _wide(word: Sequence[Run]) -> float:
    return sum(fonts.widths(piece.font)[piece.words] for piece in word)


def _joined(line: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbours of one kind as one."""
    made: list[Run] = []
    for piece in line:
        last = made[-1] if made else None
        if last is not None and (last.font, last.link) == (piece.font, piece.link):
            made[-1] = replace(last, words=last.words + piece.words)
        else:
            made.append(piece)
    return tuple(made)


def broken(words: str, style: Style, room: float) -> list[str]:
    """The words in lines that are no wider than the room; a line break stays one."""
    widths = fonts.widths(style.font)
    most = room * 1000 / style.size
    if "\n" not in words and len(words) < _SHORT and widths[words] <= most:
        return [words]
    lines: list[str] = []
    for each in words.split("\n"):
        lines += _lines(each.split(" "), widths, most)
    return lines


def _lines(words: list[str], widths: fonts.Widths, most: float) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    space, used = widths[" "], 0.0
    for word in words:
        wide = widths[word]
        if line and used + space + wide <= most:
            line.append(word)
            used += space + wide
            continue
        rest = word
        if line:
            first, rest = _parted(word, widths, most - used - space)
            if first:
                line.append(first)
            lines.append(" ".join(line))
        while len(rest) > _BOOK or widths[rest] > most:
            first, later = _parted(rest, widths, most)
            if not first:
                first, later = _cut(rest, widths, most)
            lines.append(first)
            rest = later
        line, used = [rest], widths[rest]
    lines.append(" ".join(line))
    return lines


def _parted(word: str, widths: fonts.Widths, most: float) -> tuple[str, str]:
    """What of a long word goes into that room, with its hyphen, and the rest of the word."""
    if _HYPHENATED <= len(word) < _TOO_LONG:
        for place in reversed(_places(word)):
            first = f"{word[:place]}-"
            if widths[first] <= most:
                return first, word[place:]
    return "", word


def _cut(word: str, widths: fonts.Widths, most: float) -> tuple[str, str]:
    """The word cut between any two letters; at least one letter goes first."""
    ends = list(accumulate(widths[char] for char in word[:_BOOK]))
    place = max(bisect_right(ends, most), 1)
    return word[:place], word[place:]


@lru_cache(maxsize=5000)
def _places(word: str) -> tuple[int, ...]:
    core = _CORE.search(word)
    if core is None or len(core[0]) < _HYPHENATED:
        return ()
    return tuple(core.start() + place for place in _dictionary().positions(core[0]))


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="nb_NO")


def width(words: str, style: Style) -> float:
    """How wide a line is, in points."""
    return fonts.width(words, style.font, style.size)
