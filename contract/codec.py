"""Records to wire fields and back, by the types that the record classes declare."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from functools import cache
from inspect import Parameter, signature
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
from sqlalchemy import inspect
from sqlalchemy.orm import Mapped
from sqlalchemy.orm.attributes import manager_of_class
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from contract.columns import is_one
from contract.records.base import Record, kinds
from contract.records.types import LongText

Fields = dict[str, Any]
"""Names of fields to JSON values."""


class Unreadable(ValueError):
    """The fields do not fit the kind: a newer program wrote them, or nobody of ours."""


class Shape:
    """The fields of one kind: their names, Python types and how they merge."""

    def __init__(self, record: type[Record]) -> None:
        hints = get_type_hints(record)
        self.kind: str = record.__tablename__
        self.record = record
        self.types: dict[str, Any] = {
            name: get_args(hint)[0]
            for name, hint in hints.items()
            if get_origin(hint) is Mapped and name not in ("id", "extra")
        }
        self.names: tuple[str, ...] = tuple(self.types)
        self._names = self.types.keys()
        columns = inspect(record).columns
        self._columns: dict[str, str] = {name: columns[name].name for name in self.types}
        self._blanks = {k: v for k, v in _blanks(record).items() if k in self.types}
        self.long_texts = frozenset(
            name for name in self.types if isinstance(columns[name].type, LongText)
        )
        self.numbers = tuple(name for name, type_ in self.types.items() if _is_number(type_))
        self.sets = frozenset(name for name, type_ in self.types.items() if _is_set(type_))
        self.units = record.units
        self._timed = frozenset(name for name, type_ in self.types.items() if _is_timed(type_))
        self._reader = msgspec.defstruct(
            f"{record.__name__}Fields",
            [
                (name, type_ | msgspec.UnsetType, msgspec.UNSET)
                for name, type_ in self.types.items()
            ],
        )
        self._lists: dict[str, Any] = {name: list[type_] for name, type_ in self.types.items()}  # type: ignore[valid-type]  # a type that is found here
        plain = dict.fromkeys(("id", "extra", *self.names))
        # Its attributes are plain ones: a mapped class asks the mapper for each of its values.
        self._stand_in = type(record.__name__, (record,), {"__abstract__": True, **plain})
        self._new = manager_of_class(record).new_instance
        self._required, self._defaults = _defaults(record, self.names)

    def read(self, fields: Mapping[str, Any]) -> tuple[dict[str, Any], Fields]:
        """Python values of the known fields, and the unknown fields as they came.

        Raises Unreadable where a value does not fit its field.
        """
        try:
            read = msgspec.convert(fields, self._reader)
        except msgspec.ValidationError as error:
            raise Unreadable(str(error)) from None
        known = msgspec.structs.asdict(read)
        unknown: Fields = {}
        if fields.keys() != self._names:
            known = {name: value for name, value in known.items() if name in fields}
            unknown = {name: value for name, value in fields.items() if name not in self.types}
        for name in self._timed:
            if known.get(name) is not None:
                _refuse_zone(name, known[name])
        return known, unknown

    def read_columns(self, columns: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
        """The same for records that all have just the known fields, given column by column."""
        try:
            read = {name: self._read_column(name, columns[name]) for name in self.names}
        except msgspec.ValidationError as error:
            raise Unreadable(str(error)) from None
        for name in self._timed:
            for value in read[name]:
                if value is not None:
                    _refuse_zone(name, value)
        return read

    def _read_column(self, name: str, values: Sequence[Any]) -> Sequence[Any]:
        if is_one(values):
            return [msgspec.convert(values[0], self.types[name])] * len(values)
        read: list[Any] = msgspec.convert(values, self._lists[name])
        return read

    def each(self, ids: Sequence[Any], columns: Mapping[str, Sequence[Any]]) -> Iterator[Record]:
        """Records to be looked at one after the other: it is one, whose values change.

        It is of no mapped class, but asks and answers as one of the kind does.
        """
        one: Record = object.__new__(self._stand_in)
        fields = vars(one)
        fields.update({name: column[0] for name, column in columns.items()}, extra=None)
        varied = {name: column for name, column in columns.items() if not is_one(column)}
        names = ("id", *varied)
        for values in zip(ids, *varied.values(), strict=True):
            # They are as many: to be strict once more takes longer than the rest.
            fields.update(zip(names, values, strict=False))
            yield one

    def made(self, id_: Any, values: Mapping[str, Any], extra: Fields | None) -> Record:
        """A record of Python values, as one that was read from its table: no event is fired.

        The way through its constructor takes thirty times as long. Raises Unreadable where a
        field is missing that must be given.
        """
        if len(values) < len(self.names):
            for name in self._required:
                if name not in values:
                    raise Unreadable(f"it is missing - at `$.{name}`")
            values = {**self._defaults, **values}
        record: Record = self._new()
        fields = vars(record)
        fields.update(values)
        fields["id"], fields["extra"] = id_, extra
        return record

    def column(self, name: str) -> str:
        """The name of the table's column that holds a field."""
        return self._columns[name]

    def may_be_blank(self, name: str) -> bool:
        """Whether the kind says what a field holds that nobody has written."""
        return name in self._blanks

    def blank(self, name: str) -> Any:
        """The Python value of a field that nobody has written. Raises Unreadable: it must be."""
        if name not in self._blanks:
            raise Unreadable(f"{name} is missing")
        return self._blanks[name]


def _defaults(record: type[Record], names: Sequence[str]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The fields that a constructor must be given, and the values that the others have."""
    parameters = signature(record).parameters
    required = tuple(name for name in names if parameters[name].default is Parameter.empty)
    blank: dict[str, Any] = dict.fromkeys(required)
    made = record(**blank)
    return required, {name: getattr(made, name) for name in names if name not in required}


def _is_set(type_: Any) -> bool:
    return get_origin(type_) is frozenset


def _is_number(type_: Any) -> bool:
    return not {int, float}.isdisjoint({type_, *get_args(type_)})


def _is_timed(type_: Any) -> bool:
    return not {time, datetime}.isdisjoint({type_, *get_args(type_)})


def _refuse_zone(name: str, value: time | datetime) -> None:
    """Clock times are wall time and have no zone; moments have one, or mean nothing."""
    if (value.tzinfo is None) is isinstance(value, datetime):
        raise Unreadable(f"the zone is not right - at `$.{name}`")


@cache
def shape(kind: str) -> Shape:
    """The shape of a kind. Raises KeyError for a kind that this program does not know."""
    return Shape(kinds()[kind])


def to_wire(values: Mapping[str, Any]) -> Fields:
    """Python values as JSON values: sets sorted, moments in UTC."""
    plain = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in values.items()
    }
    sent: Fields = msgspec.to_builtins(plain)
    return sent


def wire_value(value: Any) -> Any:
    """One Python value as a JSON value."""
    if isinstance(value, frozenset):
        return sorted(value)
    return msgspec.to_builtins(value)


def encode(record: Record) -> Fields:
    """All fields of a record as they are sent, the unknown ones of a newer program among them."""
    names = shape(record.__tablename__).names
    return {**(record.extra or {}), **to_wire({name: getattr(record, name) for name in names})}


def size_of(record: Record) -> int:
    """How many bytes a record takes when it is sent."""
    return len(msgspec.json.encode(encode(record)))


def decode(kind: str, id_: Any, fields: Mapping[str, Any]) -> Record:
    """A record made from all its fields. Raises Unreadable where they do not make one."""
    form = shape(kind)
    known, unknown = form.read(fields)
    return form.made(id_, known, unknown or None)


def _blanks(record: type[Record]) -> dict[str, Any]:
    columns = inspect(record).columns
    found: dict[str, Any] = {}
    for name, column in columns.items():
        if isinstance(column.default, ScalarElementColumnDefault):
            found[name] = column.default.arg
        elif column.nullable:
            found[name] = None
    return found


def blank_fields(kind: str) -> Fields:
    """What each field holds that nobody has written, where the kind says so.

    The base on which two creations of the same derived record are merged.
    """
    form = shape(kind)
    return to_wire({name: form.blank(name) for name in form.names if form.may_be_blank(name)})


def apply(record: Record, fields: Mapping[str, Any]) -> None:
    """Write wire fields into a record. Raises Unreadable and changes nothing where one is off."""
    known, unknown = shape(record.__tablename__).read(fields)
    for name, value in known.items():
        setattr(record, name, value)
    if unknown:
        record.extra = {**(record.extra or {}), **unknown}
