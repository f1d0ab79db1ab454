"""The guidelines are read before there is an account, and the receipt is given with it."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from contract.records import Guideline, GuidelineKind, ReadingReceipt
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


def test_what_is_read_while_one_waits_becomes_a_receipt_at_the_first_sign_in(
    qtbot: QtBot, start: Start, central: Service, kari: Manager, folder: DataFolder
) -> None:
    old, terms = (
        Guideline(kind=kind, version=1, title=title, body="Vær saklig.")
        for kind, title in ((GuidelineKind.GUIDELINES, "Regler"), (GuidelineKind.TERMS, "Vilkår"))
    )
    central.write(old, terms)
    program = start()
    press(program.window, READ)
    card = start_page(program).connect_card
    assert card.address.error == "Skriv adressen til tjenesten først: retningslinjene ligger der."
    fill(start_page(program), central.address, "", "")
    page = reading(program)
    qtbot.waitUntil(lambda: "Vær saklig." in texts(page))
    assert nameless(page) == []
    press(page, "Jeg har lest dette")
    press(program.window, "Tilbake")

    # What has come is here without a network, and so is what was read of it.
    program = start()
    page = reading(program)
    assert "Regler" in texts(page)
    press(page, "Jeg har ikke lest dette likevel")
    press(page, "Jeg har lest dette")
    press(program.window, "Tilbake")

    fill(start_page(program), central.address, kari.email, PASSWORD)
    start_page(program).connect_card.button.click()
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    assert program.work is not None
    assert program.work.opened is not None
    read = program.work.opened.store.read(
        lambda session: list(session.scalars(select(ReadingReceipt.guideline_id)))
    )
    assert read == [old.id]
    assert not folder.guidelines.exists()


def test_what_cannot_be_read_counts_as_nothing(folder: DataFolder) -> None:
    for broken in ("", "[]", '{"guidelines": 1}'):
        folder.guidelines.write_text(broken)
        assert AheadFile(folder.guidelines).read() == Ahead()
