"""The list of raised cases, the picture of the way, and what is done with both."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from contract.access import member_id
from contract.records import Level, MemberState, Network, NetworkMember, Outcome
from desktop.models import cases
from desktop.models.cases import CaseForm
from desktop.views.cases.page import CasesPage
from desktop.views.cases.way import month_names
from desktop.views.wall_clock import today
from tests.models.network_data import local_network
from tests.models.test_cases import held, told
from tests.views.accessibility import nameless
from tests.views.meetings.hall import Hall
from tests.views.meetings.scene import Scene, scene
from tests.views.opening import on_screen


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path) as found:
        yield found


@pytest.fixture
def page(stage: Scene, qtbot: QtBot) -> Iterator[CasesPage]:
    with on_screen(qtbot, CasesPage(stage.desk), 1100, 860) as made:
        yield made


def levels(stage: Scene) -> tuple[UUID, UUID]:
    """A local network that one leads, and the regional one that one takes part in."""
    local = local_network(stage.store, stage.places.solbakken, stage.places.trollskogen)

    def make(session: Session) -> UUID:
        county = Network(name="Regionalt nettverk", level=Level.REGIONAL, county="50")
        home = stage.places.solbakken.id
        place = NetworkMember(
            id=member_id(county.id, home),
            network_id=county.id,
            kindergarten_id=home,
            state=MemberState.JOINED,
        )
        session.add_all((county, place))
        return county.id

    return local, stage.store.act(make)


def shown(page: CasesPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def sees(qtbot: QtBot, page: CasesPage, text: str) -> None:
    qtbot.waitUntil(lambda: text in shown(page))


def test_without_cases_the_page_says_what_belongs_there(qtbot: QtBot, page: CasesPage) -> None:
    sees(qtbot, page, "Ingen løftede saker")
    (said,) = [one for one in page.findChildren(QLabel) if one.text() == "Ingen løftede saker"]
    assert not said.visibleRegion().isEmpty(), "the list leaves it the room"
    page.begin()
    sees(qtbot, page, "Det er ingen sak å løfte ennå.")
    assert nameless(page) == []


def test_a_case_is_raised_from_a_meeting_and_taken_back(
    qtbot: QtBot, stage: Scene, page: CasesPage
) -> None:
    local, _ = levels(stage)
    item = held(stage.store, stage.me, local, today())
    page.begin(item)
    form = page.raising
    qtbot.waitUntil(lambda: form.item.value() == item)
    assert form.text.value() == "Fire mangler vikarer.\n\nLøftes til fylket."
    form.title_line.set_value("")
    form._on_raise()
    assert form._form.fields[1].error == "Dette må fylles ut."
    form.title_line.set_value("Tilskudd til vikarer")
    assert nameless(page) == []
    form._on_raise()

    sees(qtbot, page, "Saken kommer på sakslisten i det neste møtet Regionalt nettverk planlegger.")
    (row,) = page.list.rows()
    assert row.title == "Tilskudd til vikarer"
    stage.desk.messages.take()
    page._on_withdraw()
    sees(qtbot, page, "Ingen løftede saker")
    (message,) = stage.desk.messages.take()
    assert message.action is not None
    message.action[1]()
    qtbot.waitUntil(lambda: len(page.list.rows()) == 1)


def test_what_came_of_it_is_written_and_the_way_is_drawn(
    qtbot: QtBot, stage: Scene, page: CasesPage
) -> None:
    local, _ = levels(stage)
    day = today()
    start, taken = day - timedelta(days=60), day - timedelta(days=20)
    item = held(stage.store, stage.me, local, start)
    id_ = stage.store.act(cases.raise_case, stage.me, item, CaseForm("Vikarer", "Tekst"), start)
    told(stage.store, id_, number=12, year=2026, taken_on=taken, above_number=3, above_year=2026)
    sees(qtbot, page, "skal melde tilbake innen")
    way = page.way.accessibleDescription()
    assert "Lokalt nettverk Levanger: Løftet, sak 12/26" in way
    assert "Regionalt nettverk: På sakslisten, sak 3/26" in way
    (raised, _), (treated, _) = page.way.points()
    assert raised.x() < treated.x()
    assert raised.y() > treated.y()
    assert len(page.events.rows()) == 2
    one_row, two_rows = page.list.height(), page.events.height()
    assert two_rows - one_row == page.list.view.rowHeight(0), "no list is higher than its rows"
    assert month_names(2026 * 12 + 10, first=True)[0].endswith(" 2026")
    assert month_names(2027 * 12, first=False)[0] == "jan 2027"
    assert not month_names(2027 * 12 + 1, first=False)[0].endswith("2027")

    page._report.click()
    form = page.reporting
    qtbot.waitUntil(form.isVisible)
    form._on_send()
    assert form._field.error == "Dette må fylles ut."
    form.text.set_value("Fylket tar det videre.")
    assert nameless(page) == []
    form._on_send()
    sees(qtbot, page, "Rapporten kommer på neste saksliste i Lokalt nettverk Levanger av seg selv.")
    sees(qtbot, page, "Fylket tar det videre.")


def test_an_item_is_raised_while_the_meeting_is_held(qtbot: QtBot, stage: Scene) -> None:
    hall = Hall(qtbot, stage)
    went: list[tuple[str, object]] = []
    stage.desk.went.connect(lambda area, target: went.append((area, target)))
    editor = hall.view.page.editor
    assert not editor._raise.isEnabled()
    assert "Skriv vedtaket" in editor._raise.toolTip()
    editor.decision.text.set_value("Løftes til fylket.")
    editor.decision.outcome.set_value(Outcome.POSTPONED)
    editor.decision.outcome.changed.emit()
    assert not editor._raise.isEnabled()
    editor.decision.outcome.set_value(Outcome.UNANIMOUS)
    editor.decision.outcome.changed.emit()
    editor._raise.click()
    hall.view.close_view()

    assert went == [("networks", hall.pool)]
