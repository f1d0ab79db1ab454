"""The path of a new manager who was told nothing, in the real window and on the real service."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.end_to_end.browsing import Office
from tests.end_to_end.compare import database, tables
from tests.end_to_end.driver import Desktop
from tests.end_to_end.service import Service
from tests.end_to_end.stage import INGRID, PASSWORD
from tests.end_to_end.steps import newcomer
from tests.end_to_end.steps.newcomer import Newcomer
from tests.end_to_end.texts import ANNOUNCED, LOVES, REGION_HELLO
from tests.fixtures.mailbox import Mailbox, running_mailbox
from tests.fixtures.registers import registers


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newcomer]:
    # nobody's browser is opened by a test
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    with ExitStack() as stack:
        mailbox = stack.enter_context(running_mailbox())
        service = Service(tmp_path / "service")
        service.settings = _mailing(mailbox, service.address)
        stack.callback(service.stop)
        desktop = Desktop(tmp_path / "pc")
        stack.callback(desktop.end)
        address = stack.enter_context(registers())
        desktop.folder.mkdir()
        told = json.dumps({"nbr": address, "units": address})
        (desktop.folder / "settings.json").write_text(told, encoding="utf-8")
        teacher = Desktop(tmp_path / "teacher")
        stack.callback(teacher.end)
        yield Newcomer(desktop, service, mailbox, Office(service, mailbox), teacher)


def _mailing(mailbox: Mailbox, address: str) -> dict[str, str]:
    return {
        "SMTP_HOST": mailbox.smtp.host,
        "SMTP_PORT": str(mailbox.smtp.port),
        "SMTP_SECURITY": mailbox.smtp.security,
        "MAIL_FROM": mailbox.smtp.sender,
        "PUBLIC_URL": address,
    }


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_new_manager_comes_from_the_first_start_to_a_local_network(new: Newcomer) -> None:
    for step in (
        newcomer.begin_to_join,
        newcomer.ask_to_join,
        newcomer.be_approved,
        newcomer.read_what_holds,
        newcomer.enrol_everybody,
        newcomer.tell_the_staff,
        newcomer.let_the_teacher_in,
        newcomer.see_the_teachers_own_view,
        newcomer.introduce,
        newcomer.lead_the_network,
        newcomer.spread_the_word,
    ):
        step(new)
        said = (new.desktop.complaints(), new.service.complaints(), new.teacher.complaints())
        assert said == ("", "", ""), step.__name__

    rows = new.service.rows(INGRID.email, PASSWORD)
    served = json.dumps(list(rows.values()), ensure_ascii=False, default=str)
    for text in (LOVES, REGION_HELLO, ANNOUNCED):
        assert text.word in served
    here = tables(database(new.desktop.folder))
    assert sum(row["state"] == "invited" for row in here["network_member"].values()) == 4
    new.desktop.close()
