"""A formatted text in the window says what its PDF says."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.views.widgets.rich_label import RichLabel


def test_it_shows_bold_lists_and_links_and_no_marks(qtbot: QtBot) -> None:
    label = RichLabel()
    qtbot.addWidget(label)
    label.set_markdown("Se **tallene** [her](https://example.no)\n\n- en\n- to <b>x</b>")

    assert label.words() == "Se tallene her (https://example.no)\n– en\n– to <b>x</b>"
    assert label.accessibleName() == label.words()
    assert 'href="https://example.no"' in label.text()
    assert "&lt;b&gt;" in label.text()
    assert label.focusPolicy() is Qt.FocusPolicy.TabFocus


def test_without_a_link_it_takes_no_focus(qtbot: QtBot) -> None:
    label = RichLabel()
    qtbot.addWidget(label)
    label.set_markdown("Bare ord")
    assert label.focusPolicy() is Qt.FocusPolicy.NoFocus
