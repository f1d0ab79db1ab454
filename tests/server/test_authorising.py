"""A desktop signs in by the browser: nobody but itself can use what comes back."""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from sqlalchemy import select

from contract.wire import PullRequest
from desktop.sync.http_api import HttpApi
from server import accounts, schema
from server.database import open_engine, writing
from server.tables import sign_in_code
from server.tables import token as token_table
from tests.fixtures.served import served
from tests.fixtures.service import Manager, Service
from tests.server.asking import Answer, ask
from tests.server.authorised import Desktop, code_of
from tests.server.test_second_factor import PASSWORD, give_factor


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari", password=PASSWORD)


@pytest.fixture
def desktop(service: Service) -> Desktop:
    return Desktop(service)


def text(answer: Answer) -> str:
    return answer.body.decode()


def test_who_signs_in_in_the_browser_is_signed_in_on_the_desktop(
    service: Service, kari: Manager, desktop: Desktop
) -> None:
    page = desktop.opens()
    led = desktop.person_signs_in(f" {kari.email.upper()}", PASSWORD)
    redeemed = desktop.redeems(code_of(led))
    api = HttpApi(service.address, redeemed.json["token"])
    answer = api.pull(PullRequest(1, "", {}))
    api.close()

    assert (page.status, "KARI-PC" in text(page)) == (200, True)
    assert led.status == 303
    back = urlsplit(led.headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == desktop.redirect
    assert parse_qs(back.query)["state"] == [desktop.state]
    assert redeemed.json["account"]["id"] == str(kari.account)
    assert answer.account.id == kari.account
    with service.engine.connect() as connection:
        assert connection.scalars(select(token_table.c.device)).all() == ["KARI-PC"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"verifier": "x" * 64},
        {"redirect": "http://127.0.0.1:49153/innlogget"},
        {"state": "y" * 43},
        {"code": "z" * 43},
    ],
    ids=lambda one: next(iter(one)),
)
def test_a_code_is_worth_nothing_without_what_belongs_to_it_and_is_used_up_by_trying(
    kari: Manager, desktop: Desktop, wrong: dict[str, str]
) -> None:
    code = code_of(desktop.person_signs_in(kari.email, PASSWORD))
    stolen = desktop.redeems(**{"code": code, **wrong})
    late = desktop.redeems(code)

    assert (stolen.status, stolen.json) == (401, {"code": "worthless_code"})
    assert late.status == (200 if "code" in wrong else 401)


def test_a_code_is_good_once_and_for_two_minutes(kari: Manager, desktop: Desktop) -> None:
    first = code_of(desktop.person_signs_in(kari.email, PASSWORD))
    second = code_of(desktop.person_signs_in(kari.email, PASSWORD))

    assert [desktop.redeems(first).status for _ in range(2)] == [200, 401]
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=3), tick=True):
        assert desktop.redeems(second).json == {"code": "worthless_code"}


def test_a_code_for_an_account_that_was_closed_or_signed_out_meanwhile_is_worth_nothing(
    service: Service, kari: Manager, desktop: Desktop
) -> None:
    first = code_of(desktop.person_signs_in(kari.email, PASSWORD))
    with writing(service.engine) as connection:
        accounts.sign_out_everywhere(connection, [kari.account])
    second = code_of(desktop.person_signs_in(kari.email, PASSWORD))
    service.disable(kari)

    assert [desktop.redeems(one).status for one in (first, second)] == [401, 401]


def test_codes_lie_in_the_database_as_a_hash_and_not_for_long(
    service: Service, kari: Manager, desktop: Desktop
) -> None:
    code = code_of(desktop.person_signs_in(kari.email, PASSWORD))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=3), tick=True):
        desktop.person_signs_in(kari.email, PASSWORD)
    with service.engine.connect() as connection:
        (row,) = connection.execute(select(sign_in_code)).all()

    assert code not in str(row)
    assert desktop.state not in str(row)


def test_the_second_factor_is_asked_for_in_the_browser(
    service: Service, kari: Manager, desktop: Desktop
) -> None:
    codes = give_factor(service, kari)
    without = desktop.person_signs_in(kari.email, PASSWORD)
    wrong = desktop.person_signs_in(kari.email, PASSWORD, "000000")
    led = desktop.person_signs_in(kari.email, PASSWORD, codes.now())

    assert (without.status, "Skriv koden fra kodeappen" in text(without)) == (401, True)
    assert (wrong.status, "Koden stemmer ikke" in text(wrong)) == (401, True)
    assert led.status == 303


def test_the_office_is_led_to_set_up_its_second_factor(service: Service, desktop: Desktop) -> None:
    solveig = service.manager("Solveig", roles=("secretariat",), password=PASSWORD)
    page = text(desktop.person_signs_in(solveig.email, PASSWORD))

    assert "Sekretariatet logger inn med to trinn." in page
    assert 'href="/sekretariat/inn"' in page


@pytest.mark.parametrize("email", ["known", "nobody@example.no"])
def test_known_and_unknown_are_told_the_same(kari: Manager, desktop: Desktop, email: str) -> None:
    page = desktop.person_signs_in(kari.email if email == "known" else email, "feil passord")

    assert page.status == 401
    assert "Adressen, passordet eller koden stemmer ikke." in text(page)
    assert desktop.state in text(page)


def test_passwords_are_not_guessed_here_either(kari: Manager, desktop: Desktop) -> None:
    for _ in range(8):
        desktop.person_signs_in(kari.email, "feil passord")

    assert "Vent et kvarter" in text(desktop.person_signs_in(kari.email, PASSWORD))


@pytest.mark.parametrize(
    "other",
    [
        {"redirect_uri": "https://ond.example.no/innlogget"},
        {"redirect_uri": "http://127.0.0.1.example.no:49152/innlogget"},
        {"redirect_uri": "http://127.0.0.1:49152@ond.example.no/innlogget"},
        {"redirect_uri": "http://127.0.0.1:49152/innlogget#x"},
        {"redirect_uri": "http://127.0.0.1:49152/innlogget\n"},
        {"redirect_uri": "http://127.0.0.1:99999/innlogget"},
        {"redirect_uri": "http://127.0.0.1:80/innlogget"},
        {"redirect_uri": "javascript:alert(1)"},
        {"code_challenge_method": "plain"},
        {"code_challenge": "short"},
        {"state": "short"},
        {"state": "a" * 30 + "\r\nSet-Cookie: a=b"},
        {"client_id": "another"},
        {"response_type": "token"},
    ],
    ids=str,
)
def test_a_question_that_is_not_a_desktop_s_leads_nowhere(
    kari: Manager, desktop: Desktop, other: dict[str, str]
) -> None:
    class Other(Desktop):
        def asked(self, **_: str) -> str:
            return super().asked(**other)

    page = desktop.opens(**other)
    form = Other(desktop.service).person_signs_in(kari.email, PASSWORD)

    assert (page.status, "Start i programmet" in text(page)) == (400, True)
    assert (form.status, "location" in form.headers) == (400, False)


@pytest.mark.parametrize("query", ["", "state", "&&&", "a=1&" * 20, "state=" + "x" * 3_000])
def test_an_address_that_is_not_whole_leads_nowhere(desktop: Desktop, query: str) -> None:
    class Other(Desktop):
        def asked(self, **_: str) -> str:
            return query

    assert Other(desktop.service).opens().status == 400


def test_a_thing_that_is_told_twice_is_told_wrongly(desktop: Desktop) -> None:
    class Other(Desktop):
        def asked(self, **other: str) -> str:
            return super().asked(**other) + "&state=" + "b" * 30

    assert Other(desktop.service).opens().status == 400


def test_a_form_of_another_site_signs_nobody_in(kari: Manager, desktop: Desktop) -> None:
    headers = {"Origin": "https://ond.example.no"}
    assert desktop.person_signs_in(kari.email, PASSWORD, headers=headers).status == 403


def test_the_name_of_the_device_is_no_markup_and_not_long(desktop: Desktop) -> None:
    page = text(desktop.opens(device="<script>\x00" + "x" * 500))

    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "x" * 100 not in page


def test_the_page_lets_forms_lead_to_the_desktop_and_nowhere_else(desktop: Desktop) -> None:
    policy = desktop.opens().headers["content-security-policy"]

    assert "form-action 'self' http://127.0.0.1:49152;" in policy


def test_nothing_of_it_is_logged(
    kari: Manager, desktop: Desktop, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        code = code_of(desktop.person_signs_in(kari.email, PASSWORD))
        desktop.redeems(code)

    said = "\n".join(record.getMessage() for record in caplog.records)
    for secret in (code, desktop.verifier, kari.email, PASSWORD):
        assert secret not in said


def test_a_code_that_is_brought_many_times_at_once_is_good_for_one(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    schema.migrate(engine)
    made = Service(engine)
    kari = made.manager("Kari", password=PASSWORD)
    with closing(made), served(engine, made.sync) as made.address, ThreadPoolExecutor(8) as pool:
        desktop = Desktop(made)
        for _ in range(3):
            code = code_of(desktop.person_signs_in(kari.email, PASSWORD))
            statuses = pool.map(lambda one: desktop.redeems(one).status, [code] * 8)
            assert sorted(statuses) == [200] + [401] * 7


@pytest.mark.parametrize("body", [b"", b"{}", b'{"code": 1}', b"[" * 5_000])
def test_what_is_no_code_at_all_is_malformed(service: Service, body: bytes) -> None:
    answer = ask(service, "POST", "/api/session/code", body)
    expected: dict[str, Any] = {"code": "malformed"}
    assert (answer.status, answer.json) == (422, expected)
