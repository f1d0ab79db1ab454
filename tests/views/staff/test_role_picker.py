from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.views.staff.role_picker import RolePicker
from desktop.views.widgets.combo import Combo


def test_a_key_that_would_choose_opens_the_roles_and_adds_none(qtbot: QtBot) -> None:
    picker = RolePicker()
    qtbot.addWidget(picker)
    picker.show()
    combo = picker.findChild(Combo)
    assert combo is not None
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.view().isVisible()
    assert picker.value() == []
    combo.hidePopup()
