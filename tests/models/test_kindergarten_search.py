"""The kindergartens of the register, found by name, place and number."""

from time import process_time

import pytest

from contract.geography import registered_kindergartens
from desktop.models.kindergarten_search import number_problem, numbered, prepare, search


@pytest.mark.parametrize(
    "text", ["solbakken", "ABRA levanger", "levanger", "trøndelag solb", "solbak barnehage"]
)
def test_a_kindergarten_is_found_by_parts_of_name_and_place(text: str) -> None:
    words = text.casefold().split()
    found = search(text, 8)

    assert found
    for one in found:
        told = f"{one.name} {one.municipality_name} {one.county_name}".casefold()
        assert all(word in told for word in words)


def test_names_that_begin_so_come_first() -> None:
    found = search("skogen", 20)
    begins = [one.name.casefold().startswith("skogen") for one in found]

    assert begins == sorted(begins, reverse=True)


def test_a_kindergarten_is_found_by_its_number_written_with_spaces_or_in_part() -> None:
    known = registered_kindergartens()[100]
    number = known.organisation_number
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"

    assert [one.name for one in search(spaced, 3)] == [known.name]
    assert known.name in [one.name for one in search(number[:7], 20)]
    named = numbered(spaced)
    assert named is not None
    assert named.name == known.name


def test_nothing_is_found_by_nothing() -> None:
    assert search("  ", 8) == []
    assert search("finnes ikke noe sted", 8) == []
    assert numbered("123") is None


def test_a_number_is_checked_by_its_last_digit() -> None:
    good = registered_kindergartens()[0].organisation_number
    bad = good[:8] + str((int(good[8]) + 1) % 10)

    assert [number_problem(one) for one in (good, bad, "12", "")] == [
        "",
        "wrong_digit",
        "not_an_organisation_number",
        "not_an_organisation_number",
    ]


def test_each_key_is_answered_within_thirty_milliseconds() -> None:
    prepare()
    for length in range(1, 12):
        began = process_time()
        search("solbakken barnehage"[:length], 8)
        assert process_time() - began < 0.03
