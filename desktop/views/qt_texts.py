"""Qt's own texts in Norwegian, which the Qt wheels lack: buttons of dialogs, menus of text fields.

They lie in resources/translations/qtbase_nb.ts and _nn.ts; after a change compile them with
pyside6-lrelease qtbase_nb.ts -qm qtbase_nb.qm (a test tells when that was forgotten).
"""

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from desktop.texts import FOLDER

LOCALES = {
    "nb": QLocale(QLocale.Language.NorwegianBokmal, QLocale.Country.Norway),
    "nn": QLocale(QLocale.Language.NorwegianNynorsk, QLocale.Country.Norway),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}


def install_qt_texts(app: QCoreApplication, language: str) -> None:
    """Have Qt speak this language from now on; what it already shows stays as it is."""
    QLocale.setDefault(LOCALES.get(language, LOCALES["en"]))
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    translator = QTranslator(app)
    if translator.load(str(FOLDER / f"qtbase_{language}.qm")):
        app.installTranslator(translator)
