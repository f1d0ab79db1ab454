"""The areas in the side bar follow the role, at the first sign-in and when it changes."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.program import Program
from tests.desktop_app.test_first_start import fill, start_page, synchronised
from tests.fixtures.service import Service
from tests.server.test_second_factor import PASSWORD

Start = Callable[[], Program]

pytestmark = pytest.mark.usefixtures("no_secret_service")


def areas(program: Program) -> set[str]:
    return {key for key in ("staff", "me", "meetings", "forum") if key in program.window._areas}


def test_an_employee_has_a_page_of_the_own_instead_of_the_staff_until_the_role_is_another(
    qtbot: QtBot, start: Start, central: Service
) -> None:
    ola = central.manager("Ola", password=PASSWORD, roles=["assistant"])
    program = start()
    page = start_page(program)
    fill(page, central.address, ola.email, PASSWORD)
    page.connect_card.button.click()
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    assert areas(program) == {"me", "forum"}
    qtbot.waitUntil(lambda: synchronised(program), timeout=10_000)

    central.set_roles(ola, "head")
    assert program.work is not None
    program.work.desk.sync_wanted.emit()
    qtbot.waitUntil(lambda: areas(program) == {"staff", "meetings", "forum"}, timeout=10_000)
    assert program.window.shown == "overview"
