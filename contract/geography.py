"""Counties, municipalities and the register's kindergartens, from resources/reference.

Sources and licences are in SOURCES.md beside the files. Numbers keep their leading zero.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from contract.collation import norwegian_key
from resources import ROOT

_REFERENCE = ROOT / "reference"


@dataclass(frozen=True, slots=True)
class County:
    """A fylke: two digits and its short name."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A kommune: four digits, its short name and its county."""

    number: str
    name: str
    other_names: str
    county: County


@dataclass(frozen=True, slots=True)
class RegisteredKindergarten:
    """A private kindergarten of the national register; `chain` is empty where none shows."""

    organisation_number: str
    name: str
    municipality: str
    chain: str


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a reference file as they stand."""
    with (_REFERENCE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def counties() -> dict[str, County]:
    """Every county by number, in Norwegian order of name."""
    found = [County(row["number"], row["name"]) for row in rows("counties.csv")]
    return {county.number: county for county in sorted(found, key=_by_name)}


@cache
def municipalities() -> dict[str, Municipality]:
    """Every municipality by number, in Norwegian order of name."""
    found = [
        Municipality(
            row["number"], row["name"], row["other_names"], counties()[row["county_number"]]
        )
        for row in rows("municipalities.csv")
    ]
    return {place.number: place for place in sorted(found, key=_by_name)}


def municipality(number: str) -> Municipality | None:
    """The municipality with a number, or None where there is none today."""
    return municipalities().get(number)


@cache
def registered_kindergartens() -> tuple[RegisteredKindergarten, ...]:
    """The private kindergartens of the register, in Norwegian order of name."""
    found = [
        RegisteredKindergarten(
            row["organisation_number"], row["name"], row["municipality_number"], row["chain"]
        )
        for row in rows("private_kindergartens.csv")
    ]
    return tuple(sorted(found, key=_by_name))


@cache
def private_counts() -> dict[str, int]:
    """How many private kindergartens each municipality has."""
    return {
        row["municipality_number"]: int(row["private"]) for row in rows("kindergarten_counts.csv")
    }


@cache
def across_the_county_border(number: str) -> frozenset[str]:
    """The municipalities of other counties that one adjoins on land, by number."""
    return frozenset(
        other
        for row in rows("borders_between_counties.csv")
        for one, other in (tuple(row.values()), tuple(row.values())[::-1])
        if one == number
    )


def _by_name(place: County | Municipality | RegisteredKindergarten) -> str:
    return norwegian_key(place.name)
