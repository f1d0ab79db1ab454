"""Records go over the wire and come back as they were."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.codec import Unreadable, apply, blank_fields, decode, encode, shape
from contract.ids import new_id
from contract.records import ItemMinutes, kinds

_TEXT = st.text(max_size=30)
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXT,
    int: st.integers(-1000, 1000),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    UUID: st.uuids(),
    date: st.dates(),
    time: st.times().map(lambda clock: clock.replace(microsecond=0)),
    datetime: st.datetimes(timezones=st.just(UTC)),
    frozenset[str]: st.frozensets(_TEXT, max_size=4),
}


def values(type_: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type."""
    options = getattr(type_, "__args__", None) if type_ not in _PLAIN else None
    if options:
        return st.one_of(*(st.none() if one is type(None) else values(one) for one in options))
    return _PLAIN[type_] if type_ in _PLAIN else st.sampled_from(list(type_))


@given(st.data())
def test_a_record_comes_back_as_it_went(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(kinds())))
    form = shape(kind)
    fields = {name: data.draw(values(type_), name) for name, type_ in form.types.items()}
    record = form.record(id=new_id(), **fields)

    sent = msgspec.json.decode(msgspec.json.encode(encode(record)))
    back = decode(kind, record.id, sent)

    assert {name: getattr(back, name) for name in form.names} == fields


def test_fields_of_a_newer_program_ride_along() -> None:
    sent = {**blank_fields("item_minutes"), "meeting_id": str(new_id())}
    sent["agenda_item_id"] = str(new_id())
    record = decode("item_minutes", new_id(), {**sent, "mood": ["glad"]})

    apply(record, {"decision": "Ja", "colour": "blå"})

    assert encode(record) == {**sent, "decision": "Ja", "mood": ["glad"], "colour": "blå"}


@pytest.mark.parametrize(
    "fields",
    [
        {"meeting_id": "no id"},
        {"outcome": "a word of tomorrow"},
        {"votes_for": "many"},
        {"discussion": None},
    ],
)
def test_what_does_not_fit_is_unreadable_and_changes_nothing(fields: dict[str, Any]) -> None:
    record = ItemMinutes(meeting_id=new_id(), agenda_item_id=new_id(), decision="Ja")
    before = encode(record)

    with pytest.raises(Unreadable):
        apply(record, {"decision": "Nei", **fields})

    assert encode(record) == before


def test_a_record_that_lacks_what_it_must_have_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        decode("item_minutes", new_id(), {"discussion": "Ord"})
