"""What members report and suggest reaches the central office, and its answer reaches them."""

import pytest

from contract.ids import new_id
from contract.records import Category, Comment, Feedback, FeedbackSort, Post, Purpose
from contract.wire import PullRequest
from tests.fixtures.service import Manager, Service, creation
from tests.server.office import Browser, Office, signed_in, text
from tests.server.test_forum_pages import acts, answer_to, post_of

PAGE = "/sekretariat/meldinger"


@pytest.fixture
def browser(office: Office, solveig: Manager) -> Browser:
    return signed_in(office, solveig)


def told(
    who: Manager, sort: FeedbackSort, body: str, about: Post | Comment | None = None
) -> Feedback:
    about_id = about.id if about else None
    return Feedback(account_id=who.account, sort=sort, body=body, about_id=about_id)


def send(office: Office, who: Manager, *records: Feedback) -> None:
    for record in records:
        (result,) = office.service.sync.push(who.account, [creation(record)]).results
        assert result.status == "applied", result


def pulled(service: Service, who: Manager) -> list[dict[str, object]]:
    """The feedback that a desktop pulls."""
    found = []
    for rows in service.api(who).pull(PullRequest(1, "", {})).rows:
        if rows.kind == "feedback":
            found += [dict(zip(rows.columns, row[3:], strict=True)) for row in rows.rows]
    return found


def test_a_report_is_read_with_what_it_is_about_and_its_answer_reaches_its_sender_alone(
    office: Office, browser: Browser
) -> None:
    per = office.service.manager("Per")
    post = post_of(per, office.service.category(), "Et barn", "Han heter …")
    answer = answer_to(post, per, "Enig")
    office.service.write(post, answer)
    mine = told(office.kari, FeedbackSort.REPORT, "Nevner et <b>barn</b>", post)
    send(office, office.kari, mine, told(office.kari, FeedbackSort.REPORT, "Stygt", answer))

    start = browser.page("/sekretariat")
    listed = browser.page(PAGE)
    page = browser.page(f"{PAGE}/{mine.id}")
    done = browser.post(f"{PAGE}/{mine.id}", status="done", svar=" Takk, det er skjult. ")

    assert f'<dd><a href="{PAGE}">2</a></dd>' in start
    assert "Nevner et &lt;b&gt;barn" in listed
    assert all(words in page for words in ("Kari", "Et barn", f"/innlegg/post/{post.id}"))
    assert (done.status, done.headers["location"]) == (303, PAGE)
    assert "Nevner" not in browser.page(PAGE)
    assert "Nevner" in browser.page(f"{PAGE}?vis=alle")
    states = [
        (one["body"], one["state"], one["answer"]) for one in pulled(office.service, office.kari)
    ]
    assert states == [
        ("Stygt", "received", ""),
        ("Nevner et <b>barn</b>", "done", "Takk, det er skjult."),
    ]
    assert pulled(office.service, per) == []
    assert acts(office) == [("feedback_answered", "")]


def test_suggestions_are_listed_by_their_sort_the_oldest_first(
    office: Office, browser: Browser
) -> None:
    idea = told(office.kari, FeedbackSort.IDEA, "Mørkere")
    error = told(office.kari, FeedbackSort.ERROR, "Knappen svarer ikke")
    error.version, error.system = "0.1.0", "Windows 11"
    send(office, office.kari, idea, error)

    both = browser.page(PAGE)
    errors = browser.page(f"{PAGE}?slag=error")

    assert both.index("Mørkere") < both.index("Knappen")
    assert ("Mørkere" in errors, "Knappen" in errors) == (False, True)
    assert "0.1.0" in browser.page(f"{PAGE}/{error.id}")
    assert "Windows 11" in browser.page(f"{PAGE}/{error.id}")


def test_what_is_turned_down_is_told_why(office: Office, browser: Browser) -> None:
    idea = told(office.kari, FeedbackSort.IDEA, "Rosa")
    send(office, office.kari, idea)

    without = browser.post(f"{PAGE}/{idea.id}", status="declined", svar=" ")
    long = browser.post(f"{PAGE}/{idea.id}", status="done", svar="x" * 5_001)

    assert (without.status, "Skriv hvorfor." in text(without)) == (422, True)
    assert (long.status, "fem tusen" in text(long)) == (422, True)
    assert pulled(office.service, office.kari)[0]["state"] == "received"


def test_a_sender_sets_no_state_and_what_is_not_there_is_not_answered(
    office: Office, browser: Browser
) -> None:
    forged = told(office.kari, FeedbackSort.IDEA, "Rosa")
    forged.answer = "Ja!"
    (result,) = office.service.sync.push(office.kari.account, [creation(forged)]).results
    assert (result.status, result.field) == ("refused", "answer")

    path = f"{PAGE}/{new_id()}"
    assert [browser.get(path).status, browser.post(path, status="done").status] == [404, 404]
    assert office.get(PAGE).headers["location"] == "/sekretariat/inn"


def test_a_category_is_closed_and_opened_again_but_none_that_the_program_writes_in(
    office: Office, browser: Browser
) -> None:
    room = office.service.category("Uteliv")
    welcome = Category(name="Velkommen!", purpose=Purpose.WELCOME)
    office.service.write(welcome)
    path = f"/sekretariat/kategorier/{room}"

    def may_write() -> str:
        post = post_of(office.kari, room, "Hei")
        (result,) = office.service.sync.push(office.kari.account, [creation(post)]).results
        return result.code or str(result.status)

    before = may_write()
    browser.post(f"{path}/lukk", vei="lukk")
    closed = may_write()
    marked = "Lukket" in browser.page("/sekretariat/kategorier")
    browser.post(f"{path}/lukk", vei="opne")
    after = may_write()
    refused = browser.post(f"/sekretariat/kategorier/{welcome.id}/lukk", vei="lukk")
    gone = browser.post(f"/sekretariat/kategorier/{new_id()}/lukk", vei="lukk")

    assert (before, closed, after) == ("applied", "forbidden", "applied")
    assert (marked, refused.status, gone.status) == (True, 422, 404)
    assert [act for act, _ in acts(office)] == ["category_closed", "category_opened"]
