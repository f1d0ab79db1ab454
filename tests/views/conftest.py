"""Every test of a view has the theme, and speaks bokmål unless it says otherwise."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop import texts
from desktop.views.qt_texts import install_qt_texts
from desktop.views.theme import Theme


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> Iterator[Theme]:
    texts.install("nb")
    install_qt_texts(qapp, "nb")
    yield Theme.install(qapp, scheme="light", text_size=1.0)
    texts.install("en")
