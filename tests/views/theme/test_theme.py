from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.views.theme import Theme, icon, pixmap
from desktop.views.theme.icons import names
from desktop.views.theme.tokens import DARK, LIGHT


def test_the_scheme_can_be_switched_while_the_program_runs(
    qtbot: QtBot, qapp: QApplication, theme: Theme
) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_scheme("dark")

    assert theme.tokens is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.background
    assert DARK.primary in qapp.styleSheet()
    theme.set_scheme("light")
    assert theme.tokens is LIGHT


def test_a_larger_text_size_enlarges_text_and_what_holds_it(
    qapp: QApplication, theme: Theme
) -> None:
    before = qapp.font().pixelSize()

    theme.set_text_size(1.5)

    assert qapp.font().pixelSize() == before * 3 // 2
    assert theme.px(40) == 60


def test_a_text_size_out_of_reason_is_brought_within_it(theme: Theme) -> None:
    theme.set_text_size(40)
    assert theme.text_size == 1.5


def test_an_unknown_scheme_follows_the_system(theme: Theme) -> None:
    theme.set("sepia", 1.0)  # type: ignore[arg-type]  # as an old settings file may say
    assert theme.scheme == "system"


def test_every_icon_draws_in_the_colour_asked_for(qapp: QApplication) -> None:
    for name in names():
        image = pixmap(name, "#ff0000", 24).toImage()
        seen = {
            (image.pixelColor(x, y).red() > 250, image.pixelColor(x, y).green() < 5)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 100
        }
        assert seen == {(True, True)}, name
        assert not icon(name).isNull()
