"""Submitted minutes are found, bound, listed and checked in the archive's real pages."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from uuid import UUID

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from contract.minutes import Raised
from contract.records import Level
from desktop.documents import minutes_pdf, notice_pdf
from desktop.documents.inside import inside
from desktop.models.archive import Narrowed, collected
from desktop.views.meetings.archive_view import ArchiveView
from desktop.views.meetings.minutes_values import minutes_of
from desktop.views.meetings.page import MeetingsPage
from desktop.views.meetings.pdf_page import PdfPage
from desktop.views.sync.text_side import TextSide
from tests.documents import reading
from tests.documents.examples import NOTICE
from tests.models.submitted import archived, item
from tests.models.submitted import network as other_network
from tests.views.accessibility import nameless
from tests.views.meetings.scene import Scene

RAISED = [Raised(1, 2026, "Vikarpool", "Regionalt nettverk Trøndelag", "regional")]


@pytest.fixture
def kept(stage: Scene, network: UUID) -> list[UUID]:
    """Minutes of a local network and of the regional one."""
    regional = other_network(stage.store, "Regionalt nettverk Trøndelag", Level.REGIONAL)
    return [
        archived(
            stage.store,
            network,
            item("Vikarpool", "Solbakken"),
            item("=1+1"),
            chair=stage.places.solbakken.person,
            raised=RAISED,
        ),
        archived(stage.store, regional, item("Språk", decision="Vi samler ønsker."), number=4),
    ]


@pytest.fixture
def view(stage: Scene, kept: list[UUID], qtbot: QtBot) -> Iterator[ArchiveView]:
    page = MeetingsPage(stage.desk)
    qtbot.addWidget(page)
    page.resize(1100, 800)
    page.show()
    page.open()
    page.show_target("archive")
    assert page.current() is page.archive
    qtbot.waitUntil(lambda: len(rows(page.archive)) == 2)
    yield page.archive
    page.close_view()


def rows(view: ArchiveView) -> list[str]:
    buttons = view.page._rows.findChildren(QAbstractButton)
    return [each.accessibleName() for each in buttons]


def genuine(stage: Scene) -> bytes:
    """The PDF of the local network's minutes."""
    (now,) = stage.store.read(collected, Narrowed(level=Level.LOCAL))
    return minutes_pdf(minutes_of(now))


def test_minutes_are_searched_and_narrowed(qtbot: QtBot, view: ArchiveView) -> None:
    view.page.search.setText("vikarpool")
    qtbot.waitUntil(lambda: len(rows(view)) == 1)
    assert "Vikarpool enstemmig vedtatt" in rows(view)[0]

    view.page.search.clear()
    view.page.level.set_value(Level.REGIONAL)
    view.page.level.changed.emit()
    qtbot.waitUntil(lambda: len(rows(view)) == 1 and "Trøndelag" in rows(view)[0])
    assert view.page._facts.text() == "1 av 2 referater"

    view.page.search.setText("finnes ikke")
    qtbot.waitUntil(view.page._empty.isVisible)


def test_every_control_has_a_name(view: ArchiveView) -> None:
    assert nameless(view.page) == []


def test_long_lines_end_in_an_ellipsis_and_the_page_stays_as_wide_as_the_window(
    qtbot: QtBot, view: ArchiveView, stage: Scene, kept: list[UUID]
) -> None:
    view.page.window().resize(792, 700)
    view.page.search.setText("vi")
    qtbot.waitUntil(lambda: "enstemmig vedtatt" in rows(view)[0])

    assert view.page._list.minimumSizeHint().width() < 400


def test_minutes_are_opened_and_printed_without_what_was_left_out(
    qtbot: QtBot, view: ArchiveView, kept: list[UUID]
) -> None:
    view.page.opened.emit(kept[0])
    qtbot.waitUntil(lambda: b"%PDF" in view.minutes.pdf)
    assert inside(view.minutes.pdf).values is not None
    assert "sendt inn 25.09.2026 kl. 02.00" in view.minutes._facts.text()
    assert "Innsendt 25.09.2026 kl. 02.00 · versjon 1" in reading.words(view.minutes.pdf)
    assert view.minutes.raised.text() == (
        "Saker løftet videre: 1/26 Vikarpool (Regionalt nettverk Trøndelag)."
    )
    assert "Drøfting" in reading.words(view.minutes.pdf)

    view.minutes.parts["discussion"].setChecked(False)
    qtbot.waitUntil(lambda: b"%PDF" in view.minutes.pdf)
    assert "Drøfting" not in reading.words(view.minutes.pdf)
    assert "utdrag" in reading.words(view.minutes.pdf)
    assert inside(view.minutes.pdf).values is None


def test_the_decisions_of_what_is_listed_are_shown_and_bound(
    qtbot: QtBot, view: ArchiveView
) -> None:
    view.page.level.set_value(Level.LOCAL)
    view.page.level.changed.emit()  # asked for before what is listed has followed
    view.show_decisions()
    qtbot.waitUntil(lambda: b"%PDF" in view.document.pdf)
    assert "2 saker" in reading.words(view.document.pdf)
    assert view.document._name == "Vedtaksprotokoll 2026 Lokalt nettverk Levanger"
    assert "Vedtaksprotokoll 2026" in reading.words(view.document.pdf)
    assert view.current() is view.document

    decisions = view.document.pdf
    view.show_bound()
    qtbot.waitUntil(lambda: view.document.pdf not in (b"", decisions))
    assert "Møtereferater 2026" in reading.words(view.document.pdf)
    assert "Innhold" in reading.words(view.document.pdf)


def test_no_document_is_saved_under_the_name_of_another(
    qtbot: QtBot, stage: Scene, tmp_path: Path
) -> None:
    names: list[str] = []

    def where(_parent: object, name: str) -> Path:
        names.append(name)
        return tmp_path / name

    page = PdfPage(stage.desk, where=where)
    qtbot.addWidget(page)
    save = next(one for one in page.findChildren(QAbstractButton) if "Lagre" in one.text())
    page.show_pdf(lambda: notice_pdf(NOTICE), "A")
    assert not save.isEnabled()
    qtbot.waitUntil(save.isEnabled)

    slow = Event()

    def make_late() -> bytes:
        slow.wait(5)
        return notice_pdf(NOTICE)

    page.show_pdf(make_late, "B")
    page.save()
    assert (page.pdf, page.preview.page_count(), names) == (b"", 0, [])
    assert not save.isEnabled()

    page.show_pdf(lambda: notice_pdf(replace(NOTICE, message="Velkommen.")), "C")
    qtbot.waitUntil(lambda: page.pdf != b"")
    slow.set()
    stage.desk.background.close()
    QApplication.processEvents()
    page.save()
    assert "Velkommen." in reading.words(page.pdf)
    assert names == ["C.pdf"]


def test_decisions_become_an_excel_file_that_reckons_nothing(
    qtbot: QtBot, view: ArchiveView, tmp_path: Path
) -> None:
    target = tmp_path / "vedtak.xlsx"
    view.page._where = lambda *_: target

    view.page.save_table()

    qtbot.waitUntil(target.is_file)
    with zipfile.ZipFile(target) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in words
    assert "Vikarpool" in words


def as_made_before(stage: Scene) -> bytes:
    """The same with the foot of a page as it was before it told when they were handed in."""
    (now,) = stage.store.read(collected, Narrowed(level=Level.LOCAL))
    return minutes_pdf(replace(minutes_of(now), submitted_at=None))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (genuine, "slik det ble sendt inn"),
        (as_made_before, "slik det ble sendt inn"),
        (lambda _stage: notice_pdf(NOTICE), "ingenting å sammenligne"),
        (lambda _stage: b"<html>", "ikke en PDF"),
    ],
    ids=["genuine", "of before", "a notice", "no PDF"],
)
def test_a_file_is_checked(
    qtbot: QtBot,
    stage: Scene,
    view: ArchiveView,
    tmp_path: Path,
    make: Callable[[Scene], bytes],
    said: str,
) -> None:
    path = tmp_path / "referat.pdf"
    path.write_bytes(make(stage))
    view.page._which = lambda _parent: path

    view.page.check()

    qtbot.waitUntil(lambda: said in view.page.told())


def test_pages_that_say_something_else_than_their_values_are_told(
    qtbot: QtBot, stage: Scene, view: ArchiveView
) -> None:
    (now,) = stage.store.read(collected, Narrowed(level=Level.LOCAL))
    other = msgspec.structs.replace(now.content, items=[item("Vikarpool", decision="Vi avslår.")])
    forged = minutes_of(replace(now, content=other))

    view.look_into(minutes_pdf(forged))

    qtbot.waitUntil(lambda: "sier noe annet" in view.page.told())


def test_the_chair_corrects_minutes_and_what_is_typed_outlives_leaving(
    qtbot: QtBot, stage: Scene, view: ArchiveView, kept: list[UUID]
) -> None:
    view.show_minutes(kept[0])
    qtbot.waitUntil(view.minutes.correct.isVisible)
    view.minutes.correct.click()
    page = view.correction
    qtbot.waitUntil(lambda: view.current() is page)
    assert nameless(page) == []

    page.controls["0:decision"].setPlainText("Vi prøver til jul.")
    page.send()
    qtbot.waitUntil(lambda: "Skriv hvorfor" in page.said())
    page.controls["1:follow_ups"].setPlainText("ring kommunen")
    page.show_differences()
    assert "som er merket" in page.said()
    page.controls["1:follow_ups"].setPlainText("Åse: ring kommunen")
    page.compare.click()
    assert [side.toPlainText() for side in page.findChildren(TextSide)] == [
        "Vi prøver felles vikarpool.",
        "Vi prøver til jul.",
        "",
        "Åse: ring kommunen",
    ]
    page.controls["1:outcome"].set_value("carried")
    page.controls["1:outcome"].changed.emit()
    assert page.controls["1:votes_for"].isVisible()
    page.back.emit()
    qtbot.waitUntil(lambda: view.current() is view.minutes)
    page.flush()
    view.show_step(kept[0], "correct")
    qtbot.waitUntil(lambda: page.controls["0:decision"].value() == "Vi prøver til jul.")

    page.controls["1:outcome"].set_value("unanimous")
    page.controls["reason"].setText("Fristen manglet")
    page.send()

    qtbot.waitUntil(lambda: view.current() is view.minutes)
    qtbot.waitUntil(lambda: "venter på sending" in view.minutes._facts.text())
    assert not view.minutes.correct.isVisible()


def test_two_versions_stand_side_by_side_with_what_differs_marked(
    qtbot: QtBot, stage: Scene, view: ArchiveView, kept: list[UUID], network: UUID
) -> None:
    changed = item("Vikarpool", "Solbakken", decision="Vi prøver felles vikarpool til jul.")
    archived(stage.store, network, changed, item("=1+1"), meeting=kept[0], version=2, raised=RAISED)

    view.show_minutes(kept[0])
    qtbot.waitUntil(view.minutes.versions.isVisible)
    view.minutes.versions.click()
    qtbot.waitUntil(lambda: view.current() is view.versions)

    sides = view.versions.findChildren(TextSide)
    assert [side.toPlainText() for side in sides] == [
        "Vi prøver felles vikarpool.",
        "Vi prøver felles vikarpool til jul.",
    ]
    assert sides[1].accessibleName() == "1/26 Vikarpool, Vedtak, etter"
    assert "Skrivefeil" in view.versions._told.text()
    assert nameless(view.versions) == []


def test_a_submitted_meeting_leads_to_its_correction_and_follows_it(
    qtbot: QtBot, stage: Scene, view: ArchiveView, kept: list[UUID], network: UUID
) -> None:
    page = next(one for one in QApplication.allWidgets() if isinstance(one, MeetingsPage))
    page.show_target(kept[0])
    qtbot.waitUntil(lambda: page._hold is not None and page._hold.document.correct.isVisible())
    assert page._hold is not None
    shown = page._hold.document
    changed = item("Vikarpool", "Solbakken", decision="Vi prøver felles vikarpool til jul.")
    archived(stage.store, network, changed, item("=1+1"), meeting=kept[0], version=2)
    stage.store.changes.announce(frozenset({"minutes"}))
    qtbot.waitUntil(lambda: "versjon 2" in shown._facts.text())
    shown.correct.click()
    qtbot.waitUntil(lambda: page.current() is view and view.current() is view.correction)
