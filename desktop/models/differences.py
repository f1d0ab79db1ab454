"""What was changed in a text, in whole words: pure functions over two texts.

Sentences that stand are found first and words only between them, so that a line that is taken
out is taken out whole. What stands is the longest common subsequence, found with a bit for each
pair, in whole numbers as wide as the shorter text; longer texts are first tied together by words
in a row that stand once in each.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# A sentence or a line, with what ends it.
_PIECE = re.compile(r"[^\n.!?]*+(?:[.!?]+[^\S\n]*\n*|\n+)|[^\n.!?]+\Z")
# Spaces stand everywhere: as tokens they would tie together what does not belong.
_TOKEN = re.compile(r"\n|\w+|[^\w\s]+")
_MOST_PAIRS = 16_000_000
"""How many pairs are weighed at once: two megabytes, ten milliseconds."""
_IN_A_ROW = (8, 3)

# Characters [start, end) of the text before and [first, last) of the one after.
_Ranges = tuple[int, int, int, int]
# Where tokens begin that are alike in both, and how many.
_Run = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """The characters [start, end) of the text before become `text`."""

    start: int
    end: int
    text: str


def changes(before: str, after: str) -> list[Change]:
    """How one text becomes the other: in order, of whole words and the spaces that go with them.

    Where thousands of words in a row have nothing in common, all of them are one change.
    """
    found: list[Change] = []
    for piece in _between(_PIECE, before, after, (0, len(before), 0, len(after))):
        for start, end, first, last in _between(_TOKEN, before, after, piece):
            lead = _spaces(before[start:end], after[first:last])
            found.append(Change(start + lead, end, after[first + lead : last]))
    return found


def _spaces(old: str, new: str) -> int:
    """How many spaces both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    unlike = (at for at, (left, right) in pairs if left != right or not left.isspace())
    return next(unlike, min(len(old), len(new)))


def _between(of: re.Pattern[str], before: str, after: str, within: _Ranges) -> Iterator[_Ranges]:
    """The ranges of both texts that differ, between the matches of the pattern that stand."""
    start, end, first, last = within
    for until, next_start, upto, next_first in _standing(of, before, after, within):
        if before[start:until] != after[first:upto]:
            yield start, until, first, upto
        start, first = next_start, next_first
    if before[start:end] != after[first:last]:
        yield start, end, first, last


def _standing(of: re.Pattern[str], before: str, after: str, within: _Ranges) -> Iterator[_Ranges]:
    start, end, first, last = within
    old = [match.span() for match in of.finditer(before, start, end)]
    new = [match.span() for match in of.finditer(after, first, last)]
    left, right = [before[a:b] for a, b in old], [after[a:b] for a, b in new]
    for here, there, count in _alike(left, right, _IN_A_ROW):
        run = (old[here][0], old[here + count - 1][1], new[there][0], new[there + count - 1][1])
        if before[run[0] : run[1]] == after[run[2] : run[3]]:
            yield run
        else:
            # The tokens are alike, the spaces between them are not.
            yield from ((*old[here + at], *new[there + at]) for at in range(count))


def _alike(old: Sequence[str], new: Sequence[str], in_a_row: Sequence[int]) -> list[_Run]:
    """The tokens that stand, rising on both sides."""
    shorter = min(len(old), len(new))
    head = _run(old, new, 0, 0)
    rest = range(1, shorter - head + 1)
    tail = next((at - 1 for at in rest if old[-at] != new[-at]), shorter - head)
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    small = len(left) * len(right) <= _MOST_PAIRS
    inner = _longest(left, right) if small else _tied(left, right, in_a_row)
    found = [(0, 0, head), *((head + here, head + there, count) for here, there, count in inner)]
    found.append((len(old) - tail, len(new) - tail, tail))
    return [run for run in found if run[2]]


def _run(old: Sequence[str], new: Sequence[str], here: int, there: int) -> int:
    """How many tokens are alike from these on."""
    most = min(len(old) - here, len(new) - there)
    return next((at for at in range(most) if old[here + at] != new[there + at]), most)


def _longest(old: Sequence[str], new: Sequence[str]) -> list[_Run]:
    """The longest common subsequence, after Hyyrö's bit-parallel algorithm."""
    if len(old) < len(new):
        return [(here, there, count) for there, here, count in _longest(new, old)]
    masks: dict[str, int] = {}
    for at, token in enumerate(new):
        masks[token] = masks.get(token, 0) | 1 << at
    full = (1 << len(new)) - 1
    # A bit that is not set: up to here the subsequence is one longer than up to the bit below.
    rows, row = [full], full
    for token in old:
        if token in masks:
            same = row & masks[token]
            row = (row + same | row - same) & full
        rows.append(row)
    found = []
    here, there = len(old), len(new)
    while here and there:
        bit = 1 << there - 1
        if rows[here] & bit:
            there -= 1
        elif rows[here - 1] & bit:
            here, there = here - 1, there - 1
            found.append((here, there, 1))
        else:
            here -= 1
    return found[::-1]


def _tied(old: Sequence[str], new: Sequence[str], in_a_row: Sequence[int]) -> list[_Run]:
    """What stands in texts too long to weigh each pair: ties, and what is alike between them."""
    if not in_a_row:
        return []
    width, *narrower = in_a_row
    left, right = _once(old, width), _once(new, width)
    found: list[_Run] = []
    here = there = 0
    ties = _rising([(left[row], right[row]) for row in left if row in right])
    for at, to in [*ties, (len(old), len(new))]:
        if at < here or to < there:
            continue
        inner = _alike(old[here:at], new[there:to], narrower)
        found += [(here + first, there + second, count) for first, second, count in inner]
        count = _run(old, new, at, to)
        found.append((at, to, count))
        here, there = at + count, to + count
    return found


def _once(tokens: Sequence[str], width: int) -> dict[tuple[str, ...], int]:
    """So many tokens in a row, where they stand once, and where: in order."""
    found: dict[tuple[str, ...], int] = {}
    for at, row in enumerate(zip(*(tokens[start:] for start in range(width)), strict=False)):
        found[row] = -1 if row in found else at
    return {row: at for row, at in found.items() if at >= 0}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part that rises on both sides, of pairs that rise on the first."""
    ends: list[int] = []
    lasts: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        at = bisect_left(ends, there)
        before.append(lasts[at - 1] if at else -1)
        ends[at : at + 1] = [there]
        lasts[at : at + 1] = [number]
    found = []
    number = lasts[-1] if lasts else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]
