"""What people write is words: in mails, in statements, and back again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, inspect, select, text, update

from contract.records import Post, StaffEnrolment
from contract.wire import ServiceRefused
from server import (
    accounts,
    admitting,
    mail,
    registering,
    resetting,
    schema,
    sessions,
    waiting,
)
from server.database import open_engine, writing
from server.jobs import Jobs
from server.mail import Mail
from server.registering import Asked
from server.tables import registration
from tests.fixtures.service import Service, assert_applied, change, creation, migrated
from tests.server.office import NEW, OLD, Office
from tests.sync_api.conftest import Copy
from tests.sync_api.device import Device

BREAKS = ("\r\n", "\n", "\r", "\u2028", "\u0085", "\x0b", "\x0c", "\x1c")
HEAD = "Bcc: ond@example.no"
NASTY = (
    "'; DROP TABLE account; --",
    "' OR '1'='1",
    '" OR ""="',
    "Robert'); DELETE FROM post;--",
    "%' AND 1=(SELECT COUNT(*) FROM account)--",
    "1; SELECT pg_sleep(10)",
    "\\'; SELECT 1; --",
    "$$; DROP TABLE post; $$",
    ":account",
    "%(account)s",
    "{name}{link}",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "=cmd|' /C calc'!A0",
    "\ufeff\u202eabc",
    "\x00",
    "a\x00b",
    "_%\\_",
)
WORDS = st.one_of(st.sampled_from(NASTY), st.text(max_size=60))
TRIED = settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def is_kept(word: str) -> bool:
    """Whether a database can hold the word; what it cannot is refused, and tried all the same."""
    return "\0" not in word


@pytest.mark.parametrize("broken", BREAKS)
@pytest.mark.parametrize("field", ["navn", "epost"])
def test_a_line_of_ones_own_in_a_form_gets_into_no_mail(
    office: Office, field: str, broken: str
) -> None:
    form = {"navn": "Per Hansen", "epost": "per@example.no", "passord": NEW}
    asked = office.post("/registrer", **{**form, field: f"{form[field]}{broken}{HEAD}"})
    forgotten = office.post("/passord/glemt", epost=f"{office.kari.email}{broken}{HEAD}")
    office.jobs.do_due()

    assert (asked.status, forgotten.status) == (422, 422)
    assert office.mailbox.mails == []


@pytest.mark.parametrize(
    "name",
    ["https://ond.example.no/nytt-passord", "Vant premie: ond.example.no", "ring ond@example.no"],
)
def test_nobody_has_us_send_a_link_of_his_own_to_others(office: Office, name: str) -> None:
    answer = office.post("/registrer", navn=name, epost="per@example.no", passord=NEW)

    assert answer.status == 422
    assert "Skriv bare navnet ditt" in answer.body.decode()


@pytest.mark.parametrize(
    "name", ["Åse-Marie Sørlie", "Ola N. Berg", "Nils O'Brien", "Áilu Máhtte", "Kari d.e. Lie"]
)
def test_a_name_is_taken_as_people_write_it(name: str) -> None:
    assert registering.problems(Asked(name, "per@example.no", NEW)) == {}


def test_what_stands_in_a_text_stays_in_the_text(office: Office) -> None:
    text_ = f"Hei\r\n\r\n.\r\n{HEAD}\r\n\r\n.\r\nMAIL FROM:<ond@example.no>"
    with writing(office.service.engine) as connection:
        mail.put(connection, Mail("per@example.no", "Hei", text_))
    office.jobs.do_due()

    (came,) = office.mailbox.mails
    assert came["Bcc"] is None
    assert came["To"] == "per@example.no"
    assert came.get_content().splitlines()[:4] == ["Hei", "", ".", HEAD]


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    if request.param == "postgresql":
        copy: Copy = request.getfixturevalue("postgresql_copy")
        made = Service(open_engine(copy("service", migrated)))
    else:
        made = Service(open_engine(f"sqlite:///{tmp_path / 'service.sqlite3'}"))
    yield made
    made.close()


def everything_stands(engine: Engine) -> bool:
    """Whether all tables are there, and the manager whom nobody has touched."""
    with engine.connect() as connection:
        wanted = {name for part in schema.metadata() for name in part.tables}
        names = set(connection.execute(text("SELECT name FROM account")).scalars())
        return wanted <= set(inspect(connection).get_table_names()) and "Urørt" in names


def test_what_is_written_in_a_record_comes_back_letter_by_letter(service: Service) -> None:
    service.manager("Urørt")
    kari, category = service.manager("Kari"), service.category()
    device, reader = Device(service.api(kari)), Device(service.api(kari))

    @seed(3)
    @TRIED
    @given(WORDS, WORDS)
    def written(title: str, body: str) -> None:
        post = Post(
            category_id=category,
            kindergarten_id=kari.kindergarten,
            author_id=kari.person,
            author_name="",
            title=f"x{title}",
            body=f"x{body}",
            tags=frozenset({f"x{title}"}),
        )
        (result,) = device.push(creation(post))
        if not (is_kept(title) and is_kept(body)):
            assert (result.code, result.about) == ("invalid", {"problem": "unreadable"})
            return
        assert_applied([result, *device.push(change(post, result.version, loves=f"x{body}"))])
        reader.pull()
        held = reader.records["post", str(post.id)]
        assert (held["title"], held["body"], held["loves"]) == (post.title, post.body, post.body)
        assert held["tags"] == [post.title]

    written()
    assert everything_stands(service.engine)


def test_what_is_written_in_an_enrolment_is_found_by_nobody_else(service: Service) -> None:
    service.manager("Urørt")
    kari = service.manager("Kari")
    device = Device(service.api(kari))

    @seed(3)
    @TRIED
    @given(WORDS, WORDS, WORDS)
    def written(name: str, email: str, mobile: str) -> None:
        enrolment = StaffEnrolment(
            kindergarten_id=kari.kindergarten,
            name=name,
            email=email,
            mobile=mobile,
            roles=frozenset({name}),
            starts_on=date(2026, 8, 1),
        )
        (result,) = device.push(creation(enrolment))
        assert result.code == "invalid"

    written()
    assert everything_stands(service.engine)


def test_who_signs_in_with_anything_signs_in_as_nobody(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.manager("Urørt", password=OLD)
    monkeypatch.setattr("server.accounts.count_try", lambda *_: [])
    monkeypatch.setattr("server.passwords.matches", lambda kept, _: bool(kept))
    engine = service.engine

    @seed(3)
    @TRIED
    @given(WORDS, WORDS)
    def tried(email: str, device: str) -> None:
        with pytest.raises(ServiceRefused, match="wrong_password"):
            accounts.sign_in(engine, accounts.Proof(email, device, device), device, device)
        assert accounts.account_of(engine, email) is None
        assert sessions.find(engine, email) is None
        assert registering.stage(engine, email) is None
        assert not resetting.is_good(engine, email)

    tried()
    assert everything_stands(engine)


def test_who_asks_for_access_with_anything_writes_one_row_of_words(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.manager("Urørt")
    monkeypatch.setattr("server.registering.count_try", lambda *_: [])
    monkeypatch.setattr("server.passwords.problem", lambda *_: None)
    monkeypatch.setattr("server.passwords.hashed", lambda password: "x" * 20)
    jobs = Jobs(
        service.engine, {registering.KIND: registering.answering("https://x.example.no")}, {}
    )
    told: list[str] = []

    @seed(3)
    @TRIED
    @given(WORDS, WORDS)
    def asked(name: str, address: str) -> None:
        one = Asked(name, "per@example.no", NEW)
        if registering.problems(one):
            return
        registering.ask(service.engine, one, "nb", address)
        jobs.do_due()
        told.append(name)
        with service.engine.connect() as connection:
            kept = connection.execute(text("SELECT name FROM registration")).scalars().all()
        assert kept == [name.strip()]

    asked()
    assert told
    assert waiting.everybody(service.engine) == []
    assert everything_stands(service.engine)


def test_a_reason_is_told_in_the_words_it_was_written_in(service: Service) -> None:
    service.manager("Urørt")
    kari = service.manager("Kari")
    enrolled = StaffEnrolment(
        kindergarten_id=kari.kindergarten,
        name="Per",
        email="per@example.no",
        roles=frozenset({"assistant"}),
        starts_on=date(2026, 8, 1),
    )
    service.write(enrolled)
    jobs = Jobs(
        service.engine, {registering.KIND: registering.answering("https://x.example.no")}, {}
    )

    registering.ask(service.engine, Asked("Per", "per@example.no", NEW), "nb", "")
    jobs.do_due()
    with writing(service.engine) as connection:
        connection.execute(update(registration).values(confirmed_at=datetime.now(UTC)))
    (one,) = waiting.everybody(service.engine)
    reason = " ".join(NASTY)

    admitting.reject(service.sync, one.id, reason)

    with service.engine.connect() as connection:
        said = connection.scalars(select(StaffEnrolment.rejected_because)).one()
    assert said == reason.replace("\0", "").strip()
    assert everything_stands(service.engine)
