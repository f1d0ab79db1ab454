"""What the public registers say, asked over HTTP of a service that answers in their shapes."""

from collections.abc import Iterator

import pytest

from contract.wire import Unreachable
from desktop.models.kindergarten_search import Registered
from desktop.sync.registers import Registers
from tests.fixtures.registers import ALONE, NEW, OURS, OWNER, PUBLIC, kindergarten, registers


@pytest.fixture(scope="module")
def asked() -> Iterator[Registers]:
    with registers() as address:
        yield Registers(address, f"{address}/")


def test_a_kindergarten_is_told_with_how_many_its_owner_has(asked: Registers) -> None:
    assert asked.look_up(OURS) == Registered(
        OURS, "Fjellbekken barnehage", "5037", is_private=True, owner_has=3
    )


def test_one_without_an_owner_in_the_register_has_none(asked: Registers) -> None:
    found = asked.look_up(ALONE)

    assert found is not None
    assert found.owner_has == 0


def test_a_public_one_is_told_as_such(asked: Registers) -> None:
    found = asked.look_up(PUBLIC)

    assert found is not None
    assert found.is_private is False


def test_one_that_only_the_register_of_units_knows_is_told_by_name_and_place(
    asked: Registers,
) -> None:
    assert asked.look_up(NEW) == Registered(NEW, "NYBEKKEN BARNEHAGE", "5037")


def test_what_nobody_knows_is_none_and_a_wrong_number_is_never_asked(asked: Registers) -> None:
    assert asked.look_up("974760673") is None
    assert Registers("http://127.0.0.1:1", "http://127.0.0.1:1").look_up("12345") is None


def test_a_municipality_that_is_none_today_is_not_told() -> None:
    old = {**kindergarten(OURS, "Gammel barnehage"), "Kommune": {"Kommunenummer": "1719"}}
    with registers({f"/v4/enhet/{OURS}": old}) as address:
        found = Registers(address, address).look_up(OURS)

    assert found is not None
    assert found.municipality is None


def test_of_an_owner_that_does_not_answer_the_kindergarten_is_told_all_the_same() -> None:
    answers = {
        f"/v4/enhet/{OURS}": kindergarten(OURS, "Fjellbekken barnehage", OWNER),
        f"/v4/enhet/{OWNER}": 503,
    }
    with registers(answers) as address:
        found = Registers(address, address).look_up(OURS)

    assert found is not None
    assert (found.name, found.owner_has) == ("Fjellbekken barnehage", 0)


@pytest.mark.parametrize("answer", [500, 302, b"<html>", b'{"Navn": 7}', b"x" * 4_100_000])
def test_a_register_that_answers_otherwise_counts_as_no_contact(answer: object) -> None:
    with registers({f"/v4/enhet/{OURS}": answer}) as address, pytest.raises(Unreachable):
        Registers(address, address).look_up(OURS)


def test_without_a_network_there_is_no_contact() -> None:
    with pytest.raises(Unreachable):
        Registers("http://127.0.0.1:1", "http://127.0.0.1:1").look_up(OURS)
