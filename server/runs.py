"""Creations of one kind, many at once: values stand column by column, and no record is made."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from contract.codec import Fields, Shape
from contract.columns import is_one, rows
from contract.records.base import Record
from contract.wire import Mutation
from contract.writing import alike


class Run(Struct, eq=False):
    """Creations one after the other, each for itself, of records that say all their fields.

    They are applied all or, before anything is, taken apart to be judged each for itself.
    """

    form: Shape
    mutations: Sequence[Mutation]
    ids: Sequence[UUID]
    sent: Mapping[str, Sequence[Any]]
    """JSON values by field."""
    values: dict[str, Sequence[Any]]
    """The same as Python values."""
    sizes: Sequence[int]
    place: int = 0
    """How many changes outside of runs were accepted before."""
    scopes: Sequence[str] = ()
    versions: Sequence[int] = ()
    """Their places in the feeds of their scopes, from when they have them."""
    told: dict[str, Sequence[Any]] = {}
    """What the service set, which the answer tells, as JSON values."""

    @property
    def kind(self) -> str:
        """The kind of all of them."""
        return self.form.kind

    @property
    def mutation(self) -> Mutation:
        """The first, by which the run is known."""
        return self.mutations[0]

    @property
    def numbers(self) -> set[int]:
        """The ids of the records, as sets can hold them at no cost."""
        return {id_.int for id_ in self.ids}

    @property
    def claims(self) -> bool:
        """Whether the kind has anything that one record only may hold."""
        return self.form.record.claims is not Record.claims

    def distinct(self, name: str) -> set[Any]:
        """The values of a field."""
        values = self.values[name]
        return {values[0]} if is_one(values) else set(values)

    def each(self) -> Iterator[Record]:
        """The records one after the other, to be looked at: each is gone when the next comes."""
        return self.form.each(self.ids, self.values)

    def record(self, place: int) -> Record:
        """One of the records, to keep."""
        values = {name: column[place] for name, column in self.values.items()}
        return self.form.made(self.ids[place], values, None)

    def likes(self) -> Sequence[tuple[Any, ...]]:
        """Of each what decides where it lives, and who may create it."""
        names = alike(self.form.record) or ()
        columns = [_told_apart(self.sent[name]) for name in names]
        if all(map(is_one, columns)):
            return [(self.kind, *[column[0] for column in columns])] * len(self.ids)
        return list(zip(repeat(self.kind), *columns, strict=False))

    def give(self, name: str, values: Sequence[Any]) -> None:
        """Set a field of each, as the service's own."""
        self.values[name] = values
        self.told = {**self.told, name: msgspec.to_builtins(values)}

    def told_each(self) -> Sequence[Fields]:
        """What is told of each."""
        names = sorted(self.told)
        return rows(names, [self.told[name] for name in names], len(self.ids))


def _told_apart(column: Sequence[Any]) -> Sequence[Any]:
    """A column of what can stand in a set: lists are as many tuples."""
    if not isinstance(column[0], list):
        return column
    return [tuple(column[0])] * len(column) if is_one(column) else list(map(tuple, column))
