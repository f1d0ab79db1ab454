"""Which passwords are taken, and that what is kept does not tell them."""

import pytest

from server import passwords

KARI = ("Kari Nordmann", "kari.nordmann@solbakken.example.no", "Solbakken naturbarnehage")


@pytest.mark.parametrize("password", ["kort", "ni tegn!!", ""])
def test_what_is_shorter_than_ten_characters_is_too_short(password: str) -> None:
    assert passwords.problem(password) == "too_short"


@pytest.mark.parametrize(
    "password",
    ["barnehage123", "Barnehage2026", "trondheim1234", "kontaktbarnehage1", "passord12345"],
)
def test_words_that_everybody_here_thinks_of_are_guessed(password: str) -> None:
    assert passwords.problem(password) == "easily_guessed"


@pytest.mark.parametrize("password", ["KariNordmann", "nordmann2026", "Solbakken1234"])
def test_words_of_whose_it_is_are_guessed(password: str) -> None:
    assert passwords.problem(password, KARI) == "easily_guessed"


@pytest.mark.parametrize(
    "password",
    ["en lang setning", "hemmelig-hest-batteri", "grus under skiene 47", "ærfugl på øde skjær"],
)
def test_a_phrase_is_taken_whatever_it_is_made_of(password: str) -> None:
    assert passwords.problem(password, KARI) is None


def test_a_long_one_is_taken_and_an_endless_one_refused() -> None:
    assert passwords.problem("grus under skiene og " * 40) is None
    assert passwords.problem("x" * 1_001) == "too_long"


def test_what_is_kept_fits_the_password_alone() -> None:
    kept = passwords.hashed("en lang setning")

    assert "setning" not in kept
    assert passwords.matches(kept, "en lang setning")
    assert not passwords.matches(kept, "en lang setnin")


@pytest.mark.parametrize("kept", ["", "no hash"])
def test_nothing_fits_what_is_no_hash(kept: str) -> None:
    assert not passwords.matches(kept, "")
