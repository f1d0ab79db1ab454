from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop import texts
from desktop.views.staff.role_picker import RolePicker
from desktop.views.staff.words import choices, role_names
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


def test_roles_are_named_in_the_language_of_the_window() -> None:
    said = {}
    for language in texts.LANGUAGES:
        texts.install(language)
        said[language] = (role_names(["head", "general_manager"]), dict(choices())["head"])
    assert said == {
        "nb": ("Styrer, Daglig leder", "Styrer"),
        "nn": ("Styrar, Dagleg leiar", "Styrar"),
        "en": ("Head, General manager", "Head"),
    }
