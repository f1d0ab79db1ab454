"""What it costs to merge two people's long texts, beside only reading the words of the three."""

import re
from random import Random

from benchmarks.library_texts import Texts
from benchmarks.measure import Row, side_by_side
from desktop.models.merge import merge_texts

EDITS = 30
LONG, MOST = 105_000, 256_000
"""A record is no longer."""
LIMIT, HARD_LIMIT = 5.0, 25.0
_WORD = re.compile(r"\w+")
_SENTENCE_ENDS = str.maketrans("", "", ".!?")


def rows() -> list[Row]:
    """Changes scattered in minutes, and the texts that are hardest to compare."""
    found = []
    for size in (LONG, MOST):
        lines = _minutes(size, 0)
        one = lines.replace("\n", " ").translate(_SENTENCE_ENDS)
        one += " og" * ((size - len(one)) // 3)
        found += [
            _row("60 changes in lines", LIMIT, lines, _edited(lines, 1), _edited(lines, 2)),
            _row("60 changes, one sentence", HARD_LIMIT, one, _edited(one, 1), _edited(one, 2)),
        ]
    same = "og " * (MOST // 3)
    other = [_minutes(MOST, seed) for seed in range(3)]
    return [
        *found,
        _row("other texts altogether", HARD_LIMIT, *other),
        _row("one word throughout", HARD_LIMIT, same, _edited(same, 1), _edited(same, 2)),
    ]


def _row(name: str, limit: float, base: str, mine: str, theirs: str) -> Row:
    ours, floor = side_by_side(
        lambda: merge_texts(base, mine, theirs),
        lambda: [_WORD.findall(text) for text in (base, mine, theirs)],
    )
    return Row(f"merge, {name}", len(base), ours, floor, limit)


def _minutes(size: int, seed: int) -> str:
    texts = Texts(seed)
    found: list[str] = []
    length = 0
    while length < size:
        found.append(texts.body())
        length += len(found[-1]) + 1
    return "\n".join(found)[:size]


def _edited(text: str, seed: int) -> str:
    words = text.split(" ")
    # Each side has its own half of the places, so that most of them do not meet.
    for number, at in enumerate(Random(seed).sample(range(seed * 5, len(words) - 10, 10), EDITS)):
        words[at] = f"endret{seed}x{number}"
    return " ".join(words)
