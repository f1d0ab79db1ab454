"""The page «Oversikt», before and after the database is open to it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from contract.ids import new_id
from contract.records import (
    ContactRequest,
    FollowUp,
    Guideline,
    GuidelineKind,
    Level,
    Meeting,
    MeetingState,
    Network,
    Post,
)
from desktop.models import bookkeeping
from desktop.views.overview.page import OverviewPage
from desktop.views.overview.words import due, greeting
from tests.views.accessibility import nameless
from tests.views.office import Office, office

NOW = datetime(2026, 11, 26, 8, 20)  # noqa: DTZ001 - a clock on the wall
LEVANGER = new_id()


@pytest.fixture
def solbakken(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as opened:
        yield opened


def opened(qtbot: QtBot, at: Office) -> OverviewPage:
    page = OverviewPage(at.desk, at.store.path, now=lambda: NOW)
    qtbot.addWidget(page)
    page.resize(1128, 860)
    page.open()
    page.show()
    return page


def texts(page: OverviewPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible() and one.text()]


def says(page: OverviewPage, text: str) -> Callable[[], bool]:
    return lambda: text in texts(page)


def buttons(page: OverviewPage, name: str) -> list[QAbstractButton]:
    return [
        one
        for one in page.findChildren(QAbstractButton)
        if one.isVisible() and name in (one.accessibleName(), one.text())
    ]


def press(page: OverviewPage, name: str) -> None:
    found = buttons(page, name)
    assert found, name
    found[0].click()


def guideline(title: str, kind: GuidelineKind) -> Guideline:
    return Guideline(kind=kind, version=1, title=title, body=f"{title}: dette gjelder.")


def meeting(title: str, on: date) -> Meeting:
    return Meeting(
        network_id=LEVANGER,
        title=title,
        on=on,
        starts=time(9),
        ends=time(10, 30),
        state=MeetingState.CALLED,
    )


def follow_up(task: str, due_on: date) -> FollowUp:
    return FollowUp(
        meeting_id=new_id(),
        agenda_item_id=new_id(),
        network_id=LEVANGER,
        task=task,
        responsible="Ola Dahl",
        due_on=due_on,
    )


def test_the_page_is_filled_before_the_database_is_open(qtbot: QtBot, tmp_path: Path) -> None:
    with office(tmp_path, attached=False) as at:
        at.keep(meeting("Nettverksmøte", NOW.date()))
        page = opened(qtbot, at)

        assert "God morgen, Ingrid" in texts(page)
        assert "Torsdag 26. november 2026" in texts(page)
        assert "I dag kl. 09.00: Nettverksmøte" in texts(page)
        page.close_view()


def test_without_a_path_the_page_reads_the_open_database(qtbot: QtBot, solbakken: Office) -> None:
    page = OverviewPage(solbakken.desk, now=lambda: NOW)
    qtbot.addWidget(page)
    page.show()
    page.open()
    qtbot.waitUntil(says(page, "God morgen, Ingrid"))


def test_a_page_shown_while_the_file_is_migrated_is_filled_afterwards(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with office(tmp_path, attached=False) as at:
        page = OverviewPage(at.desk, None, now=lambda: NOW)
        qtbot.addWidget(page)
        page.open()
        page.show()
        assert "God morgen" in texts(page)

        at.attach()
        qtbot.waitUntil(says(page, "God morgen, Ingrid"))
        page.close_view()


def test_a_ticked_follow_up_goes_and_comes_back_by_undo(qtbot: QtBot, solbakken: Office) -> None:
    solbakken.keep(follow_up("Samle tall", date(2026, 11, 20)))
    page = opened(qtbot, solbakken)
    assert "6 dager over fristen" in texts(page)

    press(page, "Samle tall")
    qtbot.waitUntil(lambda: "Samle tall" not in texts(page))
    qtbot.waitUntil(lambda: solbakken.texts() == ["Gjort: Samle tall"])
    solbakken.undo()
    qtbot.waitUntil(says(page, "Samle tall"))


def test_a_tick_before_the_database_is_open_is_not_lost(qtbot: QtBot, tmp_path: Path) -> None:
    with office(tmp_path, attached=False) as at:
        at.keep(follow_up("Samle tall", date(2026, 12, 20)))
        page = opened(qtbot, at)
        press(page, "Samle tall")
        at.attach()
        qtbot.waitUntil(lambda: at.texts() == ["Gjort: Samle tall"])
        page.close_view()


def test_reading_both_guidelines_ticks_the_first_step(qtbot: QtBot, solbakken: Office) -> None:
    solbakken.keep(
        guideline("Retningslinjer", GuidelineKind.GUIDELINES),
        guideline("Brukervilkår", GuidelineKind.TERMS),
    )
    page = opened(qtbot, solbakken)
    assert "0 av 6" in texts(page)

    page.read()
    qtbot.waitUntil(says(page, "Retningslinjer: dette gjelder."))
    press(page, "Jeg har lest dette")
    qtbot.waitUntil(says(page, "Brukervilkår: dette gjelder."))
    press(page, "Jeg har lest dette")
    qtbot.waitUntil(says(page, "1 av 6"))
    qtbot.waitUntil(page.panel.isHidden)

    page.read()
    qtbot.waitUntil(says(page, "Retningslinjer: dette gjelder."))
    qtbot.waitUntil(lambda: bool(buttons(page, "Brukervilkår")))
    press(page, "Brukervilkår")
    qtbot.waitUntil(says(page, "Brukervilkår: dette gjelder."))


def test_a_finished_checklist_folds_away_and_can_be_seen_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with office(tmp_path, "owner") as at:
        at.keep(guideline("Retningslinjer", GuidelineKind.GUIDELINES))
        page = opened(qtbot, at)
        assert page.checklist.isVisible()
        page.read()
        qtbot.waitUntil(page.panel.isVisible)
        press(page, "Jeg har lest dette")

        qtbot.waitUntil(page.folded.isVisible)
        assert not page.checklist.isVisible()
        press(page, "Vis")
        assert page.checklist.isVisible()
        page.close_view()


def test_the_contact_kindergarten_is_named_where_a_network_is_to_be_found(
    qtbot: QtBot, solbakken: Office
) -> None:
    page = opened(qtbot, solbakken)
    assert "Ingen kontaktbarnehage ennå" in texts(page)

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
    qtbot.waitUntil(says(page, "Med i Lokalt nettverk Levanger"))


def test_rows_lead_to_what_they_tell_of(qtbot: QtBot, solbakken: Office) -> None:
    held = meeting("Nettverksmøte", NOW.date())
    later = meeting("Regionmøte", date(2026, 12, 10))
    news = Post(
        category_id=new_id(),
        kindergarten_id=None,
        author_id=new_id(),
        author_name="Kari Nes",
        title="Hei fra Fjordglimt",
        body="Tekst",
    )
    asked = ContactRequest(kindergarten_id=solbakken.kindergarten, municipality="5037", county="50")
    solbakken.keep(held, later, news, asked)
    page = opened(qtbot, solbakken)

    press(page, "Åpne møtet")
    press(page, "Regionmøte, 09.00–10.30, 10. des, Innkalt")
    press(page, "Hei fra Fjordglimt, Ikke sendt")
    press(page, "Nytt møte")
    press(page, "Start: Meld inn deg selv, eier og ansatte")
    words = "Levanger har ingen ennå. Svar der: ta oppgaven, eller si nei takk."
    press(page, f"Vil dere være kontaktbarnehage?, {words}")
    assert solbakken.went == [
        ("meetings", held.id),
        ("meetings", later.id),
        ("forum", news.id),
        ("meetings", "new"),
        ("staff", None),
        ("networks", "5037"),
    ]


def test_a_meeting_that_is_held_is_made_ready_before_anybody_goes_there(
    qtbot: QtBot, solbakken: Office
) -> None:
    held = meeting("Nettverksmøte", NOW.date())
    held.state = MeetingState.IN_PROGRESS
    solbakken.keep(held)

    with qtbot.waitSignal(solbakken.desk.ready_wanted) as wanted:
        opened(qtbot, solbakken)

    assert wanted.args == ["meetings"]


def test_refusals_and_conflicts_are_told_on_top(qtbot: QtBot, solbakken: Office) -> None:
    with solbakken.store.engine.begin() as connection:
        for table, more in (
            (bookkeeping.conflict, {"field": "title", "found_at": NOW.astimezone()}),
            (
                bookkeeping.refused,
                {
                    "op": "create",
                    "fields": {},
                    "code": "taken",
                    "about": {},
                    "refused_at": NOW.astimezone(),
                },
            ),
        ):
            values = {"kind": "post", "record_id": new_id(), **more}
            connection.execute(insert(table).values(values))
    page = opened(qtbot, solbakken)

    assert {"1 konflikt må avklares", "1 endring ble avvist"} <= set(texts(page))
    press(
        page,
        "1 konflikt må avklares, To har skrevet på samme sted. Velg hva som skal stå., Konflikt",
    )
    assert solbakken.went == [("sync", None)]


def test_an_empty_page_says_what_belongs_there(qtbot: QtBot, solbakken: Office) -> None:
    found = texts(opened(qtbot, solbakken))
    assert "Ingen møter er planlagt. Møter dere blir innkalt til, vises her." in found
    assert "Ingenting å følge opp. Oppgaver fra møtene står her til de er gjort." in found
    assert "Ingen innlegg ennå. De hentes når du er på nett." in found


def test_every_control_of_the_page_has_a_name(qtbot: QtBot, solbakken: Office) -> None:
    solbakken.keep(
        meeting("Nettverksmøte", NOW.date()), follow_up("Samle tall", date(2026, 12, 20))
    )
    assert nameless(opened(qtbot, solbakken)) == []


@pytest.mark.parametrize(
    ("hour", "said"),
    [(7, "God morgen, Ingrid"), (13, "God dag, Ingrid"), (19, "God kveld, Ingrid")],
)
def test_the_greeting_follows_the_clock(hour: int, said: str) -> None:
    assert greeting(NOW.replace(hour=hour), "Ingrid Solberg") == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 25), "1 dag over fristen"),
        (date(2026, 11, 26), "Frist i dag"),
        (date(2026, 11, 27), "i morgen"),
        (date(2026, 12, 11), "11. des"),
        (None, "Uten frist"),
    ],
)
def test_due_dates_are_told_in_words(day: date | None, said: str) -> None:
    assert due(day, NOW.date())[0] == said
