"""Column types that say how a value is stored, sent and merged."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, Text
from sqlalchemy.types import TypeDecorator


class LongText(TypeDecorator[str]):
    """A text that two people may write in at once: merged word by word."""

    impl = Text
    cache_ok = True


class StringSet(TypeDecorator[frozenset[str]]):
    """A set of words: merged by union of what was added less what was removed."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self,
        value: Iterable[str] | None,
        dialect: Dialect,  # noqa: ARG002 (the signature is SQLAlchemy's)
    ) -> list[str] | None:
        return None if value is None else sorted(value)

    def process_result_value(
        self,
        value: Any,
        dialect: Dialect,  # noqa: ARG002 (the signature is SQLAlchemy's)
    ) -> frozenset[str] | None:
        return None if value is None else frozenset(value)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware of its zone in Python and stored as UTC in every database."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 (the signature is SQLAlchemy's)
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def word(choices: type[StrEnum]) -> Enum:
    """A column that holds one of the words of `choices`, as plain text in the database."""
    return Enum(
        choices,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda enum: [member.value for member in enum],
    )
