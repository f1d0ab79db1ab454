"""A program in a data folder of its own, and a real service to talk to."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from contract.wire import AccountFacts
from desktop.app.program import Program, make_application
from desktop.folders import DataFolder
from desktop.models.signed_in import claim
from desktop.models.store import Store
from desktop.service_process import EmbeddedService
from desktop.settings import AccountSettings, SettingsFile
from tests.fixtures.served import served
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.server.test_second_factor import PASSWORD

Start = Callable[..., Program]


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return make_application()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a service with the example data, to be copied."""
    folder = tmp_path_factory.mktemp("seeded")
    first = EmbeddedService(folder)
    first.address()
    first.stop()
    return folder


@pytest.fixture
def service(tmp_path: Path, seeded: Path) -> Iterator[EmbeddedService]:
    """A service process with the example data, started by whoever asks for its address."""
    shutil.copytree(seeded, tmp_path / "service")
    made = EmbeddedService(tmp_path / "service")
    yield made
    made.stop()


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Service]:
    """A service in this process that answers over HTTP, with nothing in it."""
    made = sqlite_service(tmp_path)
    with served(made.engine, made.sync) as address:
        made.address = address
        yield made
    made.close()


@pytest.fixture
def kari(central: Service) -> Manager:
    return central.manager("Kari", password=PASSWORD)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    made.prepare()
    return made


@pytest.fixture
def known(folder: DataFolder) -> Path:
    """The database of somebody who signed in earlier, to a service that is not there now."""
    facts = AccountFacts(UUID(int=1), "kari@example.no", "Kari Nordli", ("head",))
    service = "https://alliansen.invalid"
    path = folder.database(service, facts.id)
    store = Store(path)
    store.act(claim, facts, service)
    store.close()
    account = AccountSettings(
        service, str(facts.id), facts.email, folder.inside(path), "Solbakken barnehage", "Levanger"
    )
    SettingsFile(folder.settings).change(account=account)
    return path


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, folder: DataFolder) -> Iterator[Start]:
    """start() is a program with its window on the folder; started again it finds what was left."""
    running: list[Program] = []

    def make(language: str = "nb") -> Program:
        while running:
            stop(running.pop())
        program = Program(qapp, folder, SettingsFile(folder.settings), language)
        running.append(program)
        program.start()
        return program

    def stop(program: Program) -> None:
        program.window.close()
        program.close()

    yield make
    while running:
        stop(running.pop())
