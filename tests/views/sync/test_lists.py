"""What the page of sync lists beside what waits: texts put together, and what is in step."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from contract.records import AgendaItem, ItemMinutes, Post
from desktop.models.outbox import one_group
from desktop.models.standing import SHOWN
from desktop.views.sync.text_side import TextSide
from desktop.views.widgets.badge import Badge
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.lives import post
from tests.sync.minuted import Minuted
from tests.views.sync.test_sync_page import (
    Open,
    bokmal,
    device,
    disputed,
    kari,
    marit,
    network,
    opened,
    service,
)

__all__ = ["bokmal", "device", "disputed", "kari", "marit", "network", "service"]


def test_texts_that_were_put_together_show_both_sides(
    qtbot: QtBot, network: UUID, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    both = Minuted(network, kari, marit, device)
    both.write(both.hers, discussion="Flere mangler vikarer i uke 48.")
    both.settle()
    both.write(both.hers, discussion="Flere mangler vikarer i uke 48 og 49.")
    both.write(both.theirs, discussion="Svært mange, flere mangler vikarer i uke 48.")
    both.settle()

    for page in opened(qtbot, both.theirs):
        page.wait_for("Vikarpool · Drøfting")
        page.press("Vis begge")
        sides = [one.toPlainText() for one in page.page.findChildren(TextSide) if one.isVisible()]
        assert "Svært mange, flere mangler vikarer i uke 48." in sides
        assert "Flere mangler vikarer i uke 48 og 49." in sides
        page.press("Skjul begge")
        assert not any(one.isVisible() for one in page.page.findChildren(TextSide))


def test_each_part_of_the_network_tells_when_it_was_last_in_step(
    qtbot: QtBot, disputed: Minuted
) -> None:
    for page in opened(qtbot, disputed.hers):
        page.wait_for("Lokalt nettverk Levanger")
        page.wait_for("I dag kl.")


@pytest.fixture
def trashed_page(
    qtbot: QtBot, service: Service, kari: Manager, device: MakeDevice
) -> Iterator[Open]:
    """Kari's second PC, which wrote in a post that her first has deleted meanwhile."""
    first, second = device(kari), device(kari)
    made = post(kari, service.category())
    first.add(made)
    first.sync()
    second.sync()
    second.set(Post, made.id, body="Mine nye ord")
    first.delete(Post, made.id)
    first.sync()
    second.sync()
    yield from opened(qtbot, second)


def test_what_lies_in_the_trash_is_restored_and_put_back(trashed_page: Open) -> None:
    trashed_page.wait_for("Slettet av andre mens du skrev i det")

    with trashed_page.qtbot.waitSignal(trashed_page.desk.sync_wanted):
        trashed_page.press("Gjenopprett")
    (row,) = trashed_page.device.waiting
    assert (row.op, row.fields["body"]) == ("restore", "Mine nye ord")
    trashed_page.qtbot.waitUntil(lambda: not trashed_page.device.trash)

    (message,) = trashed_page.desk.messages.take()
    assert message.action is not None
    message.action[1]()
    trashed_page.qtbot.waitUntil(lambda: len(trashed_page.device.trash) == 1)
    assert trashed_page.device.waiting == []


def test_many_waiting_changes_are_counted_and_the_oldest_listed(
    qtbot: QtBot, service: Service, kari: Manager, device: MakeDevice
) -> None:
    one = device(kari)
    one.sync()
    category = service.category()
    for number in range(60):
        one.add(post(kari, category, f"Innlegg {number}"))

    for page in opened(qtbot, one):
        page.wait_for("60 endringer venter på sending")
        listed = page.words().count("Innlegg: Om vikarer")
        assert listed == SHOWN


def test_a_group_in_conflict_says_what_it_waits_for(
    qtbot: QtBot, network: UUID, disputed: Minuted
) -> None:
    device = disputed.theirs
    (found,) = device.conflicts
    made = AgendaItem(meeting_id=disputed.meeting, network_id=network, title="Neste sak")

    def both(session: Session) -> None:
        with one_group(session):
            session.add(made)
            session.get_one(ItemMinutes, found.record_id).discussion += " Mer."

    device.store.act(both)
    for page in opened(qtbot, device):
        page.wait_for("Ny sak: Neste sak")
        said = [one.text() for one in page.page.findChildren(Badge) if one.isVisible()]
        assert "Venter til konflikten er avklart" in said
