"""What is new, and what one does with a post, in the page itself."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QScrollArea
from pytestqt.qtbot import QtBot

from contract.records import Category, Comment, Post
from desktop.models.forum_values import Feed
from desktop.models.store import Store
from desktop.views.desk import Desk
from desktop.views.forum.page import ForumPage
from desktop.views.forum.room_delegate import COUNT
from desktop.views.widgets.label import Label
from tests.models.forum_world import (
    AGDER,
    ANE,
    FJORDGLIMT,
    REGIONS,
    SOLBAKKEN,
    TRONDELAG,
    answer,
    outbox,
    post,
    pull,
)
from tests.views.accessibility import nameless
from tests.views.forum.test_forum_page import press, shown


def lines_of_tree(page: ForumPage) -> dict[str, int]:
    """What the tree says is new, by name."""
    tree, found = page.browser.tree, {}
    for at in range(tree.topLevelItemCount()):
        top = tree.topLevelItem(at)
        assert top is not None
        for item in (top, *(top.child(below) for below in range(top.childCount()))):
            assert item is not None
            found[item.text(0)] = item.data(0, COUNT)
    return found


def test_what_is_new_is_counted_and_stays_in_its_list_until_one_leaves_it(
    page: ForumPage, store: Store, desk: Desk, qtbot: QtBot
) -> None:
    pull(store, Post, post(1))
    page.open()
    qtbot.waitUntil(lambda: shown(page) == ["Innlegg 1"])
    pull(store, Post, post(2), post(3))
    store.changes.announce(frozenset({"post"}))
    qtbot.waitUntil(lambda: lines_of_tree(page)["Agder"] == 2)

    page.browser.go(Feed.NEW)
    qtbot.waitUntil(lambda: shown(page) == ["Innlegg 3", "Innlegg 2"])
    page.browser.list.view.setCurrentIndex(page.browser.list.table.index(1))
    qtbot.waitUntil(lambda: lines_of_tree(page)["Nytt siden sist"] == 1)
    assert [line.fresh for line in page.browser.list.table.lines] == [True, False]
    page.browser.go(Feed.NEW)
    qtbot.waitUntil(lambda: shown(page) == ["Innlegg 3"])

    press(qtbot, page, "Merk alt som lest")
    qtbot.waitUntil(lambda: shown(page) == [])
    undo = desk.messages.take()[-1]
    assert undo.action is not None
    undo.action[1]()
    qtbot.waitUntil(lambda: lines_of_tree(page)["Agder"] == 1)


def test_the_reading_goes_on_where_it_was_left(
    page: ForumPage, store: Store, desk: Desk, qtbot: QtBot
) -> None:
    long = post(1, body="\n".join(f"Linje {n}" for n in range(200)))
    pull(store, Post, long, post(2, category_id=TRONDELAG))
    page.open()
    qtbot.waitUntil(lambda: bool(page.browser.rooms.rooms))
    page.browser.go(AGDER)
    page.browser.read(long["id"])
    reader = page.browser.reader
    qtbot.waitUntil(lambda: reader.post is not None and bool(shown(page)))
    bar = reader.findChildren(QScrollArea)[0].verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 900)
    bar.setValue(800)
    page.close_view()

    again = ForumPage(desk)
    qtbot.addWidget(again)
    again.resize(1100, 760)
    again.show()
    again.open()

    there = again.browser.reader
    qtbot.waitUntil(lambda: there.post is not None and there.post.id == long["id"])
    qtbot.waitUntil(lambda: there.read_to == 800)
    qtbot.waitUntil(lambda: shown(again) == ["Innlegg 1"])
    again.close_view()

    quick = ForumPage(desk)
    qtbot.addWidget(quick)
    quick.open()
    QTest.keyClicks(quick.browser.search, "Linje")
    qtbot.waitUntil(lambda: shown(quick) == ["Innlegg 1"])
    qtbot.wait(50)
    assert quick.browser.search.value() == "Linje"
    quick.close_view()


def test_one_gives_a_thumbs_up_quotes_mentions_and_reports(
    page: ForumPage, store: Store, desk: Desk, qtbot: QtBot
) -> None:
    asked = post(1)
    pull(store, Post, asked)
    pull(store, Comment, answer(asked, body="Ring oss"))
    page.open()
    page.show_target(asked["id"])
    reader = page.browser.reader
    qtbot.waitUntil(lambda: len(reader.answers()) == 1)

    press(qtbot, reader, "Gi tommel opp")
    qtbot.waitUntil(lambda: reader.buttons.thumb.text() == "Tommel opp · 1")
    press(qtbot, reader, "Ta tilbake tommelen, 1 så langt")
    qtbot.waitUntil(lambda: reader.buttons.thumb.text() == "Tommel opp")

    press(qtbot, reader, "Siter svaret: Ring oss")
    assert reader.box.area.value() == "> Bo Lie skrev:\n> Ring oss\n\n"
    press(qtbot, reader.box, "Nevn en barnehage")
    qtbot.waitUntil(reader.box.mention.line.isVisible)
    reader.box.mention.put("Fjordglimt barnehage")
    QTest.mouseClick(reader.box.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(reader.answers()) == 2)
    assert "Bo Lie skrev:\nRing oss" in [w.text() for w in reader.answers()[1].findChildren(Label)]

    press(qtbot, reader, "Meld fra om svaret: Ring oss")
    press(qtbot, reader, "Send meldingen")
    assert reader.report_strip.field.error
    QTest.keyClicks(reader.report_strip.area, "Nevner et barn")
    press(qtbot, reader, "Send meldingen")
    qtbot.waitUntil(lambda: not reader.report_strip.isVisible())
    assert "sekretariatet" in desk.messages.take()[-1].text
    rows = {row.kind: row.fields for row in outbox(store)}
    assert rows["comment"]["mentions"] == [str(FJORDGLIMT)]
    assert (rows["feedback"]["body"], rows["feedback"]["sort"]) == ("Nevner et barn", "report")


def test_what_has_been_answered_is_withdrawn_and_brought_back(
    page: ForumPage, store: Store, desk: Desk, qtbot: QtBot
) -> None:
    asked = post(1, author_id=ANE, kindergarten_id=SOLBAKKEN)
    pull(store, Post, asked)
    pull(store, Comment, answer(asked))
    page.open()
    page.show_target(asked["id"])
    reader = page.browser.reader
    qtbot.waitUntil(lambda: len(reader.answers()) == 1)

    press(qtbot, reader, "Slett innlegget")
    qtbot.waitUntil(lambda: reader.title.text() == "Slettet innlegg")
    qtbot.waitUntil(lambda: [line.withdrawn for line in page.browser.list.table.lines] == [True])
    assert len(reader.answers()) == 1
    undo = desk.messages.take()[-1]
    assert undo.action is not None
    undo.action[1]()
    qtbot.waitUntil(lambda: reader.title.text() == "Innlegg 1")


def test_in_a_closed_category_one_reads_and_is_offered_nothing_else(
    page: ForumPage, store: Store, qtbot: QtBot
) -> None:
    asked = post(1, author_id=ANE, kindergarten_id=SOLBAKKEN)
    pull(store, Post, asked)
    pull(store, Comment, answer(asked))
    pull(store, Category, {"id": AGDER, "name": "Agder", "parent_id": REGIONS, "closed": True})
    page.open()
    page.show_target(asked["id"])
    reader = page.browser.reader
    qtbot.waitUntil(lambda: len(reader.answers()) == 1)

    def offered() -> set[str]:
        return {b.text() for b in reader.findChildren(QAbstractButton) if b.isVisible()}

    qtbot.waitUntil(lambda: offered() == {"Meld fra"})
    assert "Denne kategorien er lukket" in " ".join(w.text() for w in reader.findChildren(Label))
    page.show_target("new")
    room = page.browser.form.room
    offered_rooms = [room.itemData(at) for at in range(room.count())]
    assert offered_rooms
    assert AGDER not in offered_rooms


def test_a_search_is_narrowed_and_says_where_nothing_is_found(
    page: ForumPage, store: Store, qtbot: QtBot
) -> None:
    pull(store, Post, post(1), post(2, category_id=TRONDELAG))
    page.open()
    qtbot.waitUntil(lambda: len(shown(page)) == 2)
    assert not page.browser.filters.isVisible()
    QTest.keyClicks(page.browser.search, "vikar")
    qtbot.waitUntil(lambda: page.browser.filters.isVisible() and len(shown(page)) == 2)

    page.browser.filters.room.set_value(REGIONS)
    page.browser.filters.changed.emit()
    qtbot.waitUntil(lambda: len(shown(page)) == 2)
    page.browser.filters.room.set_value(TRONDELAG)
    page.browser.filters.changed.emit()
    qtbot.waitUntil(lambda: shown(page) == ["Innlegg 2"])
    page.browser.filters.writer.set_value("own")
    page.browser.filters.changed.emit()
    qtbot.waitUntil(lambda: shown(page) == [])

    assert nameless(page) == []
    page.browser.search.clear()
    qtbot.waitUntil(lambda: len(shown(page)) == 2)
