"""The guidelines are read before there is an account, and the receipt is given with it."""

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.ids import new_id
from contract.records import Guideline, GuidelineKind, ReadingReceipt
from contract.wire import GuidelinesTold, GuidelineTold
from desktop.app.program import Program
from desktop.folders import DataFolder
from desktop.reading_ahead import Ahead, AheadFile
from desktop.views.start.reading_page import ReadingPage
from tests.desktop_app.test_first_start import fill, start_page, texts
from tests.desktop_app.test_joining import press
from tests.fixtures.service import Manager, Service
from tests.server.test_second_factor import PASSWORD
from tests.views.accessibility import nameless

Start = Callable[[], Program]
READ = "Les retningslinjene og vilkårene"

pytestmark = pytest.mark.usefixtures("no_secret_service")


def reading(program: Program) -> ReadingPage:
    press(program.window, READ)
    page = program.window.page("guidelines")
    assert isinstance(page, ReadingPage)
    return page


def receipts(session: Session) -> list[UUID]:
    return list(session.scalars(select(ReadingReceipt.guideline_id)))


def write_reader(page: ReadingPage, email: str) -> None:
    page.reader.line.setFocus()
    page.reader.line.clear()
    QTest.keyClicks(page.reader.line, email)


def buttons(page: ReadingPage) -> list[str]:
    return [one.text() for one in page.findChildren(QPushButton)]


def test_what_is_read_while_one_waits_becomes_a_receipt_at_the_first_sign_in(
    qtbot: QtBot, start: Start, central: Service, kari: Manager, folder: DataFolder
) -> None:
    old = Guideline(kind=GuidelineKind.GUIDELINES, version=1, title="Regler", body="Vær saklig.")
    terms = Guideline(kind=GuidelineKind.TERMS, version=1, title="Vilkår", body="Vær saklig.")
    central.write(old, terms)
    program = start()
    press(program.window, READ)
    card = start_page(program).connect_card
    assert card.address.error == "Skriv adressen til tjenesten først: retningslinjene ligger der."
    fill(start_page(program), central.address, "", "")
    page = reading(program)
    qtbot.waitUntil(lambda: "Vær saklig." in texts(page))
    assert nameless(page) == []
    page.reader.line.left.emit()
    assert page.reader.error == ""
    press(page, "Jeg har lest dette")
    assert page.reader.error == "Dette må fylles ut."
    write_reader(page, kari.email)
    press(page, "Jeg har lest dette")
    press(program.window, "Tilbake")

    # What has come is here without a network, and so is what was read of it.
    program = start()
    page = reading(program)
    assert "Regler" in texts(page)
    write_reader(page, f" {kari.email.upper()}")
    press(page, "Jeg har ikke lest dette likevel")
    press(page, "Jeg har lest dette")
    press(program.window, "Tilbake")
    AheadFile(folder.guidelines).mark(terms.id, "ola@example.no", is_read=True)

    fill(start_page(program), central.address, kari.email, PASSWORD)
    start_page(program).connect_card.button.click()
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    assert program.work is not None
    assert program.work.opened is not None
    assert program.work.opened.store.read(receipts) == [old.id]
    left = AheadFile(folder.guidelines).read("ola@example.no")
    assert left.read == {terms.id}, "it waits for him"


def test_on_a_shared_pc_everybody_has_the_own_receipts(
    qtbot: QtBot, start: Start, folder: DataFolder
) -> None:
    text = GuidelineTold(new_id(), "terms", 1, "Vilkår", "Vær saklig.")
    ahead = AheadFile(folder.guidelines)
    ahead.take(GuidelinesTold((text,)), "")
    page = reading(start())
    taken_back = "Jeg har ikke lest dette likevel"
    write_reader(page, "ola@example.no")
    press(page, "Jeg har lest dette")
    assert taken_back in buttons(page)
    write_reader(page, "kari@example.no")
    assert taken_back not in buttons(page)

    ahead.forget("kari@example.no")
    assert ahead.read("ola@example.no").read == {text.id}
    assert b"ola" not in folder.guidelines.read_bytes(), "nobody's address lies here"
    ahead.forget("ola@example.no")
    assert not folder.guidelines.exists()


def test_what_cannot_be_read_counts_as_nothing(folder: DataFolder) -> None:
    for broken in ("", "[]", '{"guidelines": 1}'):
        folder.guidelines.write_text(broken)
        assert AheadFile(folder.guidelines).read("kari@example.no") == Ahead()
