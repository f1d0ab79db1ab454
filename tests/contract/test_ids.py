"""Ids that are made together."""

import gzip
from uuid import RFC_4122

from contract.ids import new_ids


def test_ids_made_together_rise_by_one_and_are_of_the_seventh_sort() -> None:
    ids = new_ids(3_000)
    assert [id_.int - ids[0].int for id_ in ids] == list(range(3_000))
    assert {(id_.version, id_.variant) for id_ in ids} == {(7, RFC_4122)}


def test_two_lists_of_ids_have_none_in_common() -> None:
    assert not {*new_ids(500)} & {*new_ids(500)}
    assert new_ids(0) == []


def test_ids_made_together_pack_to_almost_nothing() -> None:
    text = "\n".join(map(str, new_ids(2_000)))
    assert len(gzip.compress(text.encode(), 1)) < 2_000 * 8
