"""«Min side», and the areas that each role has."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from contract.access import Access, Reach, Room
from contract.ids import new_id
from contract.roles import roles
from desktop.app.areas import hidden
from desktop.views.me.page import MePage
from tests.views.accessibility import nameless
from tests.views.office import EMAIL, office


def test_each_role_has_the_areas_that_the_rules_of_access_give_it() -> None:
    for code in roles():
        access = Access(new_id(), new_id(), new_id(), roles=frozenset({code}))
        gone = hidden(frozenset({code}))
        meets = access.reach(Room.NETWORK) is not Reach.NONE
        meets = meets or access.reach(Room.MEETING) is not Reach.NONE

        assert ("staff" not in gone, "meetings" not in gone) == (access.reads_staff, meets), code
        assert ("me" in gone) == access.reads_staff


def test_as_long_as_nobody_knows_the_roles_nothing_is_missing() -> None:
    assert hidden(frozenset()) == {"me"}


def test_an_employee_sees_the_own_facts_and_what_the_role_gives(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with office(tmp_path, "cook") as at:
        page = MePage(at.desk)
        qtbot.addWidget(page)
        page.show()
        text = "\n".join(one.text() for one in page.findChildren(QLabel))

        for words in (EMAIL, "Kokk", "Gir tilgang til: forumet", "Si fra til styreren"):
            assert words in text
        assert nameless(page) == []

        march = date(2099, 3, 1)
        at.desk.know(replace(at.desk.me, next_roles=frozenset({"head"}), roles_from=march))
        page.open()
        shown = [one.text() for one in page.findChildren(QLabel)]

        at_day = shown.index("Fra 1. mars 2099")
        assert shown[at_day + 1] == "Styrer"
