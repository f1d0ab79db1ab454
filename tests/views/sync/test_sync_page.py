"""The page of sync on a real store that has met a real service."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from contract.ids import new_id
from contract.records import AgendaItem, Comment, ItemMinutes, only_id
from desktop import texts
from desktop.background import Background
from desktop.models.me import me
from desktop.models.sync_state import sync_state
from desktop.views.desk import Desk
from desktop.views.sync.page import SyncPage
from desktop.views.sync_words import Mood, SyncNews, sync_words
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.button import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.messages import Messages
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice, device, kari, marit, network, service
from tests.sync.devices import Device
from tests.sync.lives import meeting, post
from tests.sync.minuted import Minuted

__all__ = ["device", "kari", "marit", "network", "service"]


class Open:
    """The page, open on a device, and the ways a user reads and presses it."""

    def __init__(self, qtbot: QtBot, device: Device) -> None:
        self.qtbot, self.device = qtbot, device
        self.background = Background()
        self.desk = Desk(self.background, Messages())
        self.desk.attach(device.store, device.store.read(me))
        self.page = SyncPage(self.desk)
        self.page.resize(1100, 800)
        qtbot.addWidget(self.page)
        self.page.show()
        self.page.open()

    def words(self) -> str:
        shown = [one for one in self.page.findChildren(Label) if one.isVisibleTo(self.page)]
        return "\n".join(one.text() for one in shown)

    def wait_for(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.words(), timeout=5000)

    def press(self, text: str) -> None:
        buttons = [
            one
            for one in self.page.findChildren(Button)
            if one.text() == text and one.isVisibleTo(self.page)
        ]
        assert buttons, f"no button «{text}»"
        buttons[0].click()

    def close(self) -> None:
        self.page.close_view()
        self.desk.detach()
        self.background.close()


@pytest.fixture(autouse=True)
def bokmal() -> Iterator[None]:
    texts.install("nb")
    yield
    texts.install("en")


@pytest.fixture
def disputed(network: UUID, kari: Manager, marit: Manager, device: MakeDevice) -> Minuted:
    """A decision that Kari and Marit wrote apart; Marit's device has the conflict."""
    both = Minuted(network, kari, marit, device)
    both.write(both.hers, decision="Nettverket sender høringssvar innen mandag.")
    both.settle()
    both.write(both.hers, decision="Nettverket sender høringssvar innen tirsdag.")
    both.write(both.theirs, decision="Nettverket sender høringssvar innen fredag.")
    both.settle()
    return both


def opened(qtbot: QtBot, device: Device) -> Iterator[Open]:
    page = Open(qtbot, device)
    yield page
    page.close()


@pytest.fixture
def page(qtbot: QtBot, disputed: Minuted) -> Iterator[Open]:
    yield from opened(qtbot, disputed.theirs)


def test_a_conflict_names_its_place_and_shows_both_sides(page: Open) -> None:
    page.wait_for("Vikarpool · Vedtak")

    assert "1 konflikt må avklares" in page.words()
    page.press("Behold min tekst")
    page.qtbot.waitUntil(lambda: not page.device.conflicts)
    (row,) = page.device.waiting
    assert row.fields == {"decision": "Nettverket sender høringssvar innen fredag."}


def test_the_text_of_the_other_can_be_taken(page: Open, disputed: Minuted) -> None:
    page.wait_for("Vikarpool · Vedtak")

    page.press("Bruk teksten til Karis barnehage")
    page.qtbot.waitUntil(lambda: not page.device.conflicts)

    assert page.device.waiting == []
    expected = "Nettverket sender høringssvar innen tirsdag."
    assert disputed.texts("decision") == (expected, expected)


def test_a_third_text_reaches_both(page: Open, disputed: Minuted) -> None:
    page.wait_for("Vikarpool · Vedtak")

    page.press("Skriv en tredje tekst")
    card = page.page.findChildren(type(page.page._conflicts[0]))[0]
    card._third.setPlainText("Innen onsdag.")
    page.press("Bruk den tredje teksten")
    page.qtbot.waitUntil(lambda: not page.device.conflicts)
    disputed.settle()

    assert disputed.texts("decision") == ("Innen onsdag.", "Innen onsdag.")


def test_a_conflict_that_dissolved_meanwhile_is_no_longer_asked(
    page: Open, disputed: Minuted
) -> None:
    page.wait_for("Vikarpool · Vedtak")

    disputed.write(disputed.hers, decision="Nettverket sender høringssvar innen fredag.")
    disputed.settle()

    page.wait_for("Ingenting venter")


@pytest.fixture
def refused_page(
    qtbot: QtBot, service: Service, kari: Manager, device: MakeDevice
) -> Iterator[Open]:
    one = device(kari)
    one.sync()
    made = post(kari, new_id(), "Mine ord om vikarer")
    one.add(made)
    one.sync()
    yield from opened(qtbot, one)


def test_what_was_refused_says_why_and_can_be_discarded(refused_page: Open) -> None:
    refused_page.wait_for("Innlegg: Om vikarer")

    assert "Du har ikke tilgang til å endre dette." in refused_page.words()
    refused_page.press("Forkast")
    refused_page.wait_for("Ingenting venter")
    assert refused_page.device.refused == []


def test_a_discarded_change_can_be_taken_back(refused_page: Open) -> None:
    refused_page.wait_for("Innlegg: Om vikarer")
    (before,) = refused_page.device.refused

    refused_page.press("Forkast")
    refused_page.wait_for("Ingenting venter")
    (message,) = refused_page.desk.messages.take()
    assert message.action is not None
    message.action[1]()
    refused_page.wait_for("Innlegg: Om vikarer")

    assert refused_page.device.refused == [before]


def test_what_was_refused_can_be_sent_again(refused_page: Open) -> None:
    refused_page.wait_for("Innlegg: Om vikarer")

    with refused_page.qtbot.waitSignal(refused_page.desk.sync_wanted):
        refused_page.press("Send på nytt")

    (row,) = refused_page.device.waiting
    assert (row.op, row.fields["body"]) == ("create", "Mine ord om vikarer")


def test_what_waits_is_named_as_its_writer_knows_it(
    qtbot: QtBot, network: UUID, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    one = device(kari)
    one.sync()
    made = meeting(network, kari, marit)
    one.add(made)
    item = AgendaItem(meeting_id=made.id, network_id=network, title="Vikarpool")
    one.add(item)
    written = ItemMinutes(meeting_id=made.id, agenda_item_id=item.id, discussion="Ord")
    written.id = only_id(ItemMinutes, item.id)
    one.add(written)

    for page in opened(qtbot, one):
        page.wait_for("Nytt møte: Lokalt nettverksmøte")
        assert "Ny sak: Vikarpool" in page.words()
        assert "Referat fra «Vikarpool»" in page.words()
        assert "3 endringer venter på sending" in page.words()


def test_the_page_tells_how_far_a_round_has_come_and_lets_it_pause(refused_page: Open) -> None:
    desk = refused_page.desk

    desk.tell_sync(SyncNews(Mood.RUNNING, 12_000, 50_000))
    refused_page.wait_for("12\xa0000 av 50\xa0000")
    with refused_page.qtbot.waitSignal(desk.sync_pause_wanted):
        refused_page.press("Pause")

    desk.tell_sync(SyncNews(Mood.PAUSED))
    refused_page.wait_for("Satt på pause")
    with refused_page.qtbot.waitSignal(desk.sync_wanted):
        refused_page.press("Fortsett")


def test_the_page_tells_when_the_service_is_tried_again(refused_page: Open) -> None:
    at = datetime.now().astimezone() + timedelta(minutes=2)

    refused_page.desk.tell_sync(SyncNews(Mood.OFFLINE, next_at=at))

    refused_page.wait_for(f"Neste forsøk i dag kl. {at:%H.%M}.")


def test_the_page_tells_by_what_number_the_service_knows_what_failed(refused_page: Open) -> None:
    refused_page.desk.tell_sync(SyncNews(Mood.BUSY, request="1a2b3c4d"))

    refused_page.wait_for("Nummeret på forespørselen: 1a2b3c4d.")


@pytest.fixture
def held_page(qtbot: QtBot, service: Service, kari: Manager, device: MakeDevice) -> Iterator[Open]:
    """A post that was refused, and Kari's answer to it, which is held."""
    one = device(kari)
    one.sync()
    made = post(kari, new_id())
    answer = Comment(
        category_id=made.category_id,
        post_id=one.add(made),
        kindergarten_id=kari.kindergarten,
        author_id=kari.person,
        author_name=kari.name,
        body="Mer om dette",
    )
    one.add(answer)
    one.sync()
    yield from opened(qtbot, one)


def test_what_is_held_says_for_what_and_that_says_how_much_waits(held_page: Open) -> None:
    held_page.wait_for("1 endring venter på dette")
    assert "Kommentar til «Om vikarer»" in held_page.words()

    badges = [one.text() for one in held_page.page.findChildren(Badge)]
    assert "Venter til «Om vikarer» er godtatt" in badges
    assert "sendes når det er ordnet under «Avvist»" in held_page.words()
    assert "1 endring venter på dette" in held_page.words()


def test_what_was_held_is_kept_as_text_and_held_again_when_a_discard_is_undone(
    held_page: Open,
) -> None:
    held_page.wait_for("1 endring venter på dette")
    held_page.press("Forkast")
    held_page.wait_for("Dette hører sammen med en endring som ble avvist")
    assert held_page.device.waiting == []
    assert [row.fields["body"] for row in held_page.device.refused] == ["Mer om dette"]

    (message,) = held_page.desk.messages.take()
    assert message.action is not None
    message.action[1]()

    held_page.wait_for("1 endring venter på dette")
    assert [row.fields["body"] for row in held_page.device.waiting] == ["Mer om dette"]


def test_the_side_bar_asks_for_a_decision_while_something_is_held(held_page: Open) -> None:
    said = sync_words(SyncNews(), held_page.device.store.read(sync_state))

    assert (said.title, said.detail) == ("1 endring ble avvist", "1 endring venter på sending")
