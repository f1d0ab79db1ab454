"""Who guesses is slowed down, and learns nothing from how an answer looks or how long it takes."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from contract.wire import ServiceRefused
from server import accounts, passwords
from server.database import open_engine
from server.tries import count_try
from tests.fixtures.service import Service, migrated
from tests.server.asking import Answer, ask
from tests.server.office import NEW, OLD, Office
from tests.sync_api.conftest import Copy

WRONG = "feil setning 12"
NOBODY = "ingen@example.no"


@pytest.fixture(params=["sqlite", "postgresql"])
def engines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Engine]]:
    """Two processes' ways to one database."""
    if request.param == "postgresql":
        copy: Copy = request.getfixturevalue("postgresql_emptied")
        url = copy("service", migrated)
    else:
        url = f"sqlite:///{tmp_path / 'service.sqlite3'}"
        migrated(url)
    found = [open_engine(url), open_engine(url)]
    yield found
    for engine in found:
        engine.dispose()


def tried(engine: Engine, email: str, password: str = WRONG, address: str = "192.0.2.1") -> str:
    try:
        accounts.sign_in(engine, accounts.Proof(email, password), "PC", address)
    except ServiceRefused as refused:
        return refused.code
    return "in"


def test_one_account_is_guarded_across_addresses_and_processes(engines: list[Engine]) -> None:
    kari = Service(engines[0]).manager("Kari", password=OLD)
    codes = [tried(engines[at % 2], kari.email, address=f"192.0.2.{at}") for at in range(10)]

    assert codes == ["wrong_password"] * 8 + ["too_many_tries"] * 2
    assert tried(engines[1], kari.email, OLD, "192.0.2.99") == "too_many_tries"


def test_one_address_is_guarded_across_accounts_and_processes(engines: list[Engine]) -> None:
    kari = Service(engines[0]).manager("Kari", password=OLD)
    codes = [tried(engines[at % 2], f"{at}@example.no") for at in range(42)]

    assert codes == ["wrong_password"] * 40 + ["too_many_tries"] * 2
    assert tried(engines[1], kari.email, OLD) == "too_many_tries"
    # Nobody else has to wait for it.
    assert tried(engines[1], kari.email, OLD, "192.0.2.2") == "in"


def test_who_signs_in_does_not_clear_the_address_for_the_other_guesses(
    engines: list[Engine],
) -> None:
    kari = Service(engines[0]).manager("Kari", password=OLD)
    for at in range(39):
        assert tried(engines[0], f"{at}@example.no") == "wrong_password"
    assert tried(engines[0], kari.email, OLD) == "in"

    assert [tried(engines[1], f"ny{at}@example.no") for at in range(2)] == [
        "wrong_password",
        "too_many_tries",
    ]


def test_many_tries_at_once_are_no_more_than_one_after_the_other(engines: list[Engine]) -> None:
    def once(at: int) -> bool:
        try:
            count_try(engines[at % 2], {"email:kari@example.no": 8, "address:192.0.2.1": 40})
        except ServiceRefused:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(once, range(48))) == 8


def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The costly work itself, counted where it is done."""
    done: list[str] = []
    real = passwords._hasher

    class Counting:
        def hash(self, password: str) -> str:
            done.append("hash")
            return real.hash(password)

        def verify(self, kept: str, password: str) -> bool:
            done.append("verify")
            return real.verify(kept, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    return done


def statements(engine: Engine) -> list[str]:
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    return found


def shown(answer: Answer, email: str) -> tuple[int, bytes, dict[str, str]]:
    passing = ("date", "content-length", "X-Request-ID")
    headers = {name: told for name, told in answer.headers.items() if name not in passing}
    return answer.status, answer.body.replace(email.encode(), b"..."), headers


def of_program(office: Office, email: str) -> Answer:
    body = f'{{"email": "{email}", "password": "{WRONG}", "device": "PC"}}'.encode()
    return ask(office.service, "POST", "/api/session", body)


def of_office(office: Office, email: str) -> Answer:
    return office.post("/sekretariat/inn", epost=email, passord=WRONG, kode="123456")


def of_forgotten(office: Office, email: str) -> Answer:
    return office.post("/passord/glemt", epost=email)


def of_registration(office: Office, email: str) -> Answer:
    return office.post("/registrer", navn="Per Hansen", epost=email, passord=NEW)


@pytest.mark.parametrize("door", [of_program, of_office, of_forgotten, of_registration])
def test_known_and_unknown_addresses_are_answered_alike_for_the_same_work(
    office: Office, monkeypatch: pytest.MonkeyPatch, door: Callable[[Office, str], Answer]
) -> None:
    office.service.manager("Siri", roles=("secretariat",), password=OLD)
    closed = office.service.manager("Ola", password=OLD)
    office.service.disable(closed)
    door(office, "varm@example.no")
    work, asked = hashes(monkeypatch), statements(office.service.engine)
    answers, costs = [], []
    for email in (office.kari.email, closed.email, NOBODY):
        answers.append(shown(door(office, email), email))
        costs.append((tuple(work), tuple(asked)))
        work.clear()
        asked.clear()

    assert answers[0] == answers[1] == answers[2]
    assert costs[0] == costs[1] == costs[2]


def test_an_address_that_waits_too_long_is_told_alike_whether_anybody_has_it(
    office: Office,
) -> None:
    def codes(email: str) -> list[int]:
        return [of_program(office, email).status for _ in range(9)]

    assert codes(office.kari.email) == codes(NOBODY) == [401] * 8 + [429]
