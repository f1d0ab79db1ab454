"""What somebody is in a kindergarten, as one says it."""

from collections.abc import Iterable

from contract.roles import roles


def role_name(codes: Iterable[str]) -> str:
    """The first of the roles in the order in which people expect them, in bokmål."""
    held = set(codes)
    return next((role.short["nb"] for code, role in roles().items() if code in held), "")
