"""Record: what desktop and service keep alike, and what each kind says of itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Self
from uuid import UUID

from sqlalchemy import JSON, Date, MetaData, String, Time, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from contract.ids import derived_id, new_id
from contract.records.types import StringSet, UtcDateTime

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field: a stable word that the catalogue turns into a sentence."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class Parent:
    """The record that another one belongs to, and the field that names it."""

    kind: str
    field: str


class Record(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """A thing that the network keeps: mapped once, a table on the desktop and on the service.

    A kind says what holds for it (`problems`, `problems_of_change`, `claims`) and knows nothing
    of sync, windows or HTTP. Nothing that counts versions or waits for sending lies in it.
    """

    __abstract__ = True
    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(),
        str: String(),
        date: Date(),
        time: Time(),
        datetime: UtcDateTime(),
        frozenset[str]: StringSet(),
    }

    parent: ClassVar[Parent | None] = None
    """Locked with each change of the child; deleting it while it has children is refused."""
    fixed: ClassVar[frozenset[str]] = frozenset()
    """Fields that never change: what decides the scope, the parent and the author."""
    service_set: ClassVar[frozenset[str]] = frozenset()
    """Fields that only the service writes."""
    units: ClassVar[tuple[frozenset[str], ...]] = ()
    """Fields that only make sense together, and are merged as one."""
    once_per: ClassVar[tuple[str, ...]] = ()
    """Fields of which there is one record at most: its id is derived from them."""
    personal: ClassVar[frozenset[str]] = frozenset()
    """Fields that hold facts about a person: blanked when the person is erased."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=new_id)
    extra: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=None, kw_only=True
    )
    """Fields of a newer program, kept and sent back as they came."""

    def problems(self) -> Iterator[Problem]:
        """What must be mended before the record can be kept; nothing when it is sound."""
        return iter(())

    def problems_of_change(self, before: Self) -> Iterator[Problem]:
        """What forbids the step from `before` to this record."""
        for field in sorted(self.fixed):
            if getattr(self, field) != getattr(before, field):
                yield Problem(field, "fixed")

    def problems_of_id(self) -> Iterator[Problem]:
        """Whether what may exist only once has the id that every device gives it."""
        if not self.once_per:
            return
        values = [getattr(self, name) for name in self.once_per]
        if None not in values and self.id != only_id(type(self), *values):
            yield Problem("id", "not_derived")

    def claims(self) -> Iterator[str]:
        """Keys that at most one living record may hold."""
        return iter(())

    def __repr__(self) -> str:
        # Values stay out: a record in a log line must not tell anything of a person.
        return f"{type(self).__name__}({self.id})"


def only_id(kind: type[Record], *values: UUID) -> UUID:
    """The id of the one record of a kind that these values of its `once_per` may have."""
    return derived_id(kind.__tablename__, *values)


@cache
def kinds() -> Mapping[str, type[Record]]:
    """Every kind of record by its name, which is also its table's."""
    # To import this module is to import every kind: the package does.
    found = {mapper.class_.__tablename__: mapper.class_ for mapper in Record.registry.mappers}
    return MappingProxyType(found)


def blank(text: str | None) -> bool:
    """Whether a text says nothing."""
    return text is None or not text.strip()
