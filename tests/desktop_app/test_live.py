"""A program at work hears at once what others write, once it is asked to listen."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from contract.records import Level, Network
from desktop.app.program import Program
from tests.desktop_app.conftest import Start
from tests.desktop_app.test_first_start import fill, start_page, synchronised
from tests.fixtures.service import Manager, Service
from tests.server.test_second_factor import PASSWORD


def at_work(qtbot: QtBot, program: Program, central: Service, who: Manager) -> Any:
    page = start_page(program)
    fill(page, central.address, who.email, PASSWORD)
    page.connect_card.button.click()
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    qtbot.waitUntil(lambda: synchronised(program), timeout=20_000)
    return program.work


@pytest.mark.usefixtures("secret_service")
def test_a_change_of_another_comes_without_waiting_for_the_next_round(
    qtbot: QtBot, start: Start, central: Service, kari: Manager
) -> None:
    work = at_work(qtbot, start(), central, kari)
    work.desk.live_wanted.emit(frozenset({"directory"}))
    qtbot.waitUntil(lambda: work.live.connected, timeout=20_000)
    qtbot.wait(1000)  # the round that the beginning called for
    changed: list[frozenset[str]] = []
    work.desk.changed.connect(changed.append)

    central.write(Network(name="Nasjonalt nettverk", level=Level.NATIONAL))

    qtbot.waitUntil(lambda: any("network" in kinds for kinds in changed), timeout=15_000)
    work.desk.live_wanted.emit(frozenset())
    assert not work.live.connected
