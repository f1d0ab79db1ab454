"""docs/access.md says what the data of contract/ say."""

from contract.access import LIVES_IN, READING, Group, Room
from contract.erasures import ERASURES
from contract.records import kinds
from contract.roles import roles
from contract.writing import GRANTS
from tests.contract.access_page import GROUPS, PAGE, TERMS, page


def test_the_page_is_printed_from_the_data() -> None:
    written = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""

    assert written == page(), "write it anew: python -m tests.contract.access_page"


def test_every_kind_lives_somewhere_and_has_a_name_that_people_know() -> None:
    every = set(kinds().values())

    assert set(LIVES_IN) == set(TERMS) == every
    assert set(GRANTS) <= every


def test_every_sort_of_room_is_decided_and_every_role_is_in_a_group() -> None:
    assert set(READING) == set(Room)
    assert ERASURES == Room.ERASURES
    assert set(GROUPS) == set(Group)
    assert all(f"{code} (" in page() for code in roles())
