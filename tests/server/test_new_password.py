"""A forgotten password: asked for on a page, told by a real mail, chosen once by its link."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from contract.pages import FORGOTTEN_PASSWORD
from contract.wire import PullRequest, ServiceRefused
from desktop.sync.http_api import HttpApi
from server import resetting
from server.tables import job, secret_link
from tests.fixtures.service import Service
from tests.server.asking import Answer, ask
from tests.server.office import NEW, OLD, Office, text


def test_a_new_password_is_chosen_by_the_link_that_came(office: Office) -> None:
    asked = office.post("/passord/glemt", epost=f"  {office.kari.email.upper()} ")
    office.jobs.do_due()
    [came] = office.mailbox.mails
    form = office.get(f"/passord/nytt?lenke={office.link()}")
    chosen = office.post("/passord/nytt", lenke=office.link(), passord=NEW)

    assert (asked.status, asked.headers["location"]) == (303, "/passord/sendt")
    assert (came["To"], came["Subject"]) == (
        office.kari.email,
        "Nytt passord til Barnehagealliansen",
    )
    assert "Hei, Kari." in came.get_content()
    assert (form.status, "Velg et nytt passord" in text(form)) == (200, True)
    assert (chosen.status, chosen.headers["location"]) == (303, "/passord/endret")
    assert not office.signs_in(office.kari.email, OLD)
    assert office.signs_in(office.kari.email, NEW)


def test_every_device_is_signed_out_by_a_new_password(office: Office) -> None:
    api = HttpApi(office.service.address)
    api.sign_in(office.kari.email, OLD, "stjålet PC")

    resetting.choose(office.service.engine, office.ask_for_link(), NEW)

    with pytest.raises(ServiceRefused, match="unauthenticated"):
        api.pull(PullRequest(1, "", {}))
    api.close()


def test_the_page_lies_where_the_desktop_looks_for_it(office: Office) -> None:
    assert "Glemt passord" in text(office.get(FORGOTTEN_PASSWORD))


def test_a_link_can_be_used_once(office: Office) -> None:
    secret = office.ask_for_link()
    office.post("/passord/nytt", lenke=secret, passord=NEW)

    again = office.post("/passord/nytt", lenke=secret, passord="et annet langt passord")

    assert (again.status, "Lenken kan ikke brukes" in text(again)) == (410, True)
    assert office.get(f"/passord/nytt?lenke={secret}").status == 410
    assert office.signs_in(office.kari.email, NEW)


def test_only_the_newest_link_is_good_and_for_an_hour(office: Office) -> None:
    first, second = office.ask_for_link(), office.ask_for_link()
    assert office.get(f"/passord/nytt?lenke={first}").status == 410
    assert office.get(f"/passord/nytt?lenke={second}").status == 200

    with office.service.engine.begin() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(update(secret_link).values(good_until=past))

    assert office.get(f"/passord/nytt?lenke={second}").status == 410
    assert office.post("/passord/nytt", lenke=second, passord=NEW).status == 410
    assert office.signs_in(office.kari.email, OLD)


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("kort", "Minst ti tegn."),
        ("barnehage123", "Dette er lett å gjette."),
        ("", "Minst ti tegn."),
        ("x" * 2_000, "Ikke flere enn tusen tegn."),
    ],
)
def test_a_weak_password_is_told_beside_the_field_and_the_link_stays_good(
    office: Office, password: str, told: str
) -> None:
    secret = office.ask_for_link()

    refused = office.post("/passord/nytt", lenke=secret, passord=password)

    assert (refused.status, told in text(refused)) == (422, True)
    assert not password or password not in text(refused)
    assert office.post("/passord/nytt", lenke=secret, passord=NEW).status == 303


def test_nothing_tells_whether_anybody_has_an_address(office: Office) -> None:
    office.service.disable(office.service.manager("Ola", password=OLD))
    known = office.post("/passord/glemt", epost=office.kari.email)
    unknown = office.post("/passord/glemt", epost="ingen@example.no")

    def fixed(answer: Answer) -> tuple[int, bytes, dict[str, str]]:
        own = ("date", "x-request-id")
        headers = {k: v for k, v in answer.headers.items() if k.lower() not in own}
        return answer.status, answer.body, headers

    assert fixed(known) == fixed(unknown)
    with office.service.engine.connect() as connection:
        # What is done before the answer is the same: one job each, and no look at an account.
        assert connection.scalars(select(job.c.kind)).all() == ["reset", "reset"]
    office.jobs.do_due()
    assert [one["To"] for one in office.mailbox.mails] == [office.kari.email]


def test_a_closed_account_gets_no_link(office: Office) -> None:
    office.service.disable(office.kari)
    office.post("/passord/glemt", epost=office.kari.email)

    assert office.jobs.do_due() == 1
    assert office.mailbox.mails == []


def test_an_address_is_not_flooded_with_mails(office: Office) -> None:
    statuses = [office.post("/passord/glemt", epost=office.kari.email).status for _ in range(4)]
    refused = office.post("/passord/glemt", epost=office.kari.email.upper())
    other = office.post("/passord/glemt", epost="ola@example.no")

    assert statuses == [303, 303, 303, 429]
    assert "Vent et kvarter" in text(refused)
    assert other.status == 303


@pytest.mark.parametrize(
    ("email", "told"),
    [
        ("", "Skriv e-postadressen din."),
        ("kari", "Dette er ingen e-postadresse."),
        ("kari@example.no\r\nBcc: alle@example.no", "Dette er ingen e-postadresse."),
        ('"><script>alert(1)</script>', "Dette er ingen e-postadresse."),
    ],
)
def test_what_is_no_address_is_told_beside_the_field(office: Office, email: str, told: str) -> None:
    refused = office.post("/passord/glemt", epost=email)

    assert (refused.status, told in text(refused)) == (422, True)
    assert "<script>" not in text(refused)


def test_a_form_of_another_site_is_refused(office: Office) -> None:
    for headers in (
        {"Origin": "https://ond.example.no"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": office.service.address},
        {"Sec-Fetch-Site": "same-site"},
    ):
        refused = office.post("/passord/glemt", headers, epost=office.kari.email)
        assert refused.status == 403, headers
    for headers in (
        {"Origin": office.service.address},
        {"Sec-Fetch-Site": "same-origin"},
    ):
        assert office.post("/passord/glemt", headers, epost=office.kari.email).status == 303


@pytest.mark.parametrize("path", ["/passord/glemt", "/passord/sendt", "/passord/nytt"])
def test_every_page_allows_nothing_that_is_not_its_own(office: Office, path: str) -> None:
    headers = office.get(path).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("accepted", "language", "title"),
    [
        ("", "nb", "Glemt passord"),
        ("no,en;q=0.5", "nb", "Glemt passord"),
        ("nn-NO,nn;q=0.9", "nn", "Gløymt passord"),
        ("en-GB,nb;q=0.5", "en", "Forgotten password"),
        ("fr", "nb", "Glemt passord"),
        ("," * 500, "nb", "Glemt passord"),
    ],
)
def test_a_page_speaks_the_language_of_its_reader(
    office: Office, accepted: str, language: str, title: str
) -> None:
    page = text(office.get("/passord/glemt", Accept_Language=accepted))

    assert f'<html lang="{language}">' in page
    assert f"<h1>{title}</h1>" in page


def test_a_mail_speaks_the_language_of_who_asked(office: Office) -> None:
    office.post("/passord/glemt", {"Accept-Language": "nn"}, epost=office.kari.email)
    office.jobs.do_due()

    assert "Noko" not in office.mailbox.mails[0]["Subject"]
    assert "treng du ikkje" in office.mailbox.mails[0].get_content()


def test_without_a_mail_server_the_page_says_whom_to_ask(service: Service) -> None:
    answer = ask(service, "GET", "/passord/glemt")
    posted = ask(service, "POST", "/passord/glemt")

    assert (answer.status, posted.status) == (503, 503)
    assert "Her sendes det ikke e-post" in text(answer)


def test_of_a_link_only_a_hash_is_kept(office: Office) -> None:
    secret = office.ask_for_link()

    with office.service.engine.connect() as connection:
        [kept] = connection.execute(select(secret_link)).all()
        left = connection.execute(select(job)).all()
    assert secret not in str(kept)
    assert left == []
