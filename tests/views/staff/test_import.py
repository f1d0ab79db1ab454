"""A list from Excel, from the file to the enrolled and back, and the list as a file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.models import staff
from desktop.models.staff import EnrolmentForm, Member
from desktop.models.staff_columns import Field
from desktop.models.staff_import import Action
from desktop.spreadsheets import read, separated, workbook
from desktop.views.staff.area import StaffArea
from desktop.views.staff.import_page import ImportPage
from tests.views.accessibility import nameless
from tests.views.office import Office, office

TODAY = date.today()  # noqa: DTZ011 - the wall calendar, as the page reads it
HEADINGS = ["Navn", "E-post", "Mobil", "Stilling", "Ansatt fra"]
ROWS = [
    ["Kari Nes", "kari@example.no", "98765432", "Assistent", "01.08.2026"],
    ["Ola Dahl", "ola(at)example.no", "", "Kokk", "01.08.2026"],
    ["Per Vik", "per@example.no", "", "Nattevakt", "01.08.2026"],
    ["Liv Moe", "liv@example.no", "", "Nattevakt", "01.08.2026"],
]


@pytest.fixture
def solbakken(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as opened:
        yield opened


class Saved:
    """Where the user says that the list is to be saved."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, _parent: object, _name: str) -> Path:
        return self.path


def people(at: Office) -> dict[str, Member]:
    found = at.store.read(staff.staff, at.kindergarten, TODAY)
    return {one.name: one for one in found.everybody}


def list_file(folder: Path, *rows: list[str], headings: list[str] | None = None) -> Path:
    path = folder / "ansatte.xlsx"
    path.write_bytes(workbook([headings or HEADINGS, *rows], [20] * 5, "Ansatte"))
    return path


def opened(qtbot: QtBot, at: Office) -> StaffArea:
    area = StaffArea(at.desk)
    qtbot.addWidget(area)
    area.resize(1128, 860)
    area.show()
    area.open()
    qtbot.waitUntil(lambda: area.list._is_shown)
    return area


def press(area: StaffArea, text: str) -> None:
    found = [
        one
        for one in area.findChildren(QPushButton)
        if one.text().strip() == text and one.isVisible()
    ]
    assert found, text
    found[0].click()


def importing(qtbot: QtBot, area: StaffArea, path: Path) -> ImportPage:
    press(area, "Importer fra Excel")
    page = area.importing
    page.which = lambda _parent: path
    press(area, "Velg fil")
    qtbot.waitUntil(lambda: bool(page.preview.entries))
    return page


def wrong(page: ImportPage) -> list[int]:
    return [one.number for one in page.preview.entries if one.action is Action.WRONG]


def write_email(page: ImportPage, address: str) -> None:
    page.row.fields.email.clear()
    QTest.keyClicks(page.row.fields.email, address)


def test_a_list_is_looked_at_mended_enrolled_and_taken_back(
    qtbot: QtBot, solbakken: Office, tmp_path: Path
) -> None:
    area = opened(qtbot, solbakken)
    page = importing(qtbot, area, list_file(tmp_path, *ROWS))
    assert wrong(page) == [3, 4, 5]
    area.setFocus()
    assert area.focusWidget() is page

    page.next_wrong()
    field = page.row.fields.by_name["email"]
    assert "e-postadresse" in field.error
    write_email(page, "ola@example.no")
    page.next_wrong()
    qtbot.waitUntil(lambda: wrong(page) == [4, 5])
    assert "«Nattevakt»" in page.row.fields.by_name["roles"].error
    page.row.fields.roles.set_value(["caretaker_cleaner"])
    page.row.fields.roles.changed.emit()
    qtbot.waitUntil(lambda: wrong(page) == [])
    assert "«Nattevakt» er rettet i 1 annen rad også." in solbakken.texts()

    press(area, "Meld inn 4")
    qtbot.waitUntil(lambda: len(people(solbakken)) == 4)
    assert people(solbakken)["Liv Moe"].form.roles == frozenset({"caretaker_cleaner"})
    qtbot.waitUntil(lambda: area.current() is area.list)
    assert solbakken.said[-1].text == "4 personer er meldt inn."

    press(area, "Importer fra Excel")
    press(area, "Angre siste import")
    qtbot.waitUntil(lambda: people(solbakken) == {})
    solbakken.undo()
    assert not area.importing._undo.isVisible()


def test_what_is_mended_just_before_the_button_counts(
    qtbot: QtBot, solbakken: Office, tmp_path: Path
) -> None:
    area = opened(qtbot, solbakken)
    page = importing(qtbot, area, list_file(tmp_path, ROWS[0], ROWS[1]))
    page.next_wrong()
    write_email(page, "ola@example.no")
    page.carry_out()

    qtbot.waitUntil(lambda: set(people(solbakken)) == {"Kari Nes", "Ola Dahl"})


def test_rows_with_errors_stay_behind_and_are_told(
    qtbot: QtBot, solbakken: Office, tmp_path: Path
) -> None:
    area = opened(qtbot, solbakken)
    page = importing(qtbot, area, list_file(tmp_path, ROWS[0], ROWS[1]))
    assert "1 meldes inn · 1 må rettes" in page._facts.text()
    page.carry_out()

    qtbot.waitUntil(lambda: set(people(solbakken)) == {"Kari Nes"})
    qtbot.waitUntil(lambda: bool(solbakken.said))
    assert solbakken.said[-1].text == "1 person er meldt inn. 1 rad med feil ble ikke tatt med."


def test_a_guess_of_the_columns_is_changed(qtbot: QtBot, solbakken: Office, tmp_path: Path) -> None:
    area = opened(qtbot, solbakken)
    headings = ["Hvem", "Kontakt", "Mobil", "Stilling", "Ansatt fra"]
    page = importing(qtbot, area, list_file(tmp_path, ROWS[0], headings=headings))
    assert not page.options.isHidden()
    assert "Hvilken kolonne" in page._problem.text()

    for field, at in ((Field.NAME, 0), (Field.EMAIL, 1)):
        page.options.columns[field].set_value(at)
        page.options.columns[field].changed.emit()

    qtbot.waitUntil(lambda: page.preview.count(Action.NEW) == 1)
    assert page._problem.isHidden()


def test_who_is_enrolled_already_is_updated_where_the_user_says_so(
    qtbot: QtBot, solbakken: Office, tmp_path: Path
) -> None:
    form = EnrolmentForm("Kari Nes", "kari@example.no", frozenset({"cook"}), date(2025, 8, 1))
    solbakken.store.act(staff.enrol, solbakken.kindergarten, form)
    area = opened(qtbot, solbakken)
    page = importing(qtbot, area, list_file(tmp_path, ROWS[0]))
    assert page.preview.count(Action.KNOWN) == 1

    page.options.known.set_value(True)
    page.options.known.changed.emit()
    qtbot.waitUntil(lambda: page.preview.count(Action.UPDATE) == 1)
    press(area, "Oppdater 1")

    qtbot.waitUntil(lambda: people(solbakken)["Kari Nes"].form.roles == frozenset({"assistant"}))


def test_a_row_is_left_out_and_taken_after_all(
    qtbot: QtBot, solbakken: Office, tmp_path: Path
) -> None:
    area = opened(qtbot, solbakken)
    page = importing(qtbot, area, list_file(tmp_path, *ROWS[:2]))
    page.next_wrong()
    press(area, "Utelat raden")
    qtbot.waitUntil(lambda: page.preview.count(Action.OUT) == 1)

    press(area, "Ta med raden likevel")
    qtbot.waitUntil(lambda: wrong(page) == [3])


def test_only_the_rows_to_mend_are_shown_on_demand(
    qtbot: QtBot, solbakken: Office, tmp_path: Path
) -> None:
    area = opened(qtbot, solbakken)
    page = importing(qtbot, area, list_file(tmp_path, *ROWS))
    page.only_wrong.click()

    assert [one.number for one in page.table.rows()] == [3, 4, 5]


def test_a_file_that_is_no_list_is_told_in_a_sentence(
    qtbot: QtBot, solbakken: Office, tmp_path: Path
) -> None:
    area = opened(qtbot, solbakken)
    press(area, "Importer fra Excel")
    (tmp_path / "bilde.xlsx").write_bytes(b"no workbook")
    area.importing.read(tmp_path / "bilde.xlsx")

    qtbot.waitUntil(lambda: "verken en Excel-fil" in area.importing._problem.text())


def test_a_file_is_dropped_on_the_page(qtbot: QtBot, solbakken: Office, tmp_path: Path) -> None:
    area = opened(qtbot, solbakken)
    press(area, "Importer fra Excel")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(list_file(tmp_path, ROWS[0])))])
    copy, left, no = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    area.importing.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, no))

    qtbot.waitUntil(lambda: area.importing.preview.count(Action.NEW) == 1)


def test_a_thousand_rows_are_shown_within_a_second(
    qtbot: QtBot, solbakken: Office, tmp_path: Path
) -> None:
    rows = [[f"Kari Nes {n}", f"k{n}@example.no", "", "Kokk", "01.08.2026"] for n in range(1000)]
    area = opened(qtbot, solbakken)
    path = list_file(tmp_path, *rows)
    press(area, "Importer fra Excel")
    began = process_time()
    area.importing.read(path)
    qtbot.waitUntil(lambda: len(area.importing.table.rows()) == 1000)

    assert process_time() - began < 1


def test_the_list_is_saved_such_that_it_can_be_imported_again(
    qtbot: QtBot, solbakken: Office, tmp_path: Path
) -> None:
    form = EnrolmentForm(
        "Kari Nes", "kari@example.no", frozenset({"cook", "head"}), date(2025, 8, 1), "+4798765432"
    )
    solbakken.store.act(staff.enrol, solbakken.kindergarten, form)
    area = opened(qtbot, solbakken)
    for path in (tmp_path / "ansatte.xlsx", tmp_path / "ansatte.csv"):
        area.list._where = Saved(path)
        area.list.save_list()
        qtbot.waitUntil(path.is_file)
        (sheet,) = read(path)
        assert sheet.rows[0][:4] == ("Navn", "E-post", "Mobil", "Rolle")
        assert sheet.rows[1][:3] == ("Kari Nes", "kari@example.no", "+4798765432")
        page = importing(qtbot, area, path)
        page.options.known.set_value(True)
        page.options.known.changed.emit()
        qtbot.waitUntil(lambda: area.importing.preview.count(Action.SAME) == 1)
        page.back.emit()


def test_a_csv_of_another_program_is_imported(
    qtbot: QtBot, solbakken: Office, tmp_path: Path
) -> None:
    path = tmp_path / "ansatte.csv"
    path.write_bytes(separated([HEADINGS, *ROWS[:1]]).decode("utf-8-sig").encode("cp1252"))
    area = opened(qtbot, solbakken)

    page = importing(qtbot, area, path)

    assert page.preview.count(Action.NEW) == 1


def test_the_import_has_a_name_for_every_control(
    qtbot: QtBot, solbakken: Office, tmp_path: Path
) -> None:
    area = opened(qtbot, solbakken)
    page = importing(qtbot, area, list_file(tmp_path, *ROWS))
    page._open_options()
    assert nameless(page) == []
    page.next_wrong()
    assert nameless(page) == []
