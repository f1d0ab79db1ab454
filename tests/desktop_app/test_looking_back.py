"""Who has changed a post reads in the program what it said before."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from contract.records import Post
from contract.wire import Status
from desktop.app.program import Program
from desktop.views.forum.page import ForumPage
from tests.desktop_app.test_first_start import fill, start_page, synchronised, texts
from tests.desktop_app.test_joining import press
from tests.fixtures.service import Manager, Service, change
from tests.server.test_second_factor import PASSWORD
from tests.views.accessibility import nameless

Start = Callable[[], Program]

pytestmark = pytest.mark.usefixtures("no_secret_service")


def test_the_earlier_texts_of_ones_own_post_are_fetched_when_they_are_asked_for(
    qtbot: QtBot, start: Start, central: Service, kari: Manager
) -> None:
    post = Post(
        category_id=central.category(),
        kindergarten_id=kari.kindergarten,
        author_id=kari.person,
        author_name=kari.name,
        title="Tur",
        body="Vi går i marka.",
    )
    post.received_at = datetime.now(UTC) - timedelta(hours=1)
    central.write(post)
    (result,) = central.sync.push(
        kari.account, [change(post, 1, body="Vi går til fjells.")]
    ).results
    assert result.status is Status.APPLIED
    program = start()
    fill(start_page(program), central.address, kari.email, PASSWORD)
    start_page(program).connect_card.button.click()
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    qtbot.waitUntil(lambda: synchronised(program), timeout=10_000)
    program.window.go("forum", post.id)
    page = program.window.page("forum")
    assert isinstance(page, ForumPage)
    reader = page.browser.reader
    qtbot.waitUntil(lambda: "Vi går til fjells." in texts(reader), timeout=10_000)

    press(reader, "Tidligere tekster")
    qtbot.waitUntil(lambda: "Vi går i marka." in texts(reader.earlier_strip), timeout=10_000)
    assert "Bare du og sekretariatet kan lese disse." in texts(reader.earlier_strip)
    assert nameless(reader) == []
    press(reader, "Legg bort")
    assert not reader.earlier_strip.isVisible()
