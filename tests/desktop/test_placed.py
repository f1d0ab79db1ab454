"""What the service tells of places is read, and nothing else is taken for it."""

from uuid import UUID

import pytest

from desktop.views.placed import Placed, read_placed

MEETING = UUID("01930000-0000-7000-8000-000000000001")
ITEM = UUID("01930000-0000-7000-8000-000000000002")
MARIT = UUID("01930000-0000-7000-8000-000000000003")


def test_places_are_read() -> None:
    told = (
        f'{{"meeting":"{MEETING}","places":[{{"meeting":"{MEETING}","person":"{MARIT}",'
        f'"name":"Marit","item":"{ITEM}"}}]}}'
    )
    assert read_placed(told.encode()) == Placed(MEETING, ((MARIT, "Marit", ITEM),))


@pytest.mark.parametrize(
    "told", [b"", b'{"scopes":["national"]}', b"{", b'{"places":[{"name":1}]}', b'{"places":null}']
)
def test_anything_else_tells_of_no_place(told: bytes) -> None:
    assert read_placed(told) is None
