"""A kindergarten asks to be expert in a professional network, and sees what is said to it."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.access import member_id
from contract.ids import new_id
from contract.records import (
    ApplicationState,
    Category,
    ExpertApplication,
    Level,
    MemberState,
    Network,
    NetworkMember,
)
from desktop.models import bookkeeping, expertise, forum
from desktop.models.faults import Refused
from desktop.models.forum_writing import PostText, write
from desktop.models.meetings import meeting, plan
from desktop.models.networks import my_networks
from desktop.models.replies import replies
from desktop.views.networks.expert_page import ExpertPage
from tests.models.network_data import TODAY, form, local_network, synced
from tests.views.accessibility import nameless
from tests.views.meetings.scene import Scene
from tests.views.opening import on_screen


@pytest.fixture
def page(stage: Scene, qtbot: QtBot) -> Iterator[ExpertPage]:
    with on_screen(qtbot, ExpertPage(stage.desk), 1000, 800) as made:
        yield made


def outdoors(stage: Scene, state: MemberState | None = None) -> UUID:
    """A professional network, which the own kindergarten may take part in."""

    def make(session: Session) -> UUID:
        room = Category(name="Friluft")
        network = Network(name="Friluft", level=Level.PROFESSIONAL, category_id=room.id)
        session.add_all([room, Category(name="Alle"), network])
        if state is not None:
            home = stage.places.solbakken.id
            place = NetworkMember(
                id=member_id(network.id, home),
                network_id=network.id,
                kindergarten_id=home,
                state=state,
            )
            session.add(place)
        return network.id

    made = stage.store.act(make)
    synced(stage.store)
    return made


def shown(page: ExpertPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_a_wish_is_sent_mended_and_taken_back(qtbot: QtBot, stage: Scene, page: ExpertPage) -> None:
    qtbot.waitUntil(lambda: "Ingen fagnettverk ennå" in shown(page))
    outdoors(stage)
    qtbot.waitUntil(lambda: len(page.list.rows()) == 1)
    page._begin_current()
    page.apply()
    assert page._field.error == "Dette må fylles ut."
    assert nameless(page) == []
    page.text.set_value("Vi er ute hver dag.")
    page.apply()
    qtbot.waitUntil(lambda: page.list.rows()[0].wish is not None)
    page.begin(page.list.rows()[0])
    assert "Sekretariatet har ikke svart ennå." in shown(page)
    page.text.set_value("Vi er ute hver eneste dag.")
    page.apply()
    qtbot.waitUntil(lambda: "eneste" in page.list.rows()[0].wish.text)

    stage.desk.messages.take()
    page.begin(page.list.rows()[0])
    page._on_withdraw()
    qtbot.waitUntil(lambda: page.list.rows()[0].wish is None)
    (message,) = stage.desk.messages.take()
    assert message.action is not None
    message.action[1]()
    qtbot.waitUntil(lambda: page.list.rows()[0].wish is not None)


def test_the_reason_of_a_no_is_read_and_one_asks_again_with_other_words(
    qtbot: QtBot, stage: Scene, page: ExpertPage
) -> None:
    network = outdoors(stage)
    id_ = stage.store.act(expertise.apply, stage.me, network, "", "Uteliv", TODAY)

    def decline(session: Session) -> None:
        record = session.get_one(ExpertApplication, id_)
        record.state, record.answer = ApplicationState.DECLINED, "Fullt nå."

    stage.store.act(decline)
    with stage.store.engine.begin() as connection:
        connection.execute(bookkeeping.mutation.delete())
    qtbot.waitUntil(lambda: bool(page.list.rows()) and page.list.rows()[0].wish is not None)
    page.begin(page.list.rows()[0])
    assert "Sekretariatet avslo: Fullt nå." in shown(page)
    page.apply()
    qtbot.waitUntil(lambda: page._field.error == "Ingenting er endret ennå.")
    page.text.set_value("Uteliv hele året")
    page.apply()
    qtbot.waitUntil(lambda: page.list.rows()[0].wish.state is ApplicationState.WAITING)
    page.begin(page.list.rows()[0])
    assert "Svaret sist var: Fullt nå." in shown(page)


def test_an_expert_kindergarten_plans_meetings_of_its_network(stage: Scene) -> None:
    network = outdoors(stage, MemberState.JOINED)
    assert [one.level for one in stage.store.read(my_networks, stage.me)] == [Level.PROFESSIONAL]
    stage.store.act(plan, stage.me, form(network, stage.places.solbakken))
    (found,) = stage.store.read(expertise.professional, stage.me)
    assert (found.joined, found.members) == (True, 1)


def test_an_external_expert_finds_the_category_of_the_own_network_alone(stage: Scene) -> None:
    outdoors(stage, MemberState.JOINED)
    eva = replace(stage.me, roles=frozenset({"external_expert"}))
    assert [one.name for one in stage.store.read(forum.rooms, eva).rooms] == ["Friluft"]


def test_an_external_expert_writes_proposes_and_answers_in_the_own_network_alone(
    stage: Scene,
) -> None:
    network = outdoors(stage, MemberState.JOINED)
    local = local_network(stage.store, stage.places.solbakken)
    held = [
        stage.store.act(plan, stage.me, form(one, stage.places.solbakken))
        for one in (network, local)
    ]
    eva = replace(stage.me, person=new_id(), roles=frozenset({"external_expert"}))
    facts = [stage.store.read(meeting, eva, id_) for id_ in held]
    answers = [stage.store.read(replies, eva, id_) for id_ in held]
    with stage.store.engine.connect() as connection:
        rooms = dict(connection.execute(select(Category.name, Category.id)).all())

    assert [(one.may_propose, one.may_plan, one.may_hold) for one in facts] == [
        (True, False, False),
        (False, False, False),
    ]
    assert [one.may_answer for one in answers] == [True, False]
    stage.store.act(write, eva, rooms["Friluft"], PostText("Bål", "Slik gjør vi"))
    with pytest.raises(Refused, match="forbidden"):
        stage.store.act(write, eva, rooms["Alle"], PostText("Bål", "Slik gjør vi"))
