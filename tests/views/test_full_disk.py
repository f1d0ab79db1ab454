"""A disk that takes no more, felt through the window."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from contract.records import StaffEnrolment
from desktop.models import staff
from desktop.models.faults import StorageFault
from desktop.views.staff.page import StaffPage
from tests.views.office import Office, office


@contextmanager
def no_room() -> Iterator[None]:
    """No file may grow from here on: the kernel refuses it, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def solbakken(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as opened:
        yield opened


def press(page: StaffPage, text: str) -> None:
    buttons = [one for one in page.findChildren(QPushButton) if one.text().strip() == text]
    next(one for one in buttons if one.isVisible()).click()


def test_a_full_disk_is_told_in_a_sentence_and_what_is_typed_stays(
    qtbot: QtBot, solbakken: Office
) -> None:
    page = StaffPage(solbakken.desk)
    qtbot.addWidget(page)
    page.show()
    page.open()
    qtbot.waitUntil(lambda: page._is_shown)
    press(page, "Meld inn ansatt")
    fields = page.panel.fields
    QTest.keyClicks(fields.name, "Kari Nes")
    QTest.keyClicks(fields.email, "kari@example.no")
    fields.roles.set_value(["cook"])
    fields.roles.changed.emit()

    with no_room():
        press(page, "Meld inn")
        qtbot.waitUntil(lambda: any("isken" in text for text in solbakken.texts()))

    assert fields.name.value() == "Kari Nes"
    assert fields.email.value() == "kari@example.no"
    press(page, "Meld inn")
    qtbot.waitUntil(lambda: bool(_enrolled(solbakken)))
    assert _enrolled(solbakken) == ["Kari Nes"]


def _enrolled(at: Office) -> list[str]:
    found = at.store.read(staff.staff, at.kindergarten, date(2026, 11, 22))
    return [one.name for one in found.members]


def test_nothing_is_half_written_when_the_disk_is_full(solbakken: Office) -> None:
    record = StaffEnrolment(
        kindergarten_id=solbakken.kindergarten,
        name="Kari Nes",
        email="kari@example.no",
        roles=frozenset({"cook"}),
        starts_on=date(2026, 12, 1),
    )

    with no_room(), pytest.raises(StorageFault):
        solbakken.keep(record)

    assert _enrolled(solbakken) == []
