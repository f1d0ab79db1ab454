"""Three-way merge of a record's fields: pure functions over wire values.

Texts are merged word by word; what both sides changed in the same place is a conflict, and a
conflict is told, never decided.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from contract.codec import Fields, Shape

_TOKEN = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
_LONG = 2_000
"""How many words of two texts are compared to the last space."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A place that both sides changed: the value before, mine and theirs.

    For fields that only make sense together the values are objects by field name.
    """

    base: Any
    mine: Any
    theirs: Any


@dataclass(slots=True)
class Merged:
    """What is left to send, and what must be settled by a person.

    `values` holds the fields whose merged value differs from theirs, `clashes` the rest by key,
    `joined` the names of those in `values` that are neither mine nor theirs, but made of both.
    """

    values: Fields = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)
    joined: set[str] = field(default_factory=set)


def merge_fields(form: Shape, base: Fields, mine: Fields, theirs: Fields) -> Merged:
    """Lay my changed fields on theirs. Fields that `mine` does not name are unchanged."""
    merged = Merged()
    for key, names in _parts(form, mine):
        if len(names) == 1:
            _merge_one(form, names[0], (base, mine, theirs), merged)
        else:
            _merge_unit(key, names, (base, mine, theirs), merged)
    return merged


def fields_of(key: str) -> list[str]:
    """The names of the fields that a clash's key stands for."""
    return key.split("+")


def by_field(key: str, value: Any) -> Fields:
    """A clash's value as fields."""
    return dict(value) if "+" in key else {key: value}


def _parts(form: Shape, mine: Fields) -> Iterator[tuple[str, list[str]]]:
    left = set(mine)
    for unit in form.units:
        if left & unit:
            left -= unit
            yield "+".join(sorted(unit)), sorted(unit)
    for name in sorted(left):
        yield name, [name]


def _merge_one(form: Shape, name: str, sides: tuple[Fields, Fields, Fields], into: Merged) -> None:
    before, mine, theirs = (side.get(name) for side in sides)
    if mine in (before, theirs):
        return
    if theirs == before:
        into.values[name] = mine
        return
    both = _both(form, name, before, mine, theirs)
    if both is None:
        into.clashes[name] = Clash(before, mine, theirs)
    elif both != theirs:
        into.values[name] = both
        if both != mine:
            into.joined.add(name)


def _both(form: Shape, name: str, base: Any, mine: Any, theirs: Any) -> Any:
    """A value with both sides' changes, or None where there is none."""
    if name in form.sets:
        return merge_sets(base or [], mine or [], theirs or [])
    return merge_texts(base, mine, theirs) if name in form.long_texts else None


def _merge_unit(
    key: str, names: list[str], sides: tuple[Fields, Fields, Fields], into: Merged
) -> None:
    base, changed, other = sides
    before = {name: base.get(name) for name in names}
    mine = {name: changed.get(name, base.get(name)) for name in names}
    theirs = {name: other.get(name) for name in names}
    if mine in (before, theirs):
        return
    if theirs == before:
        into.values.update(mine)
    else:
        into.clashes[key] = Clash(before, mine, theirs)


def merge_sets(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """What either side added, less what either side removed."""
    added = (set(mine) | set(theirs)) - set(base)
    kept = set(base) & set(mine) & set(theirs)
    return sorted(kept | added)


def merge_texts(base: str | None, mine: str | None, theirs: str | None) -> str | None:
    """Both sides' words in one text, or None where they changed the same place."""
    before = _TOKEN.findall(base or "")
    left = _hunks(before, _TOKEN.findall(mine or ""))
    right = _hunks(before, _TOKEN.findall(theirs or ""))
    found: list[str] = []
    at = 0
    for start, end, words in _woven(before, left, right):
        if words is None:
            return None
        found += before[at:start] + words
        at = end
    return "".join(found + before[at:])


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Tokens [start, end) of the base become `words`."""

    start: int
    end: int
    words: list[str]

    def meets(self, other: "_Hunk") -> bool:
        # Two insertions at one point have no order that anybody chose.
        same_point = self.start == other.start and self.start in (self.end, other.end)
        both_empty = self.start == self.end and other.start == other.end
        overlap = self.start < other.end and other.start < self.end
        return overlap or (same_point and both_empty)


def _hunks(before: list[str], after: list[str]) -> list[_Hunk]:
    return [
        _Hunk(start, end, after[first:last])
        for tag, start, end, first, last in _steps(before, after)
        if tag != "equal"
    ]


def _steps(before: list[str], after: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """How one list of words becomes the other: what stays, and what is put for what."""
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    tails = range(1, shorter - head + 1)
    tail = next((at - 1 for at in tails if before[-at] != after[-at]), shorter - head)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    # To weigh every space of a long text against every other takes minutes: there, words that
    # stand everywhere are no places to begin a comparison at.
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > _LONG)
    if head:
        yield "equal", 0, head, 0, head
    for tag, start, end, first, last in matcher.get_opcodes():
        yield tag, head + start, head + end, head + first, head + last
    if tail:
        yield "equal", len(before) - tail, len(before), len(after) - tail, len(after)


def _woven(
    before: list[str], left: list[_Hunk], right: list[_Hunk]
) -> Iterator[tuple[int, int, list[str] | None]]:
    """Both sides' hunks in order; None for words where two that meet say different things."""
    queue = sorted(
        [(hunk.start, hunk.end, 0, hunk) for hunk in left]
        + [(hunk.start, hunk.end, 1, hunk) for hunk in right],
        key=lambda entry: entry[:3],
    )
    while queue:
        sides: tuple[list[_Hunk], list[_Hunk]] = ([], [])
        cluster = [queue.pop(0)]
        while any(queue and queue[0][3].meets(member[3]) for member in cluster):
            cluster.append(queue.pop(0))
        for _, _, side, hunk in cluster:
            sides[side].append(hunk)
        start = min(entry[0] for entry in cluster)
        end = max(entry[1] for entry in cluster)
        mine = _rewritten(before, start, end, sides[0])
        theirs = _rewritten(before, start, end, sides[1])
        if not sides[0] or not sides[1]:
            yield start, end, mine if sides[0] else theirs
        else:
            yield start, end, mine if mine == theirs else None


def _rewritten(before: list[str], start: int, end: int, hunks: list[_Hunk]) -> list[str]:
    found: list[str] = []
    at = start
    for hunk in hunks:
        found += before[at : hunk.start] + hunk.words
        at = hunk.end
    return found + before[at:end]


def word_changes(before: str, after: str) -> list[tuple[str, bool]]:
    """`after` in pieces, each with whether it is new: to mark what a side changed."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    return [
        ("".join(new[first:last]), tag != "equal")
        for tag, _, _, first, last in _steps(old, new)
        if last > first
    ]


def overlay(base: Mapping[str, Any], *changes: Mapping[str, Any]) -> Fields:
    """The fields after each of the changes, the later over the earlier."""
    found = dict(base)
    for change in changes:
        found.update(change)
    return found
