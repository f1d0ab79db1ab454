"""The map of coverage, the table beside it, the growth, and the sheet that is made of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from contract.geography import counties, municipalities
from contract.ids import new_id
from desktop.documents.fact_sheet import fact_sheet_pdf
from desktop.models.coverage import Decided, Month
from desktop.views.coverage.growth import Growth
from desktop.views.coverage.page import CoveragePage
from desktop.views.coverage.tile_map import PLACES
from desktop.views.coverage.words import sheet_of
from desktop.views.theme import current
from tests.documents import reading
from tests.models.network_data import LEVANGER, TODAY, local_network, synced
from tests.views.accessibility import nameless
from tests.views.meetings.scene import Scene, scene
from tests.views.opening import on_screen


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(Path(tmp_path_factory.mktemp("coverage"))) as found:
        local_network(found.store, found.places.solbakken, found.places.trollskogen)
        synced(found.store)
        yield found


@pytest.fixture
def page(stage: Scene, qtbot: QtBot) -> Iterator[CoveragePage]:
    with on_screen(qtbot, CoveragePage(stage.desk), 1100, 860) as made:
        qtbot.waitUntil(lambda: made.counties.rows() != [])
        yield made


def shown(page: CoveragePage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_the_bars_of_growth_stand_below_what_their_colours_mean(qtbot: QtBot) -> None:
    made = Growth()
    qtbot.addWidget(made)
    made.resize(900, 150)
    made.show_months([Month(date(2026, month, 1), 13, 1) for month in range(1, 13)])
    picture = made.grab().toImage()
    bar = next(
        x
        for x in range(600, 900)
        if picture.pixelColor(x, 100).name().upper() == current().tokens.primary
    )
    reached = [
        y
        for y in range(150)
        if picture.pixelColor(bar + 4, y).name().upper() == current().tokens.primary
    ]

    assert 35 < min(reached) < max(reached) < 135
    assert max(reached) > 125, "they stand on the names of the months"


def test_every_county_has_a_tile_and_every_municipality_a_cell(page: CoveragePage) -> None:
    assert set(PLACES) == set(counties())
    assert len(set(PLACES.values())) == len(PLACES)
    value = page._value
    assert value is not None
    cells = [one for part in value.counties for one in page.map._cells(part)]
    assert len(cells) == len(municipalities())
    for part in value.counties:
        assert part.county is not None
        tile = page.map.tile(part.county.number)
        assert all(tile.contains(rect) for rect, _ in page.map._cells(part))


def test_the_country_is_told_in_one_line_and_by_county(page: CoveragePage) -> None:
    assert "3 medlemmer, 1 av 227 kommuner har kontaktbarnehage" in shown(page)
    rows = {part.county.name: part for part in page.counties.rows()}
    assert len(rows) == 15
    assert (rows["Trøndelag"].covered, rows["Trøndelag"].members) == (1, 3)
    assert nameless(page) == []


def test_the_map_is_used_by_keyboard_and_read_aloud(page: CoveragePage) -> None:
    page.map.setFocus()
    assert "Trøndelag" in page.map.accessibleDescription()
    QTest.keyClick(page.map, Qt.Key.Key_Up)
    assert page.map.accessibleDescription().startswith("Nordland: 0 medlemmer")
    QTest.keyClick(page.map, Qt.Key.Key_Down)
    QTest.keyClick(page.map, Qt.Key.Key_Left)
    QTest.keyClick(page.map, Qt.Key.Key_Right)
    QTest.keyClick(page.map, Qt.Key.Key_Return)
    assert page.shown.value() in PLACES
    assert page._tables.currentWidget() is page.places


def test_arrows_reach_every_county(page: CoveragePage) -> None:
    arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
    seen, waiting = {"50"}, ["50"]
    while waiting:
        start = waiting.pop()
        for arrow in arrows:
            page.map.choose(start)
            QTest.keyClick(page.map, arrow)
            if page.map._at not in seen:
                seen.add(page.map._at)
                waiting.append(page.map._at)
    assert seen == set(PLACES)


def test_a_county_shows_its_municipalities_and_leads_to_one(
    qtbot: QtBot, page: CoveragePage
) -> None:
    page.map.chosen.emit("50")
    names = [place.name for place in page.places.rows()]
    assert "Levanger" in names
    assert page.places.choose(LEVANGER)
    with qtbot.waitSignal(page.looked_up) as asked:
        page.places.open_current()
    assert asked.args == [LEVANGER]


def test_growth_is_shown_as_numbers_too(page: CoveragePage) -> None:
    page.show_part("months")
    months = page.months.rows()
    assert len(months) == 12
    assert (months[0].members, months[0].covered) == (3, 1)
    assert "3 medlemmer, 1 kommuner" in page.growth.accessibleDescription()


@pytest.mark.parametrize(
    ("county", "place", "title", "said"),
    [
        ("", "", "Norge", "1 av 227 kommuner med privat barnehage har kontaktbarnehage"),
        ("", "", "Fylke for fylke", "Trøndelag 3 233 1 av 23"),
        ("50", "", "Trøndelag", "Levanger 3 13 ja"),
        ("50", LEVANGER, "Levanger", "Solbakken barnehage"),
    ],
)
def test_the_sheet_is_one_page_of_public_figures_with_sources(
    qtbot: QtBot, page: CoveragePage, county: str, place: str, title: str, said: str
) -> None:
    page.show_part(county)
    page.places.view.clearSelection()
    if place:
        page.places.choose(place)
    page.make_sheet()
    qtbot.waitUntil(page.panel.isVisible)
    assert page.panel.about.value() == (county, place)
    page.panel._make()
    qtbot.waitUntil(lambda: page.pdf.pdf != b"")

    (words,) = reading.pages(page.pdf.pdf)
    for wanted in ("Faktaark", title, said, "Nasjonalt barnehageregister", "SSB"):
        assert wanted in words
    for person in ("Kari Solberg", "Åse Trones"):
        assert person not in words


def test_one_chooses_what_the_sheet_is_about(qtbot: QtBot, page: CoveragePage) -> None:
    page.show_part("18")
    page.make_sheet()
    about = page.panel.about
    offered = [about.itemText(at) for at in range(about.count())]
    assert offered == ["Levanger", "Trøndelag", "Nordland", "Hele landet"]
    about.set_value(("50", LEVANGER))
    page.panel._make()
    qtbot.waitUntil(lambda: page.pdf.pdf != b"")
    assert "Levanger" in reading.words(page.pdf.pdf)


def test_a_sheet_with_all_counties_and_long_decisions_is_one_page(page: CoveragePage) -> None:
    value = page._value
    assert value is not None
    long = "Nettverket ber kommunen om å dekke halvparten av det som vikarpoolen koster. " * 4
    decided = [Decided(new_id(), "Lokalt nettverk Levanger", TODAY, "Vikarer", long)] * 4
    facts = sheet_of(value.country, None, decided, TODAY, value.counties)

    (words,) = reading.pages(fact_sheet_pdf(facts))
    for county in counties().values():
        assert county.name in words
    assert words.count("Lokalt nettverk Levanger") == 4
    assert "SSB" in words
