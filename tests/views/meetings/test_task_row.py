from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.views.meetings.task_row import TaskRow


def test_a_task_has_a_line_of_its_own_where_it_is_narrow(qtbot: QtBot) -> None:
    row = TaskRow(None, ("Kari Solberg",))
    qtbot.addWidget(row)
    row.show()
    for width, own in ((900, False), (460, True), (900, False)):
        row.resize(width, 120)
        QTest.qWait(10)
        assert (row.task.y() < row.responsible.y()) is own
        assert row.responsible.y() == row.due.y()
