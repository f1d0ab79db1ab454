"""A first fetch of many records: told in numbers, stopped, and gone on with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine, func, select

from contract import wire
from contract.records import Post
from desktop.folders import DataFolder
from tests.desktop_app.conftest import Start
from tests.desktop_app.test_first_start import fill, start_page, texts
from tests.fixtures.served import served
from tests.fixtures.service import Manager, sqlite_service
from tests.sync.lives import post

pytestmark = pytest.mark.usefixtures("no_secret_service")

POSTS = 400
PAGE = 20
WORDS = "rugde-elg-tiur"


@pytest.fixture
def kari(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Manager]]:
    """The address of a service with many posts and small pages, and who may read them."""
    service = sqlite_service(tmp_path)
    manager = service.manager("Kari", password=WORDS)
    category = service.category()
    service.write(*(post(manager, category, f"Innlegg {number}") for number in range(POSTS)))
    monkeypatch.setattr(wire, "MAX_PAGE_ROWS", PAGE)
    with served(service.engine, service.sync) as address:
        yield address, manager
    service.close()


def held(folder: DataFolder) -> int:
    (path,) = (folder.root / "accounts").glob("*.sqlite3")
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        count = connection.scalar(select(func.count()).select_from(Post))
    engine.dispose()
    return count or 0


def test_a_first_fetch_tells_its_numbers_and_goes_on_where_it_was_stopped(
    qtbot: QtBot, start: Start, folder: DataFolder, kari: tuple[str, Manager]
) -> None:
    address, manager = kari
    program = start()
    page = start_page(program)
    fill(page, address, manager.email, WORDS)
    page.connect_card.button.click()
    qtbot.waitUntil(lambda: " av 40" in texts(page), timeout=20_000)
    assert "det som er hentet, blir liggende" in texts(page)

    page.cancel_asked.emit()
    qtbot.waitUntil(lambda: page.connect_card.isVisibleTo(page))
    qtbot.waitUntil(lambda: 0 < held(folder) < POSTS)
    assert program.work is None

    fill(page, address, manager.email, WORDS)
    page.connect_card.button.click()
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    assert held(folder) == POSTS
