"""The introduction form with its preview."""

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.models import introduction
from desktop.models.introduction import Introduction
from desktop.models.store import Store
from desktop.views.desk import Desk
from desktop.views.forum.introduction_view import IntroductionView
from desktop.views.forum.page import ForumPage
from tests.models.forum_world import head, mark_sent, outbox

LOVES = "vi er ute,  HVER dag & har lavvo <3"


def start(page: ForumPage, qtbot: QtBot) -> IntroductionView:
    page.open()
    page.show_target("introduction")
    view = page.introduction
    qtbot.waitUntil(lambda: view.opening is not None)
    return view


def fill(view: IntroductionView) -> None:
    QTest.keyClicks(view.fields.places, "54")
    QTest.keyClicks(view.fields.loves, LOVES)


def test_the_preview_shows_headings_and_the_users_own_words(page: ForumPage, qtbot: QtBot) -> None:
    view = start(page, qtbot)

    fill(view)

    assert view.preview.texts() == [
        "Solbakken barnehage",
        "54 godkjente plasser · Levanger i Trøndelag",
        "Dette er vi glade i og flinke til",
        LOVES,
    ]


def test_one_button_publishes_in_both_places_and_names_them(
    page: ForumPage, desk: Desk, store: Store, qtbot: QtBot
) -> None:
    view = start(page, qtbot)
    fill(view)
    assert view.button() == "Publiser i «Velkommen!» og «Trøndelag»"

    view.publish()

    qtbot.waitUntil(lambda: len(outbox(store)) == 2)
    qtbot.waitUntil(lambda: view.button() == "Oppdater i «Velkommen!» og «Trøndelag»")
    said = desk.messages.take()[-1].text
    assert "«Velkommen!»" in said
    assert "«Trøndelag»" in said
    assert "på nett" in said


def test_the_countys_text_follows_the_first_until_it_is_edited(
    page: ForumPage, qtbot: QtBot
) -> None:
    view = start(page, qtbot)
    fields = view.fields
    QTest.keyClicks(fields.hopes, "Vikarer")
    assert fields.county_hopes.value() == "Vikarer"

    fields.tabs.setCurrentIndex(1)
    QTest.keyClicks(fields.county_hopes, "Nettverk ")
    fields.tabs.setCurrentIndex(0)
    fields.hopes.set_value("")
    QTest.keyClicks(fields.hopes, "Budsjett")

    assert fields.value().in_county().hopes == "Nettverk Vikarer"
    assert fields.value().hopes == "Budsjett"
    assert "Budsjett" in view.preview.texts()
    fields.tabs.setCurrentIndex(1)
    assert "Nettverk Vikarer" in view.preview.texts()


def test_the_county_follows_the_municipality(page: ForumPage, qtbot: QtBot) -> None:
    view = start(page, qtbot)
    view.fields.municipality.clear()

    QTest.keyClicks(view.fields.municipality, "arendal")

    assert view.fields.value().municipality == "4203"
    assert view.fields.county.text() == "Agder"
    view.flush()


def test_what_is_missing_is_said_beside_the_fields_and_nothing_is_sent(
    page: ForumPage, store: Store, qtbot: QtBot
) -> None:
    view = start(page, qtbot)
    view.fields.municipality.clear()
    QTest.keyClicks(view.fields.municipality, "Levangr")

    view.publish()

    errors = {name: field.error for name, field in view.fields.fields.items()}
    assert errors["approved_places"] == "Dette må fylles ut."
    assert errors["municipality"] == "Velg en kommune fra listen."
    assert outbox(store) == []


def test_what_is_typed_is_on_disk_within_a_second(
    page: ForumPage, store: Store, qtbot: QtBot
) -> None:
    view = start(page, qtbot)
    QTest.keyClicks(view.fields.loves, "Halvferdig")

    qtbot.wait(1000)

    draft = store.read(introduction.opening, head()).draft
    assert draft is not None
    assert draft.loves == "Halvferdig"


def test_news_does_not_write_over_what_is_being_typed(
    page: ForumPage, store: Store, desk: Desk, qtbot: QtBot
) -> None:
    form = Introduction("Solbakken barnehage", 54, "5037", loves="Først")
    store.act(introduction.publish, head(), Introduction(), form)
    mark_sent(store)
    view = start(page, qtbot)
    qtbot.waitUntil(lambda: view.fields.loves.value() == "Først")
    QTest.keyClicks(view.fields.hopes, "Skrives nå")

    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE post SET loves = 'Fra en annen PC'")
    store.changes.announce(frozenset({"post"}))

    qtbot.waitUntil(view.notice.isVisible)
    assert view.fields.hopes.value() == "Skrives nå"
    assert view.fields.loves.value() == "Først"
    view.publish()
    qtbot.waitUntil(lambda: bool(outbox(store)))
    kept = store.read(introduction.opening, head()).published
    assert kept is not None
    assert (kept.loves, kept.hopes) == ("Fra en annen PC", "Skrives nå")
