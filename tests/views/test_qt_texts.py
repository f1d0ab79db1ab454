from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from desktop.texts import FOLDER
from desktop.views.qt_texts import install_qt_texts


def test_the_buttons_of_qt_speak_bokmaal(qtbot: QtBot) -> None:
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Save | kinds.Cancel | kinds.Close)
    qtbot.addWidget(box)
    said = {button.text().replace("&", "") for button in box.buttons()}
    assert said == {"Lagre", "Avbryt", "Lukk"}


def test_the_compiled_texts_are_those_of_their_source() -> None:
    for context in ElementTree.parse(FOLDER / "qtbase_nb.ts").getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            source = message.findtext("source") or ""
            said = QCoreApplication.translate(name, source)
            assert said == message.findtext("translation"), f"compile anew: {name}: {source}"


def test_qt_speaks_english_where_the_program_does(qapp: QApplication) -> None:
    install_qt_texts(qapp, "en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
