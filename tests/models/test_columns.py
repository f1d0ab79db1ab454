"""Rows from the wire lie in the database as the program's own do."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, MetaData, Table, create_engine

from contract.records import Post
from contract.records.types import UtcDateTime
from desktop.models.columns import KindColumns

# A zone may move a moment of the first or the last day out of the calendar.
_DAY = timedelta(days=1)
_MOMENTS = st.datetimes(
    datetime.min + _DAY,  # noqa: DTZ901 - it is given a zone below
    datetime.max - _DAY,  # noqa: DTZ901 - it is given a zone below
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(-timedelta(hours=9))]),
)


KEPT = Table("kept", MetaData(), Column("moment", UtcDateTime))


@pytest.fixture(scope="module")
def database() -> Iterator[Connection]:
    with create_engine("sqlite://").begin() as connection:
        KEPT.create(connection)
        yield connection


def stored(database: Connection, moment: datetime | None) -> Any:
    """What SQLAlchemy lets SQLite keep."""
    database.execute(KEPT.delete())
    database.execute(KEPT.insert().values(moment=moment))
    return database.exec_driver_sql("SELECT moment FROM kept").scalar()


@given(st.lists(st.none() | _MOMENTS, min_size=1, max_size=4))
def test_moments_are_kept_as_sqlalchemy_keeps_them(
    database: Connection, moments: list[datetime | None]
) -> None:
    told = [(str(place), one) for place, one in enumerate(msgspec.to_builtins(moments))]

    rows = KindColumns(Post.__tablename__).read_some(("received_at",), told)

    assert [value for _, value in rows] == [stored(database, one) for one in moments]
