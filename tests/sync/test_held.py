"""What hangs on a creation that the service would not take is held, shown, and goes with it."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from contract.records import (
    AgendaItem,
    Audience,
    Category,
    Comment,
    ItemMinutes,
    Meeting,
    Post,
    Purpose,
    only_id,
)
from contract.wire import Unreachable
from desktop.models import settling, waiting
from desktop.models.establishing import (
    EstablishForm,
    LostClaim,
    establish,
    join_winner,
    lost_claim,
    put_away,
)
from desktop.models.me import me
from desktop.models.meetings import meetings
from desktop.models.outbox import one_group, requiring
from desktop.sync.erasing import erase
from tests.fixtures.service import Manager, Service
from tests.sync.backup import Backup
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device
from tests.sync.lives import meeting, post


class TooLate:
    """Two establish one network; the second has planned its first meeting, with an item."""

    def __init__(self, service: Service, kari: Manager, marit: Manager, device: MakeDevice) -> None:
        service.write(Category(name="Trøndelag", purpose=Purpose.REGION, county="50"))
        self.first, self.second = device(kari), device(marit)
        for one in (self.first, self.second):
            one.sync()
        self.winner = self._establish(self.first)
        self.lost = self._establish(self.second)
        self.meeting = self.second.add(meeting(self.lost, marit, kari))
        item = AgendaItem(meeting_id=self.meeting, network_id=self.lost, title="Vikarpool")
        self.item = self.second.add(item)
        begun = ItemMinutes(meeting_id=self.meeting, agenda_item_id=self.item, discussion="Ord")
        begun.id = only_id(ItemMinutes, self.item)
        self.minutes = self.second.add(begun)
        self.first.sync()
        self.second.sync()

    def claim(self) -> LostClaim:
        found = self.second.store.read(lost_claim, self.second.store.read(me))
        assert found is not None
        return found

    def refused_network(self) -> settling.Rejected:
        found = self.second.store.read(settling.rejected)
        return next(one for one in found if one.kind == "network")

    def _establish(self, one: Device) -> UUID:
        form = EstablishForm(True, True, 3, title="Lokalt nettverk", body="Bli med!")
        return one.store.act(establish, one.store.read(me), form)


HELD = {"meeting", "agenda_item", "item_minutes"}


@pytest.fixture
def late(service: Service, kari: Manager, marit: Manager, device: MakeDevice) -> TooLate:
    return TooLate(service, kari, marit, device)


def kinds_of(rows: list[object]) -> set[str]:
    return {row.kind for row in rows}  # type: ignore[attr-defined]  # a row


def test_what_belongs_to_a_refused_creation_is_held_and_shown(late: TooLate) -> None:
    assert kinds_of(late.second.waiting) == HELD
    assert kinds_of(late.second.refused) == {"network", "network_member", "post"}
    assert late.second.field(AgendaItem, late.item, "title") == "Vikarpool"
    shown = late.second.store.read(waiting.waiting, 10)
    assert [one.held for one in shown] == ["Lokalt nettverk Levanger"] * 3
    assert late.refused_network().holds == 3

    report = late.second.sync()

    assert report.pushed == 0


def test_what_is_made_beneath_the_held_is_held_too(late: TooLate) -> None:
    more = AgendaItem(meeting_id=late.meeting, network_id=late.lost, title="Lønn")
    late.second.add(more)

    assert late.second.sync().pushed == 0
    assert len(late.second.waiting) == 4
    assert all(one.held for one in late.second.store.read(waiting.waiting, 10))


def test_joining_the_winner_offers_what_was_held_to_its_network(late: TooLate) -> None:
    late.second.store.act(join_winner, late.second.store.read(me), late.claim())

    assert late.second.field(Meeting, late.meeting, "network_id") == str(late.winner)
    late.second.sync()
    late.first.sync()
    assert (late.second.waiting, late.second.refused) == ([], [])
    for one in (late.first, late.second):
        assert one.field(Meeting, late.meeting, "network_id") == str(late.winner)
        assert one.field(AgendaItem, late.item, "network_id") == str(late.winner)
        assert one.field(ItemMinutes, late.minutes, "discussion") == "Ord"


def test_who_does_not_join_keeps_the_words_of_what_was_held(late: TooLate) -> None:
    late.second.store.act(put_away, late.claim())
    late.second.sync()

    assert late.second.waiting == []
    assert {(row.kind, row.code) for row in late.second.refused} == {
        (kind, "depends_on") for kind in HELD
    }
    assert late.second.get(Meeting, late.meeting) is None


def test_what_is_let_go_of_with_a_creation_is_held_again_when_that_is_undone(
    late: TooLate,
) -> None:
    before = [(row.kind, row.record_id, row.fields) for row in late.second.waiting]
    let_go = late.second.store.act(settling.discard, late.refused_network().seq)

    assert late.second.waiting == []
    assert kinds_of(late.second.refused) == HELD
    words = [row.fields.get("title", row.fields.get("discussion")) for row in late.second.refused]
    assert words == ["Lokalt nettverksmøte", "Vikarpool", "Ord"]

    late.second.store.act(settling.take_back, let_go)

    after = [(row.kind, row.record_id, row.fields) for row in late.second.waiting]
    assert after == before
    assert kinds_of(late.second.refused) == {"network", "network_member", "post"}
    assert late.second.field(AgendaItem, late.item, "title") == "Vikarpool"
    assert late.second.sync().pushed == 0


class Denied:
    """A post in a category that its writer lost, and a comment on it."""

    def __init__(self, service: Service, kari: Manager, device: MakeDevice, folder: Path) -> None:
        self.service, self.kari = service, kari
        self.category = service.category("Ledere", Audience.LEADERS_AND_OWNERS)
        self.open = service.category()
        self.hers = device(kari)
        self.hers.sync()
        self.backup = Backup(service, folder)
        service.set_roles(kari, "assistant")
        self.post = self.hers.add(post(kari, self.category))
        self.comment = self.hers.add(self.answer())

    def answer(self) -> Comment:
        return Comment(
            category_id=self.category,
            post_id=self.post,
            kindergarten_id=self.kari.kindergarten,
            author_id=self.kari.person,
            author_name=self.kari.name,
            body="Mer om dette",
        )

    def grant(self) -> None:
        self.service.set_roles(self.kari, "head")

    def offer_again(self) -> None:
        (one,) = self.hers.store.read(settling.rejected)
        self.hers.store.act(settling.offer_again, one.seq)


@pytest.fixture
def denied(service: Service, kari: Manager, device: MakeDevice, tmp_path: Path) -> Denied:
    return Denied(service, kari, device, tmp_path)


def test_what_was_held_goes_when_the_creation_is_sent_again(
    denied: Denied, marit: Manager, device: MakeDevice
) -> None:
    denied.hers.sync()
    assert kinds_of(denied.hers.waiting) == {"comment"}
    assert kinds_of(denied.hers.refused) == {"post"}
    denied.grant()
    denied.offer_again()

    denied.hers.sync()

    theirs = device(marit)
    theirs.sync()
    assert (denied.hers.waiting, denied.hers.refused) == ([], [])
    assert theirs.field(Comment, denied.comment, "body") == "Mer om dette"


def test_what_was_sent_with_a_creation_is_held_though_the_answer_was_lost(denied: Denied) -> None:
    denied.hers.network.lose_replies = 1
    with pytest.raises(Unreachable):
        denied.hers.sync()

    denied.hers.sync()

    assert [(row.kind, row.mutation_id) for row in denied.hers.waiting] == [("comment", None)]
    assert kinds_of(denied.hers.refused) == {"post"}


def test_a_group_that_makes_something_beneath_a_refused_creation_is_held_whole(
    denied: Denied,
) -> None:
    held, free = denied.answer(), post(denied.kari, denied.open)

    def both(session: Session) -> None:
        with one_group(session):
            session.add(free)
            session.flush()
            session.add(held)

    denied.hers.store.act(both)
    denied.hers.sync()

    assert len(denied.hers.waiting) == 3
    assert kinds_of(denied.hers.refused) == {"post"}
    let_go = denied.hers.store.act(settling.discard, denied.hers.refused[0].seq)
    assert denied.hers.waiting == []
    assert len({row.group_id for row in denied.hers.refused if row.group_id}) == 1
    denied.hers.store.act(settling.take_back, let_go)
    assert len(denied.hers.waiting) == 3
    assert len({row.group_id for row in denied.hers.waiting if row.group_id}) == 1


def test_what_waits_behind_the_held_tells_why_though_the_held_is_deleted(denied: Denied) -> None:
    free = denied.hers.add(post(denied.kari, denied.open))
    denied.hers.sync()

    def both(session: Session) -> None:
        with one_group(session):
            session.get_one(Post, free).title = "Nytt"
            session.get_one(Comment, denied.comment).body = "Enda mer"

    denied.hers.store.act(both)
    denied.hers.set(Post, free, body="Senere")
    assert denied.hers.store.read(settling.rejected)[0].holds == 1
    denied.hers.delete(Comment, denied.comment)

    assert denied.hers.sync().pushed == 0
    assert denied.hers.store.read(settling.rejected)[0].holds == 0
    shown = denied.hers.store.read(waiting.waiting, 10)
    assert [(one.kind, one.op, one.held) for one in shown] == [
        ("comment", "create", "Om vikarer"),
        ("post", "change", "Om vikarer"),
        ("post", "change", "Om vikarer"),
        ("comment", "delete", "Om vikarer"),
    ]
    let_go = denied.hers.store.act(settling.discard, denied.hers.refused[0].seq)
    (later,) = denied.hers.store.read(waiting.waiting, 10)
    assert (later.fields, later.held) == ({"body": "Senere"}, None)
    denied.hers.store.act(settling.take_back, let_go)
    assert len(denied.hers.waiting) == 5
    denied.grant()
    denied.offer_again()
    denied.hers.sync()
    assert (denied.hers.waiting, denied.hers.refused) == ([], [])
    assert denied.hers.get(Comment, denied.comment) is None
    assert denied.hers.field(Post, free, "title") == "Nytt"


def test_what_was_made_in_the_light_of_the_held_tells_what_it_waits_for(denied: Denied) -> None:
    free = denied.hers.add(post(denied.kari, denied.open))
    denied.hers.sync()

    def in_its_light(session: Session) -> None:
        with requiring(session, [session.get_one(Comment, denied.comment)]):
            session.get_one(Post, free).title = "Nytt"

    denied.hers.store.act(in_its_light)

    assert denied.hers.sync().pushed == 0
    shown = denied.hers.store.read(waiting.waiting, 10)
    assert [(one.kind, one.held) for one in shown] == [
        ("comment", "Om vikarer"),
        ("post", "Om vikarer"),
    ]


def test_the_held_is_deleted_without_a_word(denied: Denied) -> None:
    denied.hers.sync()

    denied.hers.delete(Comment, denied.comment)
    denied.hers.sync()

    assert denied.hers.waiting == []
    assert kinds_of(denied.hers.refused) == {"post"}


def test_what_is_held_is_not_swept_away_after_a_restore(denied: Denied) -> None:
    denied.hers.sync()
    restored = denied.backup.restore(denied.service, (denied.hers, denied.kari))

    denied.hers.sync()
    restored.close()

    assert denied.hers.field(Comment, denied.comment, "body") == "Mer om dette"
    assert kinds_of(denied.hers.waiting) == {"comment"}
    assert denied.hers.trash == []


def test_nothing_waits_for_what_was_erased(denied: Denied) -> None:
    denied.hers.sync()
    with denied.hers.store.engine.begin() as connection:
        erase(connection, ("post", denied.post))

    denied.hers.sync()

    assert denied.hers.waiting == []
    assert [row.fields["body"] for row in denied.hers.refused] == ["Mer om dette"]


def test_a_held_meeting_stands_in_the_list_of_meetings(late: TooLate) -> None:
    shown = late.second.store.read(meetings, date(2026, 11, 1))

    assert [(row.title, row.network) for row in shown.coming] == [("Lokalt nettverksmøte", "")]
