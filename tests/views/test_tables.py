import sys
from dataclasses import dataclass, replace
from datetime import date

import pytest
from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.texts import short_date
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.table_view import Table
from desktop.views.widgets.tables import Column, ValueTable


@dataclass(frozen=True)
class Task:
    id: int
    name: str
    due: date | None


TASKS = [
    Task(1, "Åpne avtalen", date(2026, 12, 4)),
    Task(2, "Bestille buss", date(2027, 1, 3)),
    Task(3, "Ærlig samtale", None),
]
COLUMNS = [
    Column("Oppgave", lambda task: task.name, stretch=True),
    Column("Frist", lambda task: short_date(task.due) if task.due else "", lambda task: task.due),
]


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    made = Table(COLUMNS, name="Oppgaver", empty=EmptyState("list", "Ingen oppgaver"))
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.set_rows(TASKS)
    made.show()
    return made


def ids(table: Table) -> list[int]:
    return [task.id for task in table.rows()]


def test_the_table_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = ValueTable(COLUMNS)
    model.set_values(TASKS)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # of pytest-qt


def test_names_sort_as_norwegians_do_and_dates_by_time(table: Table) -> None:
    table.sort(0)
    assert ids(table) == [2, 3, 1]
    table.sort(1)
    assert ids(table) == [1, 2, 3]
    table.sort(1, descending=True)
    assert ids(table) == [3, 2, 1]


def test_new_rows_keep_what_was_chosen(table: Table) -> None:
    table.choose(2)
    table.set_rows([replace(task, name=task.name + "!") for task in reversed(TASKS)])
    assert table.current().name == "Bestille buss!"


def test_what_was_chosen_and_is_gone_is_told(qtbot: QtBot, table: Table) -> None:
    table.choose(2)
    with qtbot.waitSignal(table.chosen, check_params_cb=lambda value: value is None):
        table.set_rows(TASKS[:1])


def test_the_keyboard_moves_and_opens(qtbot: QtBot, table: Table) -> None:
    table.choose(1)
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened, check_params_cb=lambda value: value == TASKS[1]):
        QTest.keyClick(table.view, Qt.Key.Key_Return)


def test_a_filter_looks_in_every_column_and_shows_when_nothing_is_found(table: Table) -> None:
    table.filter("2027")
    assert ids(table) == [2]
    table.filter("finnes ikke")
    assert not table.view.isVisible()
    table.filter("")
    assert table.view.isVisible()


def test_reading_cells_through_a_proxy_loses_no_reference_to_none() -> None:
    """PySide6 6.12.0 on Python 3.10 and 3.11 loses one at each None that an override returns."""
    model, proxy = ValueTable(COLUMNS), QSortFilterProxyModel()
    model.set_values(TASKS)
    proxy.setSourceModel(model)
    index = proxy.index(0, 0)
    before = sys.getrefcount(None)
    for _turn in range(1000):
        assert proxy.data(index, Qt.ItemDataRole.DecorationRole) is None
    assert abs(sys.getrefcount(None) - before) < 500
