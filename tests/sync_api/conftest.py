"""The service that each behaviour is tried on."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from server.database import open_engine
from tests.fixtures.postgresql import PostgresServer
from tests.fixtures.served import served
from tests.fixtures.service import Service, migrated, sqlite_service
from tests.processes.proxy import chaos
from tests.processes.service import ServiceProcess

Copy = Callable[[str, Callable[[str], None]], str]

_INSIDE = ("sqlite", "postgresql", "http")
_THREE = "three"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try each behaviour inside the test run and, among the slow tests, on three processes.

    Not there where a test moves the clock or a limit of its own process: others do not see it. A
    module may have a service of its own.
    """
    if "service" not in metafunc.fixturenames or hasattr(metafunc.module, "service"):
        return
    where = list(map(pytest.param, _INSIDE))
    moves = "monkeypatch" in metafunc.fixturenames or hasattr(metafunc.module, "time_machine")
    if not moves:
        where.append(pytest.param(_THREE, marks=pytest.mark.slow))
    metafunc.parametrize("service", where, indirect=True)


@pytest.fixture(scope="session")
def three(
    postgresql_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of three processes on one database: each request goes to the next of them."""
    url = postgresql_server.url(postgresql_server.emptied(_THREE, migrated))
    made = [ServiceProcess(tmp_path_factory.mktemp(_THREE), url) for _ in range(3)]
    with ExitStack() as stack:
        for one in made:
            one.start()
            stack.callback(one.end)
        for one in made:
            one.wait()
        first, *others = (one.address for one in made)
        yield stack.enter_context(chaos(first, _THREE, harm=0.0, others=others)).address
        for one in made:
            one.must_live()


@pytest.fixture
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """A service with nothing in it."""
    address = request.getfixturevalue(_THREE) if request.param == _THREE else ""
    if request.param in ("postgresql", _THREE):
        emptied: Copy = request.getfixturevalue("postgresql_emptied")
        key = _THREE if address else "service"
        made = Service(open_engine(emptied(key, migrated)), address)
    else:
        made = sqlite_service(tmp_path)
    with ExitStack() as stack:
        stack.callback(made.close)
        if request.param == "http":
            made.address = stack.enter_context(served(made.engine, made.sync))
        yield made
