"""Roles in and around a kindergarten, from resources/reference/roles.csv."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from contract.geography import rows

HEADS = frozenset({"head", "general_manager"})
DEPUTIES = frozenset({"deputy_head"})
OWNERS = frozenset({"owner", "owner_representative", "board_chair"})
EXPERTS = frozenset({"external_expert"})
SECRETARIAT = frozenset({"secretariat"})
MEETS = HEADS | DEPUTIES | OWNERS | SECRETARIAT | EXPERTS
"""Who has anything to do with meetings and raised cases."""
STANDS_IN = frozenset({"stands_in"})
"""No role of an enrolment: what a deputy is besides, while standing in for the head."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its code, and its names by language."""

    code: str
    short: dict[str, str]
    long: dict[str, str]
    level: str
    chosen_at_enrolment: bool
    may_be_nominated: bool


@cache
def roles() -> dict[str, Role]:
    """Every role by its code, in the order in which people expect them."""
    return {row["code"]: _role(row) for row in rows("roles.csv")}


@cache
def choosable() -> frozenset[str]:
    """The codes that may be given in an enrolment."""
    return frozenset(code for code, role in roles().items() if role.chosen_at_enrolment)


def leads(codes: Iterable[str]) -> bool:
    """Whether somebody with these roles leads the kindergarten."""
    return not HEADS.isdisjoint(codes)


def _role(row: dict[str, str]) -> Role:
    return Role(
        code=row["code"],
        short={"nb": row["short_nb"], "nn": row["short_nn"], "en": row["short_en"]},
        long={"nb": row["long_nb"], "nn": row["long_nn"]},
        level=row["level"],
        chosen_at_enrolment=row["chosen_at_enrolment"] == "yes",
        may_be_nominated=row["may_be_nominated"] == "yes",
    )
