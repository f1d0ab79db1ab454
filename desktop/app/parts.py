"""The parts that live as long as the program."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop import errors, texts
from desktop.app.spelling import SpellingHelp
from desktop.background import Background, NetworkWatch
from desktop.folders import DataFolder
from desktop.service_process import EmbeddedService
from desktop.settings import SettingsFile
from desktop.views.qt_texts import install_qt_texts
from desktop.views.shell import MainWindow
from desktop.views.widgets.messages import Messages


@dataclass(frozen=True, slots=True)
class Parts:
    """Built in this order, closed in the other."""

    folder: DataFolder
    settings: SettingsFile
    background: Background
    messages: Messages
    embedded: EmbeddedService
    network: NetworkWatch
    window: MainWindow
    spelling: SpellingHelp


def speak(language: str) -> None:
    """Speak this language from now on; what already stands in the window stays as it is."""
    texts.install(language)
    app = QApplication.instance()
    if app is not None:
        install_qt_texts(app, texts.language())


def know_errors() -> None:
    """Count what rules, the disk and the service say to the world's errors, not to ours."""
    from contract.wire import ServiceRefused, Unreachable
    from desktop.models.faults import Refused, StorageFault

    errors.declare_known(Refused, StorageFault, ServiceRefused, Unreachable)


def take_down(window: MainWindow) -> None:
    """Destroy a closed window now: Python's collector would do it in an order that Qt dies of."""
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
