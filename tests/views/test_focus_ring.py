from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.theme.tokens import LIGHT
from desktop.views.widgets.button import Button
from desktop.views.widgets.focus_ring import FocusRing
from desktop.views.widgets.text_line import TextLine


def window(qtbot: QtBot, qapp: QApplication) -> tuple[QWidget, Button, TextLine]:
    if qapp.findChild(FocusRing) is None:
        FocusRing(qapp)
    shown, button, line = QWidget(), Button("Lagre", kind="primary"), TextLine(name="Navn")
    qtbot.addWidget(shown)
    rows = QVBoxLayout(shown)
    rows.setContentsMargins(30, 30, 30, 30)
    rows.setSpacing(30)
    for widget in (line, button):
        rows.addWidget(widget)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown, button, line


def ring_around(shown: QWidget, control: QWidget) -> bool:
    """Whether there is the ring 3 px outside the control and the page between the two."""
    image = shown.grab().toImage()
    middle = control.mapTo(shown, QPoint(control.width() // 2, 0))
    ring = image.pixelColor(middle - QPoint(0, 3))
    gap = image.pixelColor(middle - QPoint(0, 1))
    return ring == QColor(LIGHT.ring) and gap == shown.palette().window().color()


def test_the_ring_stands_outside_the_control_with_a_gap(qtbot: QtBot, qapp: QApplication) -> None:
    shown, button, line = window(qtbot, qapp)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert ring_around(shown, button)
    line.setFocus(Qt.FocusReason.TabFocusReason)
    assert ring_around(shown, line)
    assert not ring_around(shown, button)


def test_the_ring_follows_the_control(qtbot: QtBot, qapp: QApplication) -> None:
    shown, button, _line = window(qtbot, qapp)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    shown.resize(500, 400)
    QTest.qWait(20)
    assert ring_around(shown, button)


def test_a_click_on_a_button_needs_no_ring_until_a_key_is_pressed(
    qtbot: QtBot, qapp: QApplication
) -> None:
    shown, button, line = window(qtbot, qapp)
    line.setFocus()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.hasFocus()
    assert not ring_around(shown, button)
    QTest.keyClick(button, Qt.Key.Key_Shift)
    assert ring_around(shown, button)
