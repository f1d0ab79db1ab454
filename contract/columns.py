"""Values of many records field by field: a column has a value for each, in their order."""

from collections.abc import Sequence
from itertools import repeat
from operator import is_
from typing import Any


def is_one(values: Sequence[Any]) -> bool:
    """Whether a column surely holds one value throughout. Not sure of what is there once more.

    To be the same is not enough to be told in one word: 1 is True, and 0.0 is -0.0.
    """
    first = values[0]
    if first is values[-1] and all(map(is_, values, repeat(first))):
        return True
    return (type(first) is str or first == []) and values.count(first) == len(values)


def shortened(column: Sequence[Any]) -> Sequence[Any]:
    """A column, or its one value where it has no other."""
    return column[:1] if is_one(column) else column


def spread(column: Sequence[Any], count: int) -> Sequence[Any]:
    """A column of so many values, of which it may say all or, where they are one, that one.

    Raises ValueError where it does neither.
    """
    if len(column) == count:
        return column
    (value,) = column
    return [value] * count


def rows(
    names: Sequence[str], columns: Sequence[Sequence[Any]], count: int
) -> list[dict[str, Any]]:
    """The rows of columns, by their names.

    Raises ValueError where these are not the columns of so many rows.
    """
    first = {name: column[0] for name, column in zip(names, columns, strict=True)}
    found = [first.copy() for _ in range(count)]
    for name, column in zip(names, columns, strict=True):
        if len(column) == 1:
            continue
        for row, value in zip(found, column, strict=True):
            row[name] = value
    return found
