"""Three services on one PostgreSQL, behind a balancer that sends each request to the next."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import func, select

from contract.wire import ErrorCode, ServiceRefused
from desktop.sync.http_api import HttpApi
from server import mail
from server.database import open_engine, writing
from server.mail import Mail
from server.tables import job
from tests.fixtures.mailbox import running_mailbox
from tests.fixtures.service import migrated
from tests.processes.kills import kill_and_go_on
from tests.processes.proxy import chaos
from tests.processes.service import ServiceProcess
from tests.processes.world import DesktopProcess, World

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def url(postgresql_copy: Callable[[str, Callable[[str], None]], str]) -> str:
    return postgresql_copy("service", migrated)


class Cluster(World):
    """Two desktops that meet another of three services at each request."""

    def __init__(self, folder: Path, url: str, stack: ExitStack, harm: float) -> None:
        self.others = [_another(folder / str(number), url) for number in (1, 2)]

        def way(address: str) -> str:
            others = [one.address for one in self.others]
            proxy = chaos(address, "three", stall=0.8, harm=harm, others=others)
            return stack.enter_context(proxy).address

        patience = 0.5 if harm else 20.0
        super().__init__(folder, "three", database_url=url, patience=patience, way=way)

    @property
    def processes(self) -> tuple[ServiceProcess | DesktopProcess, ...]:
        return (self.service, *self.others, *self.desktops)

    def start(self) -> None:
        for one in self.others:
            one.start()
        for one in self.others:
            one.wait()
        super().start()


def _another(folder: Path, url: str) -> ServiceProcess:
    folder.mkdir()
    return ServiceProcess(folder, url)


def test_services_and_desktops_that_are_killed_lose_nothing(tmp_path: Path, url: str) -> None:
    with ExitStack() as stack:
        cluster = Cluster(tmp_path, url, stack, 0.0)

        assert kill_and_go_on(cluster, random.Random("three"), 12) == []


def test_a_request_that_comes_again_to_another_process_is_answered_as_before(
    tmp_path: Path, url: str
) -> None:
    with ExitStack() as stack:
        cluster = Cluster(tmp_path, url, stack, 0.3)

        assert kill_and_go_on(cluster, random.Random("again"), 6) == []


@pytest.fixture
def three(url: str, tmp_path: Path) -> Iterator[list[ServiceProcess]]:
    made = [_another(tmp_path / str(number), url) for number in range(3)]
    for one in made:
        one.start()
    for one in made:
        one.wait()
    yield made
    for one in made:
        one.end()


def test_tries_are_counted_over_all_processes(three: list[ServiceProcess]) -> None:
    first, *others = (one.address for one in three)
    codes = []
    with chaos(first, "tries", harm=0.0, others=others) as proxy:
        api = HttpApi(proxy.address)
        for _ in range(10):
            with pytest.raises(ServiceRefused) as refused:
                api.sign_in("kari@example.no", "feil passord", "PC")
            codes.append(refused.value.code)
        api.close()

    assert codes == [ErrorCode.WRONG_PASSWORD] * 8 + [ErrorCode.TOO_MANY_TRIES] * 2


def test_each_mail_is_sent_by_one_of_them(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(url)
    with writing(engine) as connection:
        for number in range(60):
            mail.put(connection, Mail("kari@example.no", f"Brev {number}", "Hei."))
    with running_mailbox() as mailbox:
        told = {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(mailbox.smtp.port),
            "SMTP_SECURITY": "none",
            "MAIL_FROM": mailbox.smtp.sender,
            "PUBLIC_URL": "https://tjenesten.example.no",
        }
        for name, value in told.items():
            monkeypatch.setenv(f"BARNEHAGEALLIANSEN_{name}", value)
        processes = [_another(tmp_path / str(number), url) for number in range(3)]
        for one in processes:
            one.start()
        waiting = select(func.count()).where(job.c.kind == mail.KIND)
        until = time.monotonic() + 60
        left = 60
        while left and time.monotonic() < until:
            time.sleep(0.1)
            with engine.connect() as connection:
                left = connection.scalar(waiting) or 0
        for one in processes:
            one.must_live()
            one.end()
        subjects = Counter(one["Subject"] for one in mailbox.mails)
    engine.dispose()

    assert left == 0
    assert subjects == Counter({f"Brev {number}": 1 for number in range(60)})
