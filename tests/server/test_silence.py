"""The log tells nothing of anybody, however much of it is written."""

import logging
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyotp
import pytest

from contract.ids import new_id
from contract.records import Post, StaffEnrolment
from contract.wire import Mutation, Op, PullRequest, ServiceRefused
from desktop.sync.http_api import HttpApi
from server import admitting, erasure, waiting
from server.database import writing
from server.erased import ErasedList
from tests.fixtures.service import creation
from tests.server.asking import ask, signed
from tests.server.office import NEW, OLD, Browser, Office, key_of
from tests.sync_api.device import Device

NAME, EMAIL = "Solveig Tangen", "solveig.tangen@example.no"
HEALTH = "Sondre er sykmeldt"
WRONG = "helt feil setning 9"
_OF_THE_TEST = ("mail.log", "mail.debug", "asyncio", "hypothesis", "urllib3", "desktop")
"""The mail server and the client of the test itself, which are no part of the service."""


class Everything(logging.Handler):
    """Keeps every record at every level, with all that a handler could write of it."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(_OF_THE_TEST):
            form = logging.Formatter("%(name)s %(levelname)s %(message)s %(pathname)s")
            self.lines.append(f"{form.format(record)} {record.__dict__}")


@pytest.fixture
def log() -> Iterator[Everything]:
    """All loggers wide open, as one who looks for a fault would set them."""
    handler, root = Everything(), logging.getLogger()
    known = logging.Logger.manager.loggerDict.values()
    named = [one for one in known if isinstance(one, logging.Logger)]
    deaf = [root, *(one for one in named if not one.propagate)]
    levels = {one: one.level for one in (root, *named)}
    for one in levels:
        # SQLAlchemy keeps itself at WARNING whatever the root says: only by its name does it open.
        if not one.name.startswith("sqlalchemy"):
            one.setLevel(1)
    for one in deaf:
        one.addHandler(handler)
    yield handler
    for one in deaf:
        one.removeHandler(handler)
    for one, level in levels.items():
        one.setLevel(level)


def test_no_log_line_holds_a_name_an_address_or_a_secret(
    office: Office,
    log: Everything,
    tmp_path: Path,
    expect_log: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secrets = {NAME, "Solveig", "Tangen", EMAIL, HEALTH, "Sondre", WRONG, NEW, OLD}
    secrets |= registers_and_is_refused(office)
    secrets |= signs_in(office)
    secrets |= sends_what_is_wrong(office)
    meets_a_fault(office, expect_log)
    erases(office, ErasedList(tmp_path / "apart" / "erased.jsonl"))

    said = "\n".join(log.lines)
    assert said, "nothing was logged at all: the test hears nothing"
    assert [secret for secret in secrets if secret.casefold() in said.casefold()] == []
    assert re.findall(r"lenke=\S+", said) == []


def registers_and_is_refused(office: Office) -> set[str]:
    form = {"navn": NAME, "epost": EMAIL, "passord": NEW}
    assert office.post("/registrer", **form, orgnr="12345").status == 422
    assert office.post("/registrer", **form).status == 303
    office.mailbox.says_to[EMAIL] = f"451 {EMAIL} is busy"
    office.jobs.do_due()
    office.mailbox.says_to[EMAIL] = f"550 {EMAIL} is unknown"
    with writing(office.service.engine) as connection:
        connection.exec_driver_sql("UPDATE job SET due_at = '2020-01-01 00:00:00.000000'")
    office.jobs.do_due()
    del office.mailbox.says_to[EMAIL]
    with writing(office.service.engine) as connection:
        connection.exec_driver_sql("DELETE FROM job")
    assert office.post("/registrer", **form).status == 303
    office.jobs.do_due()
    link = office.link()
    assert office.get(f"/registrer/bekreft?lenke={link}").status == 200
    assert office.post("/registrer/bekreft", lenke=link).status == 303
    (one,) = waiting.everybody(office.service.engine)
    admitting.reject(office.service.sync, one.id, HEALTH)
    office.jobs.do_due()
    return {link}


def signs_in(office: Office) -> set[str]:
    solveig = office.service.manager("Solveig", roles=("secretariat",), password=OLD)
    api = HttpApi(office.service.address)
    for email, password in ((solveig.email, WRONG), (solveig.email, OLD), (office.kari.email, OLD)):
        try:
            api.sign_in(email, password, f"{NAME}s PC")
        except ServiceRefused:
            continue
    api.pull(PullRequest(1, "", {}))
    token = api.token
    api.sign_out()
    api.close()
    assert office.post("/passord/glemt", epost=solveig.email).status == 303
    office.jobs.do_due()
    reset = office.link()
    assert office.get(f"/passord/nytt?lenke={reset}").status == 200
    assert office.post("/passord/nytt", lenke=reset, passord="Solveig47").status == 422
    assert office.post("/passord/nytt", lenke=reset, passord=NEW).status == 303
    browser = Browser(office)
    browser.post("/sekretariat/inn", epost=solveig.email, passord=NEW)
    key = key_of(office)
    half, code = browser.cookie, pyotp.TOTP(key).now()
    browser.post("/sekretariat/totrinn", kode="000000")
    browser.post("/sekretariat/totrinn", kode=code)
    assert browser.get("/sekretariat/venter").status == 200
    cookies = {cookie.partition("=")[2] for cookie in (half, browser.cookie)}
    return {token, reset, key, solveig.email, *cookies}


def sends_what_is_wrong(office: Office) -> set[str]:
    kari, category = office.kari, office.service.category()
    device = Device(office.service.api(kari))
    enrolment = StaffEnrolment(
        kindergarten_id=kari.kindergarten,
        name=NAME,
        email=EMAIL,
        roles=frozenset({HEALTH}),
        starts_on=date(2026, 8, 1),
    )
    post = Post(
        category_id=category,
        kindergarten_id=kari.kindergarten,
        author_id=kari.person,
        author_name=NAME,
        title=HEALTH,
        body=HEALTH,
    )
    fields: dict[str, Any] = {HEALTH: [HEALTH], "title": [HEALTH]}
    unreadable = Mutation(new_id(), Op.CREATE, "post", new_id(), fields=fields)
    unknown = Mutation(new_id(), Op.CREATE, HEALTH, new_id(), fields=fields)
    device.push(creation(enrolment), creation(post), unreadable, unknown)
    bearer = signed(office.service, kari)
    for body in (b'{"protocol": 1, "name": "' + NAME.encode(), HEALTH.encode()):
        ask(office.service, "POST", "/api/sync/push", body, Authorization=bearer)
    return {bearer.removeprefix("Bearer ")}


def meets_a_fault(office: Office, expect_log: Any) -> None:
    """Ours: its traceback is logged, with what stood in the way and no more."""
    engine = office.service.engine
    api = HttpApi(office.service.address)
    expect_log("uvicorn.error", "Exception in ASGI application")
    with writing(engine) as connection:
        connection.exec_driver_sql("ALTER TABLE account RENAME TO elsewhere")
    with pytest.raises(ServiceRefused, match="internal"):
        api.sign_in(EMAIL, WRONG, f"{NAME}s PC")
    with writing(engine) as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO account")
    api.close()


def erases(office: Office, kept: ErasedList) -> None:
    for email in (EMAIL, office.kari.email):
        found = erasure.of_email(office.service.engine, email)
        erasure.erase(office.service.sync, found, kept)
