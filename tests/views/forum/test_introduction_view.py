"""The introduction form with its preview."""

from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from contract.records import Post, PostForm
from desktop.models import introduction
from desktop.models.introduction import Introduction
from desktop.models.store import Store
from desktop.views.desk import Desk
from desktop.views.forum.introduction_fields import IntroductionFields
from desktop.views.forum.introduction_view import IntroductionView
from desktop.views.forum.page import ForumPage
from tests.models.forum_world import (
    FJORDGLIMT,
    SOLBAKKEN,
    WELCOME,
    head,
    mark_sent,
    outbox,
    post,
    pull,
)

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


def test_a_field_that_was_left_before_there_was_anything_in_it_shows_no_error(
    qtbot: QtBot,
) -> None:
    made = IntroductionFields()
    qtbot.addWidget(made)
    made.form.validate()
    assert made.fields["name"].error == "Dette må fylles ut."
    made.set_value(Introduction(name="Solbakken barnehage"))
    assert made.fields["name"].error == ""
    assert made.fields["approved_places"].error == "Dette må fylles ut."


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

    fields._follow.click()
    assert fields.value().in_county().hopes == "Budsjett"
    (message,) = page._desk.messages.take()
    assert message.action is not None
    message.action[1]()
    assert fields.value().in_county().hopes == "Nettverk Vikarer"
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


def test_a_text_is_told_whether_its_length_is_good(page: ForumPage, qtbot: QtBot) -> None:
    view = start(page, qtbot)
    field = view.fields.fields["loves"]

    def help_at(words: int) -> str:
        view.fields.loves.set_value("ute " * words)
        return field.control.accessibleDescription()

    assert help_at(0) == "Tre til ti setninger er godt å lese."
    assert help_at(3).startswith("3 ord. Litt til")
    assert help_at(60) == "60 ord. En god lengde."
    assert help_at(200).startswith("200 ord. Få leser")


def test_similar_kindergartens_are_shown_with_reasons_and_mentioned_in_a_post(
    page: ForumPage, store: Store, qtbot: QtBot
) -> None:
    for house, places in ((SOLBAKKEN, 54), (FJORDGLIMT, 51)):
        told: dict[str, Any] = {
            "category_id": WELCOME,
            "form": PostForm.INTRODUCTION,
            "approved_places": places,
        }
        pull(store, Post, post(kindergarten_id=house, tags=frozenset({"friluft"}), **told))
    view = start(page, qtbot)
    card = view.similar
    qtbot.waitUntil(lambda: len(card.found) == 1)

    words = [label.text() for label in card.findChildren(QLabel)]
    assert "Fjordglimt barnehage, Arendal" in words
    assert "51 plasser · friluft" in words
    button = next(b for b in card.findChildren(QPushButton) if b.menu() is not None)
    letter, mention = button.menu().actions()
    assert not letter.isEnabled()
    mention.trigger()

    form = page.browser.form
    qtbot.waitUntil(lambda: form.text.value() == "@Fjordglimt barnehage ")
    assert form.isVisible()


def test_the_window_stays_as_wide_as_it_was(page: ForumPage, qtbot: QtBot) -> None:
    page.resize(800, 700)
    start(page, qtbot)
    page.show_posts()

    assert page.width() == 800
