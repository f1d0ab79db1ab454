"""How a mutation is judged: what one check says, and what a unit makes of its members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as value
from typing import Any
from uuid import UUID

from contract.wire import ErrorCode, Mutation, Result, Status

_BEFORE_STALE = frozenset(
    {ErrorCode.FORBIDDEN, ErrorCode.GONE, ErrorCode.UNKNOWN_KIND, ErrorCode.TOO_LARGE}
)
"""Refusals that a newer base would not lift."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a mutation cannot be applied. `stale` is one of the codes."""

    code: str
    field: str = ""
    about: dict[str, Any] = value(default_factory=dict)

    @property
    def is_stale(self) -> bool:
        """Whether the device is to pull and try anew."""
        return self.code == ErrorCode.STALE


def invalid(name: str, problem: str) -> Refusal:
    """A rule does not hold for a field."""
    return Refusal(ErrorCode.INVALID, name, {"problem": problem})


def of_unit(unit: Sequence[Mutation], found: Mapping[UUID, Refusal]) -> list[Result]:
    """The results of a unit in which at least one member cannot be applied."""
    if any(refusal.code in _BEFORE_STALE for refusal in found.values()):
        refused = {id_: one for id_, one in found.items() if one.code in _BEFORE_STALE}
    elif any(refusal.is_stale for refusal in found.values()):
        return [Result(mutation=member.id, status=Status.STALE) for member in unit]
    else:
        refused = dict(found)
    drawn = Refusal(ErrorCode.DEPENDS_ON)
    return [_refused(member, refused.get(member.id, drawn)) for member in unit]


def _refused(mutation: Mutation, refusal: Refusal) -> Result:
    return Result(
        mutation=mutation.id,
        status=Status.REFUSED,
        code=refusal.code,
        field=refusal.field,
        about=refusal.about,
    )
