"""Three-way merge of a record's fields: pure functions over wire values.

Texts are merged word by word; what both sides changed in the same place is a conflict, and a
conflict is told, never decided.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contract.codec import Fields, Shape
from desktop.models.differences import Change, changes

_WORD = re.compile(r"\w+")
_NEAR = 3
"""Up to so many words that one side left between two changes go with them."""

_Row = tuple[str, str, str]


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
    """Both sides' words in one text, or None where they changed the same or touching words.

    Changes touch where no word between them was left alone by both. A passage that both took out
    and one put in elsewhere is None too: moved and deleted, or moved to two places.
    """
    before = base or ""
    found: list[str] = []
    gone: set[_Row] = set()
    come: set[_Row] = set()
    at = 0
    for place in _places(before, changes(before, mine or ""), changes(before, theirs or "")):
        old, sides = before[place.start : place.end], place.sides(before)
        if len(set(sides)) > 1:
            return None
        if len(sides) > 1:
            gone |= _rows(old) - _rows(sides[0])
        else:
            come |= _rows(sides[0]) - _rows(old)
        found += before[at : place.start], sides[0]
        at = place.end
    return None if gone & come else "".join([*found, before[at:]])


@dataclass(slots=True)
class _Place:
    """The characters [start, end) of the base, with what each side changed there."""

    start: int
    end: int
    mine: list[Change] = field(default_factory=list)
    theirs: list[Change] = field(default_factory=list)

    def sides(self, base: str) -> list[str]:
        """What the place becomes, for each side that changed it."""
        both = (self.mine, self.theirs)
        return [_rewritten(base, self.start, self.end, side) for side in both if side]


def _places(base: str, mine: list[Change], theirs: list[Change]) -> list[_Place]:
    found: list[_Place] = []
    alike = set(mine) & set(theirs)
    ordered = [(change, False) for change in _passages(base, mine, alike)]
    ordered += [(change, True) for change in _passages(base, theirs, alike)]
    for change, is_theirs in sorted(ordered, key=lambda one: (one[0].start, one[0].end)):
        if not found or _WORD.search(base, found[-1].end, change.start):
            found.append(_Place(change.start, change.end))
        place = found[-1]
        place.end = max(place.end, change.end)
        (place.theirs if is_theirs else place.mine).append(change)
    return found


def _passages(base: str, side: list[Change], alike: set[Change]) -> list[Change]:
    """One side's changes, those near to each other as one, save those that both sides made.

    Who writes a sentence anew leaves words standing by chance: they are no place for others.
    """
    groups: list[list[Change]] = []
    for change in side:
        last = groups[-1][-1] if groups else change
        near = len(_WORD.findall(base, last.end, change.start)) <= _NEAR
        if groups and near and not alike & {last, change}:
            groups[-1].append(change)
        else:
            groups.append([change])
    spans = [(group[0].start, group[-1].end, group) for group in groups]
    return [Change(start, end, _rewritten(base, start, end, of)) for start, end, of in spans]


def _rewritten(base: str, start: int, end: int, side: list[Change]) -> str:
    found: list[str] = []
    at = start
    for change in side:
        found += base[at : change.start], change.text
        at = change.end
    return "".join([*found, base[at:end]])


def _rows(text: str) -> set[_Row]:
    """Each three words in a row."""
    words = _WORD.findall(text)
    return set(zip(words, words[1:], words[2:], strict=False))


def word_changes(before: str, after: str) -> list[tuple[str, bool]]:
    """`after` in pieces, each with whether it is new: to mark what a side changed."""
    found: list[tuple[str, bool]] = []
    at = 0
    for change in changes(before, after):
        text = change.text.strip() or change.text
        lead, trail = change.text.split(text, 1) if text else ("", "")
        found += (before[at : change.start] + lead, False), (text, True), (trail, False)
        at = change.end
    found.append((before[at:], False))
    return [piece for piece in found if piece[0]]


def overlay(base: Mapping[str, Any], *changes: Mapping[str, Any]) -> Fields:
    """The fields after each of the changes, the later over the earlier."""
    found = dict(base)
    for change in changes:
        found.update(change)
    return found
