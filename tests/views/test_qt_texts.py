from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from desktop import texts
from desktop.texts import FOLDER
from desktop.views.qt_texts import install_qt_texts
from desktop.views.widgets.date_edit import CalendarPopup


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_buttons_of_qt_speak_norwegian(qtbot: QtBot, qapp: QApplication, language: str) -> None:
    install_qt_texts(qapp, language)
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Save | kinds.Cancel | kinds.Close)
    qtbot.addWidget(box)
    said = {button.text().replace("&", "") for button in box.buttons()}
    assert said == {"Lagre", "Avbryt", "Lukk"}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_compiled_texts_are_those_of_their_source(qapp: QApplication, language: str) -> None:
    install_qt_texts(qapp, language)
    for context in ElementTree.parse(FOLDER / f"qtbase_{language}.ts").getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            source = message.findtext("source") or ""
            said = QCoreApplication.translate(name, source)
            assert said == message.findtext("translation"), f"compile anew: {name}: {source}"


def _texts_of_qt(language: str) -> set[tuple[str, str]]:
    contexts = ElementTree.parse(FOLDER / f"qtbase_{language}.ts").getroot().iter("context")
    return {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in contexts
        for message in context.iter("message")
    }


def test_nynorsk_has_all_that_bokmaal_has() -> None:
    assert _texts_of_qt("nn") == _texts_of_qt("nb")


def test_qt_speaks_english_where_the_program_does(qapp: QApplication) -> None:
    install_qt_texts(qapp, "en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_the_calendar_names_the_days_in_nynorsk(qtbot: QtBot) -> None:
    texts.install("nn")
    window = QWidget()
    qtbot.addWidget(window)
    spoken = CalendarPopup(window).calendar.locale()
    assert spoken.language() == QLocale.Language.NorwegianNynorsk
    assert spoken.toString(QDate(2026, 11, 28), "dddd") == "laurdag"
