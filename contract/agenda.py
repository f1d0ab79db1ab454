"""Where on an agenda what comes by itself is put."""

from collections.abc import Sequence

CLOSING = ("Eventuelt", "Neste møte")
"""The items that end every agenda: what is added comes before them."""

_LAST = frozenset(title.casefold() for title in CLOSING)


def place_before_closing(titles: Sequence[str]) -> int:
    """The place of a further item on an agenda of these, counted from 0."""
    place = len(titles)
    while place and titles[place - 1].strip().casefold() in _LAST:
        place -= 1
    return place
