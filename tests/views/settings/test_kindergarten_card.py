"""The own kindergarten in the settings: PBL, and leaving the network."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from contract.records import Level, Network
from desktop.models import kindergarten, staff
from desktop.models.kindergarten import OwnKindergarten
from desktop.models.staff import EnrolmentForm
from desktop.models.stand_in import Period, deputies
from desktop.views.settings.kindergarten_card import KindergartenCard
from desktop.views.settings.stand_in_card import StandInCard
from tests.views.accessibility import nameless
from tests.views.office import Office, office

TODAY = date.today()  # noqa: DTZ011 - the wall calendar, as the card reads it


@pytest.fixture
def solbakken(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as opened:
        form = EnrolmentForm("Kari Nes", "kari@example.no", frozenset({"cook"}), date(2025, 8, 1))
        opened.store.act(staff.enrol, opened.kindergarten, form)
        yield opened


def shown(qtbot: QtBot, at: Office) -> KindergartenCard:
    card = KindergartenCard(at.desk)
    qtbot.addWidget(card)
    at.desk.changed.connect(card.listen)
    card.load()
    qtbot.waitUntil(lambda: card.found is not None)
    return card


def own(at: Office) -> OwnKindergarten:
    return at.store.read(kindergarten.own, at.kindergarten, TODAY)


def test_a_leaving_is_reported_with_what_it_costs_and_undone(
    qtbot: QtBot, solbakken: Office
) -> None:
    solbakken.keep(
        Network(
            name="Lokalt nettverk Levanger",
            level=Level.LOCAL,
            municipality="5037",
            contact_kindergarten_id=solbakken.kindergarten,
            support_confirmed=True,
            ready_to_lead=True,
        )
    )
    card = shown(qtbot, solbakken)
    assert "1 innmeldt person" in card._costs.text()
    assert "Dere leder Lokalt nettverk Levanger" in card._costs.text()
    last = TODAY + timedelta(days=30)
    card.day.set_value(last)
    card.leave()
    qtbot.waitUntil(lambda: own(solbakken).leaves_on == last)
    qtbot.waitUntil(lambda: not card.back.isHidden())
    assert card.report.isHidden()

    solbakken.undo()
    qtbot.waitUntil(lambda: own(solbakken).leaves_on is None)
    qtbot.waitUntil(lambda: not card.report.isHidden())


def test_a_day_gone_by_is_told_beside_the_field(qtbot: QtBot, solbakken: Office) -> None:
    card = shown(qtbot, solbakken)
    card.leave()
    assert card._field.error == "Skriv siste dag."
    card.day.set_value(TODAY - timedelta(days=1))
    card.leave()

    assert "kan ikke være passert" in card._field.error
    assert own(solbakken).leaves_on is None


def test_membership_of_pbl_is_noted_and_undone(qtbot: QtBot, solbakken: Office) -> None:
    card = shown(qtbot, solbakken)
    card.pbl.set_value(True)
    card.pbl.changed.emit()
    qtbot.waitUntil(lambda: own(solbakken).pbl is True)
    qtbot.waitUntil(lambda: bool(solbakken.said))
    solbakken.undo()

    qtbot.waitUntil(lambda: own(solbakken).pbl is None)
    assert nameless(card) == []


def test_only_those_who_lead_the_kindergarten_see_the_card(qtbot: QtBot, tmp_path: Path) -> None:
    with office(tmp_path, "assistant") as at:
        card = KindergartenCard(at.desk)
        qtbot.addWidget(card)
        card.load()

        assert card.isHidden()


def test_a_head_lets_a_deputy_stand_in_and_takes_it_back(qtbot: QtBot, solbakken: Office) -> None:
    form = EnrolmentForm("Åse Moe", "ase@example.no", frozenset({"deputy_head"}), date(2025, 8, 1))
    solbakken.store.act(staff.enrol, solbakken.kindergarten, form)
    card = StandInCard(solbakken.desk)
    qtbot.addWidget(card)
    solbakken.desk.changed.connect(card.listen)
    card.load()
    qtbot.waitUntil(lambda: len(card.rows) == 1)
    assert nameless(card) == []

    card.rows[0].starts.set_value(TODAY)
    card.rows[0].ends.set_value(TODAY - timedelta(days=1))
    card.rows[0].save.click()
    qtbot.waitUntil(lambda: bool(card.rows[0].until.error))
    last = TODAY + timedelta(days=7)
    card.rows[0].ends.set_value(last)
    card.rows[0].save.click()

    def period() -> Period | None:
        (found,) = solbakken.store.read(deputies, solbakken.desk.me, TODAY)
        return found.period

    qtbot.waitUntil(lambda: period() == Period(TODAY, last))
    qtbot.waitUntil(lambda: any("Åse Moe er stedfortreder" in one for one in solbakken.texts()))
    solbakken.undo()
    qtbot.waitUntil(lambda: period() is None)
