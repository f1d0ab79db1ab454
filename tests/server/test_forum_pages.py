"""The central office hides what does not belong in the forum, and keeps its categories in order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from contract.ids import new_id
from contract.records import Category, Comment, Post
from contract.wire import PullRequest, ServiceRefused, Status
from server import moderating
from server.database import open_engine
from server.tables import audit_entry
from server.tables import change as change_
from tests.fixtures.service import Manager, Service, change, migrated
from tests.server.office import OF_OFFICE, Browser, Office, signed_in, text

POSTS = "/sekretariat/innlegg"
ROOMS = "/sekretariat/kategorier"


@pytest.fixture
def browser(office: Office, solveig: Manager) -> Browser:
    return signed_in(office, solveig)


def post_of(who: Manager, room: UUID, title: str, body: str = "Hei") -> Post:
    return Post(
        category_id=room,
        kindergarten_id=who.kindergarten,
        author_id=who.person,
        author_name=who.name,
        title=title,
        body=body,
    )


def answer_to(post: Post, who: Manager, body: str) -> Comment:
    return Comment(
        category_id=post.category_id,
        post_id=post.id,
        kindergarten_id=who.kindergarten,
        author_id=who.person,
        author_name=who.name,
        body=body,
    )


def pulled(office: Office, who: Manager, kind: str, field: str) -> list[object]:
    """A field of what a desktop pulls, by the order in which it comes."""
    found: list[object] = []
    for rows in office.service.api(who).pull(PullRequest(1, "", {})).rows:
        if rows.kind == kind:
            found += [dict(zip(rows.columns, row[3:], strict=True))[field] for row in rows.rows]
    return found


def acts(office: Office) -> list[tuple[str, str]]:
    with office.service.engine.connect() as connection:
        query = (
            select(audit_entry.c.act, audit_entry.c.reason)
            .where(OF_OFFICE)
            .order_by(audit_entry.c.id)
        )
        return [(row.act, row.reason) for row in connection.execute(query)]


@pytest.mark.parametrize("kind", ["post", "comment"])
def test_what_is_hidden_reaches_the_desktops_with_its_reason_and_can_be_shown_again(
    office: Office, browser: Browser, kind: str
) -> None:
    per = office.service.manager("Per")
    post = post_of(office.kari, office.service.category(), "Et barn")
    answer = answer_to(post, office.kari, "Han heter …")
    office.service.write(post, answer)
    path = f"{POSTS}/{kind}/{post.id if kind == 'post' else answer.id}"

    blank = browser.post(f"{path}/skjul", grunn=" ")
    before = pulled(office, per, kind, "hidden_because")
    done = browser.post(f"{path}/skjul", grunn=" Nevner et barn. ")
    hidden = pulled(office, per, kind, "hidden_because")
    page = browser.page(path)
    browser.post(f"{path}/vis")
    shown = pulled(office, per, kind, "hidden_because")

    assert (blank.status, "Skriv hvorfor." in text(blank)) == (422, True)
    assert (done.status, done.headers["location"]) == (303, path)
    assert (before, hidden, shown) == ([None], ["Nevner et barn."], [None])
    assert "Nevner et barn." in page
    assert acts(office) == [("hidden", "Nevner et barn."), ("shown", "")]


def test_what_its_writer_changes_at_the_same_time_is_hidden_all_the_same(
    postgresql_emptied: Callable[[str, Callable[[str], None]], str],
) -> None:
    service = Service(open_engine(postgresql_emptied("service", migrated)))
    kari, solveig = service.manager("Kari"), service.manager("Solveig")
    post = post_of(kari, service.category(), "Ski")
    service.write(post)

    def edit_all() -> None:
        n, applied = 0, 0
        while n < 12 or not applied:
            with service.engine.connect() as connection:
                mine = (change_.c.kind == "post") & (change_.c.record_id == post.id)
                version = connection.execute(select(change_.c.version).where(mine)).scalar_one()
            edit = change(post, version, body=f"Tekst {n}")
            (result,) = service.sync.push(kari.account, [edit]).results
            n, applied = n + 1, applied + (result.status is Status.APPLIED)

    with ThreadPoolExecutor(2) as pool:
        editing = pool.submit(edit_all)
        for _ in range(6):
            moderating.hide(service.sync, "post", post.id, "Reklame", solveig.account)
            moderating.show(service.sync, "post", post.id, solveig.account)
        moderating.hide(service.sync, "post", post.id, "Reklame", solveig.account)
        editing.result()
    found = moderating.one(service.engine, "post", post.id)
    service.close()

    assert found
    assert found.hidden_because == "Reklame"
    assert found.body.startswith("Tekst")


def test_posts_and_answers_are_found(office: Office, browser: Browser) -> None:
    one, other = office.service.category("Uteliv"), office.service.category("Mat")
    per = office.service.manager("Per")
    posts = [
        post_of(office.kari, one, "Ærfugl på tur"),
        post_of(per, other, "Suppe", "Med <b>erter</b>"),
        post_of(per, one, "Ski"),
    ]
    posts[2].loves = "Å stå på hodet i snøen"
    office.service.write(*posts, answer_to(posts[0], per, "Så fint"))
    browser.post(f"{POSTS}/post/{posts[2].id}/skjul", grunn="Reklame")

    def titles(asked: str) -> list[str]:
        lines = browser.page(f"{POSTS}{asked}").split('<li><a href="/sekretariat/innlegg/')[1:]
        return [line.partition(">")[2].partition("<")[0] for line in lines]

    assert titles("") == ["Ski", "Suppe", "Ærfugl på tur"]
    assert titles("?sok=%C3%A6RFUGL") == ["Ærfugl på tur"]
    assert titles("?sok=hodet+%C3%A5") == ["Ski"]
    assert titles("?sok=per") == ["Ski", "Suppe"]
    assert titles("?sok=karis+barnehage") == ["Ærfugl på tur"]
    assert titles(f"?kategori={one}") == ["Ski", "Ærfugl på tur"]
    assert titles("?vis=skjult") == ["Ski"]
    assert titles("?slag=comment") == ["Ærfugl på tur"]
    assert titles("?slag=tull&kategori=tull") == ["Ski", "Suppe", "Ærfugl på tur"]
    assert "&lt;b&gt;erter" in browser.page(POSTS)


def test_what_was_changed_after_it_was_read_is_marked_and_its_earlier_text_kept(
    office: Office, browser: Browser
) -> None:
    room = office.service.category()
    post = post_of(office.kari, room, "Ski", "Nevner Ola")
    post.received_at = datetime.now(UTC) - timedelta(hours=1)
    fresh = post_of(office.kari, room, "Nytt", "Skrivefiel")
    office.service.write(post, fresh)

    def edit(one: Post, body: str) -> None:
        with office.service.engine.connect() as connection:
            mine = change_.c.record_id == one.id
            version = connection.execute(select(change_.c.version).where(mine)).scalar_one()
        sent = change(one, version, body=body)
        (result,) = office.service.sync.push(office.kari.account, [sent]).results
        assert result.status is Status.APPLIED

    edit(post, "Nevner ingen")
    edit(fresh, "Skrivefeil")

    titles, moments = (pulled(office, office.kari, "post", n) for n in ("title", "edited_at"))
    marked = dict(zip(titles, moments, strict=True))
    page = browser.page(f"{POSTS}/post/{post.id}")
    assert (marked["Ski"] is not None, marked["Nytt"]) == (True, None)
    assert "Tidligere tekster (1)" in page
    assert page.index("Nevner ingen") < page.index("Nevner Ola")


def test_the_writer_reads_the_earlier_texts_and_nobody_else_does(
    office: Office, solveig: Manager
) -> None:
    room = office.service.category()
    post = post_of(office.kari, room, "Ski", "Nevner Ola")
    answer = answer_to(post, office.kari, "Nevner Per")
    office.service.write(post, answer)
    for one in (post, answer):
        (result,) = office.service.sync.push(
            office.kari.account, [change(one, version_of(office, one.id), body="Nevner ingen")]
        ).results
        assert result.status is Status.APPLIED
    colleague = office.service.manager("Per", office.kari.kindergarten)

    for who in (office.kari, solveig):
        told = moderating.earlier_for(office.service.engine, who.account, "post", post.id)
        assert [one.text for one in told.texts] == ["Nevner Ola"]
    told = moderating.earlier_for(office.service.engine, office.kari.account, "comment", answer.id)
    assert [one.text for one in told.texts] == ["Nevner Per"]
    for kind, id_ in (("post", post.id), ("comment", answer.id), ("person", new_id())):
        with pytest.raises(ServiceRefused, match="not_found"):
            moderating.earlier_for(office.service.engine, colleague.account, kind, id_)


def version_of(office: Office, id_: UUID) -> int:
    with office.service.engine.connect() as connection:
        mine = select(change_.c.version).where(change_.c.record_id == id_)
        return int(connection.execute(mine).scalar_one())


def test_what_is_not_there_is_not_hidden(office: Office, browser: Browser) -> None:
    for kind in ("post", "comment", "person"):
        path = f"{POSTS}/{kind}/{new_id()}"
        statuses = [
            browser.get(path).status,
            browser.post(f"{path}/skjul", grunn="x").status,
            browser.post(f"{path}/vis").status,
        ]
        assert statuses == [404, 404, 404]
    assert acts(office) == []


def rooms(browser: Browser) -> list[str]:
    """The names of the categories, in the order of the page."""
    lines = browser.page(ROOMS).split('<a href="/sekretariat/kategorier/')[1:]
    return [line.partition(">")[2].partition("<")[0] for line in lines]


def id_of(office: Office, name: str) -> UUID:
    with office.service.engine.connect() as connection:
        return connection.execute(select(Category.id).where(Category.name == name)).scalar_one()


def test_a_category_is_added_renamed_and_reaches_the_desktops(
    office: Office, browser: Browser
) -> None:
    for name in ("Uteliv", "Mat"):
        assert browser.post(ROOMS, navn=f" {name} ").status == 303
    above = str(id_of(office, "Mat"))
    browser.post(ROOMS, navn="Supper", under=above, lesere="leaders_and_owners")
    browser.post(f"{ROOMS}/{above}", navn="Mat og måltid")

    assert rooms(browser) == ["Uteliv", "Mat og måltid", "Supper"]
    names = pulled(office, office.kari, "category", "name")
    assert sorted(map(str, names)) == ["Mat og måltid", "Supper", "Uteliv"]
    assert set(pulled(office, office.kari, "category", "audience")) == {
        "everybody",
        "leaders_and_owners",
    }
    assert [act for act, _ in acts(office)] == ["category_added"] * 3 + ["category_changed"]


def test_categories_are_put_in_order_among_those_beside_them(
    office: Office, browser: Browser
) -> None:
    for name in ("A", "B", "C"):
        browser.post(ROOMS, navn=name)
    browser.post(ROOMS, navn="B1", under=str(id_of(office, "B")))

    browser.post(f"{ROOMS}/{id_of(office, 'C')}/flytt", vei="opp")
    assert rooms(browser) == ["A", "C", "B", "B1"]
    browser.post(f"{ROOMS}/{id_of(office, 'A')}/flytt", vei="ned")
    assert rooms(browser) == ["C", "A", "B", "B1"]
    noted = len(acts(office))
    browser.post(f"{ROOMS}/{id_of(office, 'C')}/flytt", vei="opp")
    browser.post(f"{ROOMS}/{id_of(office, 'B1')}/flytt", vei="ned")
    assert rooms(browser) == ["C", "A", "B", "B1"]
    assert len(acts(office)) == noted


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"navn": " "}, "Skriv et navn."),
        ({"navn": "x" * 101}, "Ikke flere enn hundre tegn."),
        ({"navn": "A", "under": "tull"}, "Kategorien finnes ikke lenger."),
        ({"navn": "A", "under": str(new_id())}, "Kategorien finnes ikke lenger."),
    ],
)
def test_a_category_that_cannot_be_is_told_why(
    office: Office, browser: Browser, fields: dict[str, str], told: str
) -> None:
    answer = browser.post(ROOMS, **fields)

    assert (answer.status, told in text(answer)) == (422, True)
    assert rooms(browser) == []


def test_a_category_that_is_gone_is_told_so(office: Office, browser: Browser) -> None:
    path = f"{ROOMS}/{new_id()}"
    statuses = [
        browser.get(path).status,
        browser.post(path, navn="A").status,
        browser.post(f"{path}/flytt", vei="opp").status,
    ]
    assert statuses == [404, 404, 404]


def test_the_pages_are_for_the_office_alone(office: Office, browser: Browser) -> None:
    forged = {"Cookie": browser.cookie, "Origin": "https://ond.example.no"}
    room = office.service.category("Uteliv")
    post = post_of(office.kari, room, "Hei")
    office.service.write(post)
    forms = (
        f"{POSTS}/post/{post.id}/skjul",
        f"{POSTS}/post/{post.id}/vis",
        ROOMS,
        f"{ROOMS}/{room}",
        f"{ROOMS}/{room}/flytt",
    )
    for path in (POSTS, ROOMS, f"{POSTS}/post/{post.id}", f"{ROOMS}/{room}"):
        assert office.get(path).headers["location"] == "/sekretariat/inn"
    for path in forms:
        assert office.post(path, navn="A", grunn="x").headers["location"] == "/sekretariat/inn"
        assert office.post(path, forged, navn="A", grunn="x").status == 403
    assert acts(office) == []
