"""Spelling help in a real text field, by the real dictionaries."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.background import Background
from desktop.spelling import (
    DICTIONARIES,
    Missing,
    OwnWords,
    Speller,
    name_words,
    open_speller,
    words,
)
from desktop.views.widgets.spelling import spelling
from desktop.views.widgets.text_area import TextArea

Speaking = Callable[[str], Speller]


@pytest.fixture
def own(tmp_path: Path) -> OwnWords:
    return OwnWords(tmp_path / "ordliste.txt")


@pytest.fixture
def speak(own: OwnWords) -> Iterator[Speaking]:
    """Help with the spelling of a language."""
    background = Background()

    def begin(language: str) -> Speller:
        found = open_speller(language, own)
        assert isinstance(found, Speller)
        spelling().use(found, background)
        return found

    yield begin
    spelling().use(None)
    background.close()


@pytest.fixture
def area(qtbot: QtBot) -> TextArea:
    made = TextArea(name="Tekst")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def marked(area: TextArea) -> list[str]:
    """The words with a line under them."""
    found = []
    block = area.document().begin()
    while block.isValid():
        text = block.text().encode("utf-16-le")
        for one in block.layout().formats():
            found.append(text[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le"))
        block = block.next()
    return found


def menu_of(area: TextArea, reason: QContextMenuEvent.Reason) -> QMenu:
    place = area.cursorRect().center()
    QApplication.sendEvent(area, QContextMenuEvent(reason, place, QPoint()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def press(menu: QMenu, text: str) -> None:
    (action,) = [one for one in menu.actions() if one.text() == text]
    action.trigger()
    menu.close()


def test_wrong_words_are_marked_once_they_are_written(
    qtbot: QtBot, area: TextArea, speak: Speaking
) -> None:
    area.insertPlainText("👋 ")
    told: list[str] = []
    area.changed.connect(lambda: told.append(area.value()))
    speak("nb")
    text = (
        "Vi i Levanger har en barnehagge på PC-en, kontakt oss på kari@exampel.no om FUS2 i HØSST"
    )
    QTest.keyClicks(area, text)
    qtbot.waitUntil(lambda: marked(area) == ["barnehagge"])
    assert told[-1] == f"👋 {text}"
    assert len(told) == len(text), "a line under a word is no change of the text"

    QTest.keyClicks(area, " styrarr")
    assert marked(area) == ["barnehagge"], "nobody is disturbed within a word"
    QTest.keyClick(area, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: marked(area) == ["barnehagge", "styrarr"])

    area.setReadOnly(True)
    assert marked(area) == [], "nobody can do anything about it there"
    area.setReadOnly(False)
    speak("nn")
    qtbot.waitUntil(lambda: "en" in marked(area))
    spelling().use(None)
    assert marked(area) == []
    assert area.value().endswith("styrarr")
    assert len(told) == len(text) + len(" styrarr")


def test_the_menu_key_offers_suggestions_and_the_own_word_list(
    qtbot: QtBot, area: TextArea, speak: Speaking, tmp_path: Path
) -> None:
    speak("nb")
    area.set_value("Vår barnehagge er eventyrbarnehagge, Eventyrbarnehagge og styrarr")
    area.moveCursor(QTextCursor.MoveOperation.NextWord)
    qtbot.waitUntil(lambda: len(marked(area)) == 4)
    by_key = QContextMenuEvent.Reason.Keyboard

    QTest.keyClick(area, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.accessibleName() == "«barnehagge» står ikke i ordlisten"
    qtbot.waitUntil(lambda: "barnehage" in [one.text() for one in menu.actions()])
    press(menu, "barnehage")
    assert area.value().startswith("Vår barnehage er")
    area.undo()
    assert area.value().startswith("Vår barnehagge er")
    area.redo()

    area.find("eventyrbarnehagge")
    press(menu_of(area, by_key), "Legg til i ordlisten")
    qtbot.waitUntil(lambda: marked(area) == ["styrarr"])
    file = tmp_path / "ordliste.txt"
    assert file.read_text(encoding="utf-8") == "eventyrbarnehagge\n"
    assert "Eventyrbarnehagge" in OwnWords(file)

    area.find("styrarr")
    press(menu_of(area, by_key), "Ignorer")
    qtbot.waitUntil(lambda: marked(area) == [])
    area.moveCursor(QTextCursor.MoveOperation.Start)
    area.find("eventyrbarnehagge")
    press(menu_of(area, by_key), "Ta «eventyrbarnehagge» ut av ordlisten")
    qtbot.waitUntil(lambda: len(marked(area)) == 2)
    assert file.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("language", "right"),
    [
        (
            "nb",
            "Noen av fagnettverkets styrere skrev vedtaksprotokollen, pedagogisk leder e-posten",
        ),
        ("nn", "Styrarane i friluftsbarnehagane skreiv til barnehagemyndigheita om nettverksmøtet"),
    ],
)
def test_the_words_of_the_field_and_names_on_this_pc_are_right(
    speak: Speaking, language: str, right: str
) -> None:
    speller = speak(language)
    unknown = [word for _at, word in words(right) if not speller.look_up(word)]
    assert unknown == []

    names = name_words(["Xylvia Bråthengen-Qvam", "Qvorvens barnehage"])
    told = ["Xylvia", "Bråthengens", "Qvam", "Qvorvens", "Qvorven"]
    assert [speller.look_up(word) for word in told] == [False] * 5
    assert speller.learn(names)
    assert not speller.learn(names), "nobody colours all anew for nothing"
    assert [speller.look_up(word) for word in told] == [True, True, True, True, False]
    speller.learn(frozenset())
    assert not speller.look_up("Xylvia")


def test_what_has_no_spelling_is_passed_over() -> None:
    text = "f.eks. se www.a.no, Ås-folk og arbeids- og 5b, kari@exampel.no, FUS"
    assert [word for _at, word in words(text)] == ["se", "Ås-folk", "og", "arbeids-", "og"]


def test_a_computer_without_library_or_dictionary_says_which(
    own: OwnWords, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(DICTIONARIES, "se", "se_NO")
    assert open_speller("se", own) is Missing.DICTIONARY

    library = tmp_path / "libenchant-2.so"
    library.write_bytes(b"")
    monkeypatch.setenv("PYENCHANT_LIBRARY_PATH", str(library))
    for name in [name for name in sys.modules if name.split(".")[0] == "enchant"]:
        monkeypatch.delitem(sys.modules, name)
    assert open_speller("nb", own) is Missing.LIBRARY
