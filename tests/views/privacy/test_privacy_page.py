"""The page «Personvern», and one person's data as a file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.models import staff
from desktop.models.privacy import NEVER, personal_kinds, traces
from desktop.models.staff import EnrolmentForm
from desktop.views.privacy import words
from desktop.views.privacy.page import PrivacyPage
from desktop.views.staff.page import StaffPage
from tests.views.accessibility import nameless
from tests.views.office import EMAIL, Office, office


@pytest.fixture
def solbakken(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as opened:
        yield opened


def enrol(at: Office, name: str, email: str) -> None:
    form = EnrolmentForm(name, email, frozenset({"head"}), date(2025, 8, 1), "98765432")
    at.store.act(staff.enrol, at.kindergarten, form)


def test_every_kind_has_words_of_its_own() -> None:
    assert {one.kind for one in personal_kinds()} == set(words.KINDS)
    assert set(words.NEVER) == set(NEVER)
    assert set(traces()) == set(words.TRACE)
    for kind in personal_kinds():
        assert all(words.field_name(name) != name for name in kind.fields)


def test_the_page_says_what_why_who_and_how_long(qtbot: QtBot, solbakken: Office) -> None:
    page = PrivacyPage(solbakken.desk)
    qtbot.addWidget(page)
    page.show()
    text = "\n".join(one.text() for one in page.findChildren(QLabel))

    assert "navn, e-post, rolle, startdato, mobil, siste arbeidsdag" in text
    assert "Konto og enheter" in text
    assert "tommel opp" in text
    assert "I egen barnehage eller eget nettverk: styrere og daglige ledere, eiere" in text
    assert "90 dager etter siste arbeidsdag" in text
    assert "Fødselsnummer, fødselsdato, hjemmeadresse" in text
    assert nameless(page) == []


def test_ones_own_data_is_saved_to_be_read(qtbot: QtBot, solbakken: Office, tmp_path: Path) -> None:
    enrol(solbakken, "Ingrid Solberg", EMAIL)
    enrol(solbakken, "Ola Dahl", "ola@example.no")
    path = tmp_path / "om meg.txt"
    page = PrivacyPage(solbakken.desk, where=lambda _parent, _name: path)
    qtbot.addWidget(page)
    page.save_mine()
    qtbot.waitUntil(path.is_file)
    text = path.read_bytes().decode("utf-8-sig")

    assert "Dette er lagret om Ingrid Solberg" in text
    assert "Mobil: 98765432" in text
    assert "Rolle: Styrer" in text
    assert "Startdato: 1. august 2025" in text
    assert "Ola" not in text


def test_a_manager_saves_what_is_stored_about_somebody_enrolled(
    qtbot: QtBot, solbakken: Office, tmp_path: Path
) -> None:
    enrol(solbakken, "Ola Dahl", "ola@example.no")
    page = StaffPage(solbakken.desk)
    qtbot.addWidget(page)
    page.show()
    page.open()
    qtbot.waitUntil(lambda: page._is_shown)
    path = tmp_path / "ola.txt"
    page.panel.where = lambda _parent, _name: path
    page.table.choose(page.table.rows()[0].id)
    page.panel._leaving._save.click()
    qtbot.waitUntil(path.is_file)

    assert "ola@example.no" in path.read_bytes().decode("utf-8-sig")
