"""A municipality is looked up, and its network established, joined and invited to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from contract.ids import new_id
from contract.records import (
    Kindergarten,
    Level,
    MemberState,
    Network,
    NetworkMember,
    Post,
    RaisedCase,
)
from desktop.models import bookkeeping, taking_part
from desktop.models.editing import get
from desktop.models.establishing import EstablishForm, establish
from desktop.models.networks import LocalNetwork, look_up
from desktop.views.networks.page import NetworksPage
from desktop.views.widgets.card import Card
from tests.models.network_data import LEVANGER, local_network, sign_in, synced
from tests.models.test_leading import held
from tests.views.accessibility import nameless
from tests.views.meetings.scene import Scene
from tests.views.opening import on_screen

_GONE = ("leaves_on", date(2020, 1, 1))


@pytest.fixture
def page(stage: Scene, qtbot: QtBot) -> Iterator[NetworksPage]:
    yield from _page(stage, qtbot)


def _page(stage: Scene, qtbot: QtBot) -> Iterator[NetworksPage]:
    with on_screen(qtbot, NetworksPage(stage.desk), 1100, 800) as made:
        yield made


def shown(page: QWidget) -> str:
    """All text that is seen."""
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def button(page: QWidget, text: str) -> QPushButton:
    found = [one for one in page.findChildren(QPushButton) if one.text() == text]
    return next(one for one in found if one.isVisible())


def network(stage: Scene) -> LocalNetwork | None:
    return stage.store.read(look_up, stage.desk.me, LEVANGER).network


def members_in(stage: Scene, state: MemberState) -> list[str]:
    """Who stands so in the network, as it is on disk."""
    found = network(stage)
    return [one.name for one in found.in_state(state)] if found else []


def sees(qtbot: QtBot, page: QWidget, text: str) -> None:
    qtbot.waitUntil(lambda: text in shown(page))


def test_the_own_municipality_is_shown_first_with_who_could_take_part(
    qtbot: QtBot, page: NetworksPage
) -> None:
    sees(qtbot, page, "Ingen kontaktbarnehage ennå")
    assert page.places.names()[0] == "Levanger (deres)"
    assert len(page.places.names()) == 357
    for said in ("Trollskogen barnehage", "13 private barnehager", "Ikke synkronisert ennå"):
        assert said in shown(page)
    assert nameless(page) == []


def test_a_municipality_is_found_as_one_types(qtbot: QtBot, page: NetworksPage) -> None:
    QTest.keyClicks(page.places.search, "østre t")
    assert page.places.names() == ["Østre Toten"]
    page.places.search.returnPressed.emit()
    sees(qtbot, page, "Østre Toten · Innlandet")
    sees(qtbot, page, "Ingen leder et lokalt nettverk i Østre Toten ennå.")


def test_a_narrow_page_lists_municipalities_while_one_types(
    qtbot: QtBot, page: NetworksPage
) -> None:
    sees(qtbot, page, "Ingen kontaktbarnehage ennå")
    page.resize(560, 700)
    qtbot.waitUntil(lambda: not page.places.list.isVisible())
    assert page.width() == 560
    QTest.keyClicks(page.places.search, "verda")
    qtbot.waitUntil(page.places.list.isVisible)
    QTest.keyClick(page.places.search, Qt.Key.Key_Return)
    sees(qtbot, page, "Verdal")
    assert (page.places.search.text(), page.places.list.isVisible()) == ("", False)


def test_a_network_is_established_after_a_preview(
    qtbot: QtBot, stage: Scene, page: NetworksPage
) -> None:
    sees(qtbot, page, "Ingen kontaktbarnehage ennå")
    button(page, "Etabler nettverket").click()
    form = page.establish
    qtbot.waitUntil(lambda: form.text.value() != "")
    form.save()
    assert form._support_field.error == "Kryss av her når du har spurt de andre."

    form.support.set_value(True)
    form.ready.set_value(True)
    QTest.keyClicks(form.participants, "3")
    qtbot.waitUntil(lambda: "3 barnehager" in form._shown_text.text())
    form.title_line.setCursorPosition(len(form.title_line.text()))
    QTest.keyClicks(form.title_line, ", endelig")
    assert nameless(page) == []
    form.save()

    sees(qtbot, page, "Lokalt nettverk Levanger")
    sees(qtbot, page, "Venter på sending")
    found = network(stage)
    assert found is not None
    assert len(found.in_state(MemberState.INVITED)) == 2
    with stage.store.engine.connect() as connection:
        post = connection.execute(select(Post.title, Post.participants)).one()
    assert tuple(post) == ("Lokalt nettverk i Levanger, endelig", 3)


def test_words_of_ones_own_are_not_replaced_by_the_suggestion(
    qtbot: QtBot, page: NetworksPage
) -> None:
    sees(qtbot, page, "Ingen kontaktbarnehage ennå")
    page.show_target("establish")
    form = page.establish
    qtbot.waitUntil(lambda: form.text.value() != "")
    form.text.setPlainText("Egne ord")
    QTest.keyClicks(form.participants, "4")
    qtbot.waitUntil(lambda: "4" in (form._suggested.body if form._suggested else ""))
    assert form.text.value() == "Egne ord"


def test_an_invitation_is_answered(qtbot: QtBot, stage: Scene) -> None:
    id_ = local_network(stage.store, stage.places.trollskogen)
    leader = sign_in(stage.store, stage.places.trollskogen)
    stage.store.act(taking_part.invite, leader, id_, [stage.places.solbakken.id])
    for page in _page(stage, qtbot):
        sees(qtbot, page, "Trollskogen barnehage har invitert dere til å bli med.")
        button(page, "Bli med").click()
        sees(qtbot, page, "2 barnehager deltar")
        button(page, "Gå ut av nettverket").click()
        sees(qtbot, page, "Har gått ut")
        (message,) = stage.desk.messages.take()
        assert message.action is not None
        message.action[1]()
        sees(qtbot, page, "2 barnehager deltar")


def test_the_contact_kindergarten_invites_others(qtbot: QtBot, stage: Scene) -> None:
    local_network(stage.store, stage.places.solbakken, stage.places.trollskogen)
    synced(stage.store)
    for page in _page(stage, qtbot):
        sees(qtbot, page, "2 barnehager deltar")
        button(page, "Inviter flere").click()
        assert nameless(page) == []
        assert "11 private barnehager her er ikke medlemmer" in shown(page.panels.invite)
        button(page.panels.invite, "Inviter").click()
        sees(qtbot, page, "1 er invitert")
        undo = stage.desk.messages.take()[-1]
        assert undo.action is not None
        undo.action[1]()
        sees(qtbot, page, "2 barnehager deltar")
        qtbot.waitUntil(lambda: not members_in(stage, MemberState.INVITED))


def test_an_employee_is_offered_nothing_that_leads_the_kindergarten(
    qtbot: QtBot, stage: Scene
) -> None:
    local_network(stage.store, stage.places.trollskogen, stage.places.solbakken)
    synced(stage.store)
    stage.desk.know(replace(stage.me, municipality=""))
    for page in _page(stage, qtbot):
        sees(qtbot, page, "Ingen kommune er valgt")
    leader = stage.places.trollskogen.id
    stage.store.act(lambda session: setattr(get(session, Kindergarten, leader), *_GONE))
    stage.desk.know(replace(stage.me, roles=frozenset({"assistant"})))
    for page in _page(stage, qtbot):
        sees(qtbot, page, "1 barnehage deltar")
        sees(qtbot, page, "Trollskogen barnehage er gått ut. Si fra til sekretariatet")
        page.show_experts()
        offered = {one.text() for one in page.findChildren(QPushButton)}
        assert {"Dekning", "Tilbake"} <= offered
        assert not offered & {
            "Planlegg møte",
            "Gå ut av nettverket",
            "Løftede saker",
            "Bli ekspertbarnehage",
        }


def lose(stage: Scene) -> None:
    """As sync writes it down when another kindergarten was first, whose network has come."""
    winner = new_id()
    about = {"kind": "network", "record": str(winner), "kindergarten": "Trollskogen barnehage"}
    with stage.store.engine.begin() as connection:
        for row in connection.execute(select(bookkeeping.outbox)).all():
            first = row.kind == "network"
            connection.execute(
                insert(bookkeeping.refused).values(
                    group_id=row.group_id,
                    kind=row.kind,
                    record_id=row.record_id,
                    op=row.op,
                    fields=row.fields,
                    code="taken" if first else "depends_on",
                    field="",
                    about=about if first else {},
                    refused_at=row.saved_at,
                )
            )
        for table in ("sync_mutation", "network", "network_member", "post"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        theirs = Network(
            id=winner,
            name="Nettverket i Levanger",
            level=Level.LOCAL,
            municipality=LEVANGER,
            contact_kindergarten_id=stage.places.trollskogen.id,
        )
        with Session(connection) as session:
            session.add(theirs)
            session.commit()
    stage.store.changes.announce(frozenset({"network", "network_member", "post"}))


def test_the_second_claimant_is_told_who_was_first_and_joins(
    qtbot: QtBot, stage: Scene, page: NetworksPage
) -> None:
    form = EstablishForm(True, True, title="Lokalt nettverk", body="Bli med!")
    stage.store.act(establish, stage.me, form)
    sees(qtbot, page, "Lokalt nettverk Levanger")
    lose(stage)

    said = (
        "Levanger har allerede et lokalt nettverk, ledet av Trollskogen barnehage."
        " Vil dere bli med der?"
    )
    sees(qtbot, page, said)
    sees(qtbot, page, "Nettverket i Levanger")
    asked = [one.text() for one in page.findChildren(QPushButton) if "Bli med" in one.text()]
    assert asked == ["Bli med der"]
    button(page, "Bli med der").click()

    qtbot.waitUntil(lambda: said not in shown(page))
    with stage.store.engine.connect() as connection:
        (state,) = connection.execute(select(NetworkMember.state)).scalars()
        kept = connection.execute(select(bookkeeping.draft)).all()
    assert state is MemberState.JOINED
    assert {row.text for row in kept if row.kind == "new_post"} >= {"Lokalt nettverk", "Bli med!"}


def test_the_contact_kindergarten_sees_its_duties_and_sets_how_they_meet(
    qtbot: QtBot, stage: Scene
) -> None:
    local_network(stage.store, stage.places.solbakken, stage.places.trollskogen)
    synced(stage.store)
    for page in _page(stage, qtbot):
        sees(qtbot, page, "Dette gjør kontaktbarnehagen")
        sees(qtbot, page, "– lede de lokale møtene, også på nett")
        titles = [one.accessibleName() for one in page.place.findChildren(Card)]
        duties, members = "Dette gjør kontaktbarnehagen", "Barnehager i nettverket"
        assert titles.index(duties) < titles.index(members), "in sight however many there are"
        button(page, "Endre").click()
        form = page.panels.settings
        assert nameless(page) == []
        form.often.set_value(2)
        form.quorum.set_value(3)
        button(form, "Lagre").click()
        assert form._quorum_field.error == "Bare 2 barnehager er med. Skriv et mindre tall."
        form.quorum.set_value(2)
        button(form, "Lagre").click()
        sees(qtbot, page, "Annenhver måned")
        sees(qtbot, page, "Minst 2 barnehager")


def test_a_decided_rotation_is_noted_and_can_be_taken_back(qtbot: QtBot, stage: Scene) -> None:
    id_ = local_network(stage.store, stage.places.solbakken, stage.places.trollskogen)
    held(stage.store, id_)
    synced(stage.store)
    for page in _page(stage, qtbot):
        sees(qtbot, page, "Ingen rotasjon er vedtatt.")
        button(page, "Før inn vedtatt rotasjon").click()
        form = page.panels.rotation
        qtbot.waitUntil(form._save.isVisible)
        assert nameless(page) == []
        button(form, "Lagre").click()
        assert form._form.fields[0].error == "Dette må fylles ut."
        form.kindergarten.set_value(stage.places.trollskogen.id)
        form.kindergarten.changed.emit()
        assert form.person.currentText() == "Åse Trones"
        form.item.setCurrentIndex(0)
        button(form, "Lagre").click()
        sees(qtbot, page, "med Åse Trones som kontaktperson")
        button(page, "Trekk tilbake").click()
        sees(qtbot, page, "Ingen rotasjon er vedtatt.")


def test_no_thanks_leads_to_asking_another(qtbot: QtBot, stage: Scene, page: NetworksPage) -> None:
    sees(qtbot, page, "Ingen kontaktbarnehage ennå")
    button(page, "Nei takk").click()
    form = page.panels.ask
    qtbot.waitUntil(form._send.isVisible)
    button(form, "Spør").click()
    assert form._field.error == "Kryss av for minst én."
    form.choices.set_value([stage.places.trollskogen.id])
    button(form, "Spør").click()
    sees(qtbot, page, "Dere har sagt nei takk. Dere kan fortsatt ombestemme dere")
    sees(qtbot, page, "Trollskogen barnehage")
    assert nameless(page) == []

    other = sign_in(stage.store, stage.places.trollskogen)
    view = stage.store.read(look_up, other, LEVANGER)
    assert [one.asked_by for one in view.asked if one.mine] == ["Solbakken barnehage"]


def test_the_raised_cases_follow_changes_again_when_one_comes_back(
    qtbot: QtBot, stage: Scene, page: NetworksPage
) -> None:
    stage.store.act(_case, "Tilskudd")
    page.show_cases()
    qtbot.waitUntil(lambda: len(page.cases.list.rows()) == 1)
    page.close_view()
    page.open()
    stage.store.act(_case, "Vikarer")
    qtbot.waitUntil(lambda: len(page.cases.list.rows()) == 2)


def _case(session: Session, title: str) -> None:
    session.add(
        RaisedCase(
            item_id=new_id(),
            meeting_id=new_id(),
            network_id=new_id(),
            to_network_id=new_id(),
            title=title,
            raised_on=date(2026, 11, 27),
        )
    )
