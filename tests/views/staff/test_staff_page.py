"""The page «Ansatte» on a real database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.models import staff, staff_drafts
from desktop.models.staff import EnrolmentForm, Member, Status
from desktop.texts import long_date
from desktop.views.staff.page import StaffPage
from desktop.views.staff.words import role_text
from tests.views.accessibility import nameless
from tests.views.office import EMAIL, Office, office

TODAY = date.today()  # noqa: DTZ011 - the wall calendar, as the page reads it


@pytest.fixture
def solbakken(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as opened:
        yield opened


def enrol(at: Office, name: str, *roles: str, email: str = "") -> UUID:
    address = email or name.lower().replace(" ", ".") + "@example.no"
    form = EnrolmentForm(name, address, frozenset(roles or {"assistant"}), date(2025, 8, 1))
    return at.store.act(staff.enrol, at.kindergarten, form)


def people(at: Office) -> dict[str, Member]:
    found = at.store.read(staff.staff, at.kindergarten, TODAY)
    return {one.name: one for one in found.members}


def shown(page: StaffPage) -> list[str]:
    return [one.name for one in page.table.rows()]


def opened(qtbot: QtBot, at: Office) -> StaffPage:
    page = StaffPage(at.desk)
    qtbot.addWidget(page)
    page.resize(1128, 860)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.open()
    qtbot.waitUntil(lambda: page._is_shown)
    return page


def button(page: StaffPage, text: str) -> QPushButton:
    found = [
        one
        for one in page.findChildren(QPushButton)
        if one.text().strip() == text and one.isVisible()
    ]
    assert found, text
    return found[0]


def press(page: StaffPage, text: str) -> None:
    button(page, text).click()


def write(qtbot: QtBot, page: StaffPage, name: str, email: str) -> None:
    fields = page.panel.fields
    for line, text in ((fields.name, name), (fields.email, email)):
        line.setFocus()
        line.clear()
        QTest.keyClicks(line, text)


def choose_role(page: StaffPage, code: str) -> None:
    page.panel.fields.roles.set_value([*page.panel.fields.roles.value(), code])
    page.panel.fields.roles.changed.emit()


def test_somebody_enrolled_stands_in_the_list_as_not_sent(qtbot: QtBot, solbakken: Office) -> None:
    page = opened(qtbot, solbakken)
    press(page, "Meld inn ansatt")
    write(qtbot, page, "Kari Nes", "kari@example.no")
    choose_role(page, "cook")
    last = page.panel.fields.by_name["ends_on"]
    page.panel.fields.ends_on.set_value(TODAY - timedelta(days=1))
    press(page, "Meld inn")
    assert last.error == "Slutten kan ikke være før starten."
    page.panel.fields.ends_on.set_value(TODAY + timedelta(days=30))
    press(page, "Meld inn")

    qtbot.waitUntil(lambda: shown(page) == ["Kari Nes"])
    kari = people(solbakken)["Kari Nes"]
    assert (kari.form.roles, kari.ends_on) == (frozenset({"cook"}), TODAY + timedelta(days=30))
    assert "Kari Nes er meldt inn." in solbakken.texts()
    qtbot.waitUntil(lambda: page.panel.fields.name.value() == "")

    solbakken.undo()
    qtbot.waitUntil(lambda: shown(page) == [])


def test_a_wrong_address_is_told_beside_the_field_when_it_is_left(
    qtbot: QtBot, solbakken: Office
) -> None:
    page = opened(qtbot, solbakken)
    page.add()
    write(qtbot, page, "Kari Nes", "kari(at)example.no")
    page.panel.fields.mobile.setFocus()
    field = page.panel.fields.by_name["email"]
    qtbot.waitUntil(lambda: "e-postadresse" in field.error)

    page.panel.enrol()
    assert people(solbakken) == {}

    write(qtbot, page, "Kari Nes", "kari@example.no")
    assert field.error == ""


def test_an_address_of_somebody_enrolled_is_told_with_the_name(
    qtbot: QtBot, solbakken: Office
) -> None:
    enrol(solbakken, "Kari Nes", email="kari@example.no")
    page = opened(qtbot, solbakken)
    page.add()
    write(qtbot, page, "Karianne", "KARI@example.no")
    page.panel.fields.mobile.setFocus()

    qtbot.waitUntil(lambda: "Kari Nes er allerede" in page.panel.fields.by_name["email"].error)


def test_for_one_who_has_left_the_way_back_is_told(qtbot: QtBot, solbakken: Office) -> None:
    id_ = enrol(solbakken, "Kari Nes", email="kari@example.no")
    solbakken.store.act(staff.set_end, id_, date(2025, 12, 31))
    page = opened(qtbot, solbakken)
    page.add()
    write(qtbot, page, "Kari Nes", "kari@example.no")
    page.panel.fields.mobile.setFocus()

    qtbot.waitUntil(lambda: "sluttmeldingen" in page.panel.fields.by_name["email"].error)


def test_the_panel_says_whether_it_adds_or_edits(qtbot: QtBot, solbakken: Office) -> None:
    id_ = enrol(solbakken, "Kari Nes")
    page = opened(qtbot, solbakken)
    page.add()
    assert page.panel.accessibleName() == "Meld inn ansatt"

    page.table.choose(id_)
    assert page.panel.accessibleName() == "Endre ansatt"
    assert page.panel.fields.name.value() == "Kari Nes"


def test_roles_tell_what_they_give_access_to(qtbot: QtBot, solbakken: Office) -> None:
    page = opened(qtbot, solbakken)
    page.add()
    choose_role(page, "assistant")
    described = page.panel.fields.roles.accessibleDescription
    assert described() == "Gir tilgang til: forumet. Ikke til: møter og referater, ansattlisten."

    choose_role(page, "owner_representative")
    assert described() == "Gir tilgang til: forumet, Eierforum, møter og referater, ansattlisten."


def test_a_change_saves_itself_when_the_field_is_left(qtbot: QtBot, solbakken: Office) -> None:
    id_ = enrol(solbakken, "Kari Nes")
    page = opened(qtbot, solbakken)
    page.table.choose(id_)
    page.panel.fields.mobile.setFocus()
    QTest.keyClicks(page.panel.fields.mobile, "900 12 345")
    page.panel.fields.name.setFocus()

    qtbot.waitUntil(lambda: people(solbakken)["Kari Nes"].form.mobile == "900 12 345")
    assert solbakken.store.read(staff_drafts.unfinished, solbakken.kindergarten) is None
    assert solbakken.said == []

    choose_role(page, "cook")
    page.panel.save()
    qtbot.waitUntil(lambda: solbakken.texts() == ["Tilgangen til Kari Nes er endret."])
    solbakken.undo()
    qtbot.waitUntil(lambda: people(solbakken)["Kari Nes"].form.roles == {"assistant"})
    qtbot.waitUntil(lambda: page.panel.fields.roles.value() == ["assistant"])


def test_what_others_change_is_shown_but_never_over_what_is_typed(
    qtbot: QtBot, solbakken: Office
) -> None:
    id_ = enrol(solbakken, "Kari Nes")
    page = opened(qtbot, solbakken)
    page.table.choose(id_)
    loaded = people(solbakken)["Kari Nes"].form

    first = replace(loaded, mobile="900 12 345")
    solbakken.store.act(staff.change, id_, loaded, first)
    qtbot.waitUntil(lambda: page.panel.fields.mobile.value() == "900 12 345")

    page.panel.fields.name.setFocus()
    page.panel.fields.name.end(False)
    QTest.keyClicks(page.panel.fields.name, " Lund")
    solbakken.store.act(staff.change, id_, first, replace(first, mobile="911 22 333"))
    qtbot.wait(300)
    assert page.panel.fields.name.value().endswith("Lund")

    page.close_view()
    qtbot.waitUntil(lambda: "Kari Nes Lund" in people(solbakken))
    assert people(solbakken)["Kari Nes Lund"].form.mobile == "911 22 333"


def test_a_half_written_enrolment_is_there_again_after_a_crash(
    qtbot: QtBot, solbakken: Office
) -> None:
    page = opened(qtbot, solbakken)
    page.add()
    write(qtbot, page, "Kari Nes", "kari@exa")
    choose_role(page, "cook")
    qtbot.waitUntil(
        lambda: solbakken.store.read(staff_drafts.unfinished, solbakken.kindergarten) is not None,
        timeout=1000,
    )

    again = opened(qtbot, solbakken)
    qtbot.waitUntil(lambda: again.panel.fields.name.value() == "Kari Nes")
    assert again.panel.fields.email.value() == "kari@exa"
    assert again.panel.fields.roles.value() == ["cook"]


def test_esc_keeps_what_is_typed_and_cancel_can_be_undone(qtbot: QtBot, solbakken: Office) -> None:
    page = opened(qtbot, solbakken)
    page.add()
    write(qtbot, page, "Kari Nes", "kari@example.no")
    QTest.keyClick(page.panel.fields.email, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()

    page.add()
    qtbot.waitUntil(lambda: page.panel.fields.name.value() == "Kari Nes")
    press(page, "Avbryt")
    page.add()
    qtbot.wait(100)
    assert page.panel.fields.name.value() == ""
    assert solbakken.texts()[-1] == "Skjemaet er tømt."

    solbakken.undo()
    qtbot.waitUntil(lambda: page.panel.fields.name.value() == "Kari Nes")


def test_a_leaver_is_reported_and_can_be_taken_back(qtbot: QtBot, solbakken: Office) -> None:
    id_ = enrol(solbakken, "Kari Nes")
    page = opened(qtbot, solbakken)
    page.table.choose(id_)
    assert not page.panel.fields.by_name["ends_on"].isVisible()
    day, last = page.panel._leaving._day, TODAY + timedelta(days=30)
    day.set_value(last)
    press(page, "Send sluttmelding")

    qtbot.waitUntil(lambda: people(solbakken)["Kari Nes"].ends_on == last)
    qtbot.waitUntil(lambda: page.panel.fields.ends_on.value() == last)
    page.panel.fields.starts_on.set_value(last + timedelta(days=1))
    page.panel.flush()
    page.panel.fields.by_name["starts_on"].validate()
    assert "sluttmeldingen tilbake" in page.panel.fields.by_name["starts_on"].error
    page.panel.fields.starts_on.set_value(TODAY)
    qtbot.waitUntil(lambda: bool(solbakken.said))
    solbakken.undo()
    qtbot.waitUntil(lambda: people(solbakken)["Kari Nes"].ends_on is None)


def test_a_new_role_from_a_day_on_is_told_before_and_shown_and_taken_back(
    qtbot: QtBot, solbakken: Office
) -> None:
    id_ = enrol(solbakken, "Kari Nes", "deputy_head")
    page = opened(qtbot, solbakken)
    page.table.choose(id_)
    card = page.panel._role_change
    press(page, "Meld den nye rollen")
    assert card.fields["roles_from"].error == "Skriv den første dagen med den nye rollen."
    day = TODAY + timedelta(days=30)
    card.roles.set_value(["assistant"])
    card.roles.changed.emit()
    assert "mister personen: ansattlisten (lese og endre). Beholder: forumet." in card._tells.text()
    card.day.set_value(day)
    press(page, "Meld den nye rollen")

    qtbot.waitUntil(lambda: people(solbakken)["Kari Nes"].becomes is not None)
    qtbot.waitUntil(
        lambda: f"blir assistent fra {long_date(day)}" in role_text(page.table.rows()[0])
    )
    assert card._tells.text().startswith(f"Blir assistent fra {long_date(day)}.")
    press(page, "Ta tilbake den nye rollen")
    qtbot.waitUntil(lambda: solbakken.texts()[-1].endswith("er tatt tilbake."))
    assert people(solbakken)["Kari Nes"].becomes is None
    solbakken.undo()
    qtbot.waitUntil(lambda: people(solbakken)["Kari Nes"].becomes is not None)


def test_a_last_day_before_the_first_is_told_beside_the_day(
    qtbot: QtBot, solbakken: Office
) -> None:
    id_ = enrol(solbakken, "Kari Nes")
    page = opened(qtbot, solbakken)
    page.table.choose(id_)
    page.panel._leaving._day.set_value(date(2024, 1, 1))
    press(page, "Send sluttmelding")

    assert page.panel._leaving._field.error != ""
    assert people(solbakken)["Kari Nes"].ends_on is None


def test_a_removed_enrolment_comes_back_by_undo(qtbot: QtBot, solbakken: Office) -> None:
    id_ = enrol(solbakken, "Kari Nes")
    page = opened(qtbot, solbakken)
    page.table.choose(id_)
    press(page, "Fjern innmeldingen")
    qtbot.waitUntil(lambda: shown(page) == [] and bool(solbakken.said))

    solbakken.undo()
    qtbot.waitUntil(lambda: shown(page) == ["Kari Nes"])


def test_one_is_marked_as_told_in_the_form_and_it_can_be_undone(
    qtbot: QtBot, solbakken: Office
) -> None:
    id_ = enrol(solbakken, "Kari Nes")
    page = opened(qtbot, solbakken)
    page.table.choose(id_)
    press(page, "Merk som varslet")

    qtbot.waitUntil(lambda: bool(solbakken.said))
    assert people(solbakken)["Kari Nes"].status is Status.TOLD
    solbakken.undo()
    qtbot.waitUntil(lambda: people(solbakken)["Kari Nes"].status is Status.ENROLLED)


def test_the_manager_is_reminded_until_both_are_enrolled(qtbot: QtBot, solbakken: Office) -> None:
    page = opened(qtbot, solbakken)
    press(page, "Meld inn meg selv")
    assert page.panel.fields.email.value() == EMAIL
    press(page, "Meld inn")
    qtbot.waitUntil(lambda: shown(page) == ["Ingrid Solberg"])

    page.panel.closed.emit()
    press(page, "Det er jeg som er eierrepresentant")
    qtbot.waitUntil(page._reminder.isHidden)
    assert people(solbakken)["Ingrid Solberg"].form.roles == frozenset(
        {"head", "owner_representative"}
    )

    solbakken.undo()
    qtbot.waitUntil(page._reminder.isVisible)


def test_search_and_order_are_norwegian(qtbot: QtBot, solbakken: Office) -> None:
    for name in ("Åse Vik", "Øyvind Moe", "Anna Berg"):
        enrol(solbakken, name, email=f"{len(name)}{ord(name[0])}@example.no")
    page = opened(qtbot, solbakken)
    assert shown(page) == ["Anna Berg", "Øyvind Moe", "Åse Vik"]

    page.search.setText("øYV")
    qtbot.waitUntil(lambda: shown(page) == ["Øyvind Moe"])
    page.search.setText("")
    qtbot.waitUntil(lambda: len(shown(page)) == 3)
    page.table.sort(0, descending=True)
    assert shown(page) == ["Åse Vik", "Øyvind Moe", "Anna Berg"]


def test_an_owner_reads_the_list_and_is_told_who_changes_it(qtbot: QtBot, tmp_path: Path) -> None:
    with office(tmp_path, "owner") as at:
        id_ = enrol(at, "Kari Nes")
        page = opened(qtbot, at)
        page.table.choose(id_)

        assert not page.panel.isVisible()
        assert [one for one in page.findChildren(QPushButton) if one.text() == "Meld inn"] == [
            page.panel.foot.enrol
        ]
        assert not any(one.isVisible() for one in page.findChildren(QPushButton) if one.text())
        page.close_view()


def test_every_control_of_the_page_has_a_name(qtbot: QtBot, solbakken: Office) -> None:
    id_ = enrol(solbakken, "Kari Nes", "assistant", "cook")
    page = opened(qtbot, solbakken)
    page.table.choose(id_)
    assert nameless(page) == []
    page.write_message()
    assert nameless(page) == []
