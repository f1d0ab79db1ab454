"""The kindergartens of the national register, found as one types: they lie in the program."""

from dataclasses import dataclass
from functools import cache

from stdnum.no import orgnr

from contract.collation import norwegian_key
from contract.geography import RegisteredKindergarten, municipality, registered_kindergartens

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Found:
    """A kindergarten, with the names of where it lies. `chain` is empty where none shows."""

    organisation_number: str
    name: str
    municipality: str
    municipality_name: str
    county_name: str
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """A unit of the registers. What they do not tell is None, and `owner_has` is 0."""

    organisation_number: str
    name: str
    municipality: str | None
    is_private: bool | None = None
    owner_has: int = 0
    """How many kindergartens the owner has; several make a chain."""


def search(text: str, most: int) -> list[Found]:
    """Those whose name, municipality or number has every word, best first: `most` at most."""
    words = norwegian_key(text).split()
    if not words:
        return []
    digits = "".join(words)
    if digits.isdigit():
        # a number may be written with spaces
        words = [digits]
    hits = [one for one in _index() if all(word in one[1] for word in words)]
    hits.sort(key=lambda one: not one[0].startswith(words[0]))
    return [of_register(one[2]) for one in hits[:most]]


def numbered(number: str) -> Found | None:
    """The kindergarten with a number; None where the program has none of it."""
    bare = orgnr.compact(number)
    known = registered_kindergartens()
    found = next((one for one in known if one.organisation_number == bare), None)
    return of_register(found) if found else None


def of_register(one: RegisteredKindergarten) -> Found:
    """What the register's file says, with the names of the places."""
    return placed(one.organisation_number, one.name, one.municipality, one.chain)


def placed(number: str, name: str, municipality_number: str, chain: str = "") -> Found:
    """A kindergarten with the names of where it lies."""
    place = municipality(municipality_number)
    where, county = (place.name, place.county.name) if place else ("", "")
    return Found(number, name, municipality_number, where, county, chain)


def number_problem(text: str) -> str:
    """The code of what is wrong with an organisation number, or nothing."""
    if orgnr.is_valid(text):
        return ""
    digits = orgnr.compact(text)
    nine = len(digits) == _DIGITS and digits.isdigit()
    return "wrong_digit" if nine else "not_an_organisation_number"


def prepare() -> None:
    """Read the register's file, so that the first key does not wait for it."""
    _index()


@cache
def _index() -> tuple[tuple[str, str, RegisteredKindergarten], ...]:
    """Each with its name and with all that it is found by, as they are compared."""
    return tuple((norwegian_key(one.name), _text(one), one) for one in registered_kindergartens())


def _text(one: RegisteredKindergarten) -> str:
    place = municipality(one.municipality)
    names = f"{place.name} {place.other_names} {place.county.name}" if place else ""
    return norwegian_key(f"{one.name} {names} {one.organisation_number}")
