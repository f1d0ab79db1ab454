"""The real page on a real database with a small forum in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.background import Background
from desktop.errors import declare_known
from desktop.models.faults import Refused, StorageFault
from desktop.models.store import Store
from desktop.views.desk import Desk
from desktop.views.forum.page import ForumPage
from desktop.views.widgets.messages import Messages
from tests.fixtures.stores import open_store
from tests.models.forum_world import forum, head


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "data.sqlite3")
    forum(opened)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    declare_known(Refused, StorageFault)
    background = Background()
    made = Desk(background, Messages())
    made.attach(store, head())
    yield made
    made.detach()
    assert background.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[ForumPage]:
    made = ForumPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    yield made
    made.close_view()
