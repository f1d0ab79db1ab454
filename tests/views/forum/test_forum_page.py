"""Reading, searching and writing posts, in the page itself."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from contract.records import Comment, Post
from desktop.models import forum
from desktop.models.forum_values import Feed
from desktop.models.store import Store
from desktop.views.desk import Desk
from desktop.views.forum.page import ForumPage
from tests.models.forum_world import (
    AGDER,
    ANE,
    SOLBAKKEN,
    answer,
    head,
    outbox,
    post,
    pull,
)
from tests.views.accessibility import nameless


def press(qtbot: QtBot, where: QWidget, words: str) -> None:
    """Click the button with this text or name."""

    def found() -> list[QAbstractButton]:
        buttons = where.findChildren(QAbstractButton)
        named = [one for one in buttons if words in (one.text(), one.accessibleName())]
        return [one for one in named if one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    QTest.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def shown(page: ForumPage) -> list[str]:
    return [line.title for line in page.browser.list.table.lines]


def test_the_newest_posts_are_listed_and_one_is_read_with_its_answers(
    page: ForumPage, store: Store, qtbot: QtBot
) -> None:
    asked = post(2)
    pull(store, Post, post(1), asked)
    pull(store, Comment, answer(asked, body="Takk for sist!"))
    page.open()
    qtbot.waitUntil(lambda: shown(page) == ["Innlegg 2", "Innlegg 1"])

    page.browser.list.view.setCurrentIndex(page.browser.list.table.index(0))

    reader = page.browser.reader
    qtbot.waitUntil(lambda: reader.post is not None)
    assert reader.title.text() == "Innlegg 2"
    assert "Vi har en vikarpool." in reader.text.texts()
    assert [row.answer.body for row in reader.answers()] == ["Takk for sist!"]


def test_a_narrow_page_shows_the_list_or_what_is_read_and_leads_back(
    page: ForumPage, store: Store, qtbot: QtBot
) -> None:
    pull(store, Post, post(1), post(2))
    page.resize(640, 480)
    page.open()
    qtbot.waitUntil(lambda: len(shown(page)) == 2)
    listed, reader, form = page.browser.list, page.browser.reader, page.browser.form
    assert (page.width(), listed.isVisible(), reader.isVisible()) == (640, True, False)

    QTest.keyClick(listed.view, Qt.Key.Key_Down)
    assert listed.isVisible(), "the cursor alone opens nothing here"
    QTest.keyClick(listed.view, Qt.Key.Key_Return)
    qtbot.waitUntil(reader.title.isVisible)
    assert not listed.isVisible()
    press(qtbot, page, "Til listen")
    assert (listed.isVisible(), reader.isVisible()) == (True, False)

    page.show_target("new")
    QTest.mouseClick(form.publish, Qt.MouseButton.LeftButton)
    # what is said beside the fields takes no room from the text
    qtbot.waitUntil(lambda: form.text.height() >= form.text.minimumSizeHint().height())
    page.show_start()
    assert listed.isVisible()


def test_a_long_list_is_fetched_a_page_at_a_time(
    page: ForumPage, store: Store, qtbot: QtBot
) -> None:
    pull(store, Post, *(post(n) for n in range(130)))
    page.open()
    qtbot.waitUntil(lambda: len(shown(page)) >= 50)
    assert len(shown(page)) < 130

    def scrolled() -> bool:
        page.browser.list.view.scrollToBottom()
        return len(shown(page)) == 130

    qtbot.waitUntil(scrolled)
    assert len(set(shown(page))) == 130


def test_a_category_shows_its_own_posts(page: ForumPage, store: Store, qtbot: QtBot) -> None:
    pull(store, Post, post(1), post(2, category_id=AGDER, title="I Agder"))
    pull(store, Post, post(3, author_id=ANE, kindergarten_id=SOLBAKKEN))
    page.open()
    qtbot.waitUntil(lambda: len(shown(page)) == 3)

    page.browser.go(Feed.UNWELCOMED)
    qtbot.waitUntil(lambda: shown(page) == [])
    page.browser.go(AGDER)
    qtbot.waitUntil(lambda: len(shown(page)) == 3)


def test_what_is_typed_in_the_search_is_found_and_marked(
    page: ForumPage, store: Store, qtbot: QtBot
) -> None:
    pull(store, Post, post(1, body="En båt."), post(2, body="En bat."))
    page.open()
    qtbot.waitUntil(lambda: len(shown(page)) == 2)

    QTest.keyClicks(page.browser.search, "båt")
    qtbot.waitUntil(lambda: shown(page) == ["Innlegg 1"])

    (line,) = page.browser.list.table.lines
    assert [part.text for part in line.excerpt if part.hit] == ["båt"]
    page.browser.read(line.id)
    reader = page.browser.reader
    marked = 'background-color: #FBEFD9; color: #1D2B2A">båt<'
    qtbot.waitUntil(lambda: any(marked in text for text in reader.text.texts()))
    page.browser.search.clear()
    qtbot.waitUntil(lambda: len(shown(page)) == 2)
    page.browser.read(line.id)
    qtbot.waitUntil(lambda: not any("background" in text for text in reader.text.texts()))


def test_a_post_is_written_and_says_that_it_waits(
    page: ForumPage, store: Store, desk: Desk, qtbot: QtBot
) -> None:
    page.open()
    qtbot.waitUntil(lambda: bool(page.browser.rooms.rooms))
    page.show_target("new")
    form = page.browser.form
    qtbot.waitUntil(form.isVisible)
    form.room.set_value(AGDER)
    QTest.keyClicks(form.title, "Felles vikarpool")
    QTest.keyClicks(form.text, "Hvem vil?")

    QTest.mouseClick(form.publish, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: page.browser.reader.title.text() == "Felles vikarpool")
    qtbot.waitUntil(lambda: shown(page) == ["Felles vikarpool"])
    assert page.browser.list.table.lines[0].waits
    assert [row.kind for row in outbox(store)] == ["post"]
    assert "på nett" in desk.messages.take()[-1].text


def test_what_is_missing_in_a_post_is_said_beside_its_field(
    page: ForumPage, store: Store, qtbot: QtBot
) -> None:
    page.open()
    page.show_target("new")
    form = page.browser.form
    qtbot.waitUntil(form.isVisible)

    QTest.mouseClick(form.publish, Qt.MouseButton.LeftButton)

    assert [field.error for field in form.form.fields] == ["Dette må fylles ut."] * 3 + [""]
    assert outbox(store) == []


def test_an_unfinished_post_is_there_after_a_crash(
    page: ForumPage, desk: Desk, store: Store, qtbot: QtBot
) -> None:
    page.open()
    page.show_target("new")
    form = page.browser.form
    qtbot.waitUntil(lambda: form.room.count() > 0)
    form.room.set_value(AGDER)
    QTest.keyClicks(form.text, "Halvferdig set")
    qtbot.wait(1000)

    again = ForumPage(desk)
    qtbot.addWidget(again)
    again.open()
    again.show_target("new")

    qtbot.waitUntil(lambda: again.browser.form.text.value() == "Halvferdig set")
    qtbot.waitUntil(lambda: again.browser.form.room.value() == AGDER)
    again.show_start()
    assert not again.browser.writing, "«Innlegg» leads to the posts, and the draft is kept"
    again.show_target("new")
    qtbot.waitUntil(lambda: again.browser.form.text.value() == "Halvferdig set")
    again.show()
    press(qtbot, again, "Kast utkastet")
    assert not again.browser.writing
    undo = desk.messages.take()[-1]
    assert undo.action is not None
    undo.action[1]()
    qtbot.waitUntil(lambda: again.browser.form.text.value() == "Halvferdig set")
    assert (again.browser.writing, again.browser.form.room.value()) == (True, AGDER)
    again.browser.write("@Fjordglimt barnehage ")
    wanted = "Halvferdig set\n\n@Fjordglimt barnehage "
    qtbot.waitUntil(lambda: again.browser.form.text.value() == wanted)
    again.close_view()


def test_one_answers_changes_the_answer_deletes_it_and_takes_that_back(
    page: ForumPage, store: Store, desk: Desk, qtbot: QtBot
) -> None:
    asked = post(1)
    pull(store, Post, asked)
    page.open()
    page.show_target(asked["id"])
    reader = page.browser.reader
    qtbot.waitUntil(lambda: reader.post is not None)

    QTest.keyClicks(reader.box.area, "Vi vil")
    QTest.mouseClick(reader.box.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [row.answer.body for row in reader.answers()] == ["Vi vil"])
    assert reader.box.area.value() == ""

    press(qtbot, reader, "Endre svaret: Vi vil")
    (row,) = reader.answers()
    qtbot.waitUntil(lambda: row.editing)
    row.findChildren(type(reader.box.area))[0].set_value("Vi vil gjerne")
    press(qtbot, row, "Lagre")
    qtbot.waitUntil(lambda: [one.answer.body for one in reader.answers()] == ["Vi vil gjerne"])

    press(qtbot, reader, "Slett svaret: Vi vil gjerne")
    qtbot.waitUntil(lambda: reader.answers() == [])
    undo = desk.messages.take()[-1]
    assert undo.action is not None
    undo.action[1]()
    qtbot.waitUntil(lambda: [one.answer.body for one in reader.answers()] == ["Vi vil gjerne"])


def test_news_does_not_write_over_an_answer_that_is_being_changed(
    page: ForumPage, store: Store, qtbot: QtBot
) -> None:
    asked = post(1)
    own = answer(asked, author_id=ANE, kindergarten_id=SOLBAKKEN, body="Mitt")
    pull(store, Post, asked)
    pull(store, Comment, own)
    page.open()
    page.show_target(asked["id"])
    reader = page.browser.reader
    qtbot.waitUntil(lambda: len(reader.answers()) == 1)
    press(qtbot, reader, "Endre svaret: Mitt")
    qtbot.waitUntil(lambda: reader.answers()[0].editing)

    pull(store, Comment, {**own, "body": "Mitt fra en annen PC"})
    store.changes.announce(frozenset({"comment"}))

    qtbot.waitUntil(
        lambda: any(
            "nytt" in b.text() for b in reader.findChildren(QAbstractButton) if b.isVisible()
        )
    )
    assert reader.answers()[0].editing


def test_a_post_that_leaves_while_it_is_read_leaves_the_pane(
    page: ForumPage, store: Store, qtbot: QtBot
) -> None:
    asked = post(1)
    pull(store, Post, asked)
    page.open()
    page.show_target(asked["id"])
    qtbot.waitUntil(lambda: page.browser.reader.post is not None)

    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM post")
    store.changes.announce(frozenset({"post"}))

    qtbot.waitUntil(lambda: not page.browser.reader.isVisible())


def test_everything_on_the_page_has_a_name(page: ForumPage, store: Store, qtbot: QtBot) -> None:
    asked = post(1)
    pull(store, Post, asked)
    pull(store, Comment, answer(asked, author_id=ANE, kindergarten_id=SOLBAKKEN))
    page.open()
    page.show_target(asked["id"])
    qtbot.waitUntil(lambda: len(page.browser.reader.answers()) == 1)

    assert nameless(page) == []
    page.show_target("new")
    assert nameless(page) == []
    page.show_target("introduction")
    qtbot.waitUntil(lambda: page.introduction.opening is not None)
    assert nameless(page) == []
    assert store.read(forum.rooms, head()).posts == 1
