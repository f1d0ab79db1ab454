"""From a person who asks for access to one who has it, or is told why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from contract.codec import encode
from contract.geography import registered_kindergartens
from contract.records import AccessState, Kindergarten, StaffEnrolment
from contract.wire import Op, PullRequest, PushRequest
from desktop.sync.http_api import HttpApi
from server import admitting, registering, waiting
from server.__main__ import main
from server.accounts import Unacceptable
from server.database import open_engine
from server.registering import Asked
from server.tables import job, registration
from tests.fixtures.service import Manager, Service, creation, migrated
from tests.server.asking import ask
from tests.server.office import NEW, OLD, READER, Office, text

OLA = "ola@solbakken.example.no"
PASSWORD = "grus under skiene 47"


def enrolment(home: UUID, email: str = OLA, *, ends_on: date | None = None) -> StaffEnrolment:
    return StaffEnrolment(
        kindergarten_id=home,
        name="Ola Nordmann",
        email=email,
        roles=frozenset({"pedagogical_leader"}),
        starts_on=date(2026, 8, 1),
        ends_on=ends_on,
    )


def ask_for_access(office: Office, email: str = OLA, **fields: str) -> None:
    form = {"navn": "Ola Nordmann", "epost": email, "passord": PASSWORD, **fields}
    assert office.post("/registrer", **form).status == 303
    office.jobs.do_due()


def confirm(office: Office) -> None:
    assert office.post("/registrer/bekreft", lenke=office.link()).status == 303


def waiting_one(office: Office) -> UUID:
    [one] = waiting.everybody(office.service.engine)
    return one.id


def state_of(service: Service, record: StaffEnrolment) -> tuple[AccessState, str | None]:
    with service.engine.connect() as connection:
        told = select(StaffEnrolment.access, StaffEnrolment.rejected_because)
        row = connection.execute(told.where(StaffEnrolment.id == record.id)).one()
    return row[0], row[1]


def seen_by(office: Office, manager: Manager, record: StaffEnrolment) -> str:
    """The state of access that the manager's desktop pulls."""
    api = office.service.api(manager)
    for kind in api.pull(PullRequest(1, "", {})).rows:
        for _scope, _version, id_, *values in kind.rows:
            if kind.kind == "staff_enrolment" and id_ == str(record.id):
                return str(dict(zip(kind.columns, values, strict=True))["access"])
    raise AssertionError("the enrolment did not come")


def waits_since(office: Office, record: StaffEnrolment) -> datetime | None:
    with office.service.engine.connect() as connection:
        told = select(StaffEnrolment.waits_since).where(StaffEnrolment.id == record.id)
        return connection.execute(told).scalar_one()


def test_who_is_enrolled_asks_confirms_is_approved_and_signs_in(office: Office) -> None:
    ola = enrolment(office.kari.kindergarten)
    office.service.write(ola)
    ask_for_access(office, f" {OLA.upper()} ")
    asked_for = office.mailbox.mails[-1]
    before = seen_by(office, office.kari, ola)
    confirm(office)
    confirmed = seen_by(office, office.kari, ola)
    signs_in_early = office.signs_in(OLA, PASSWORD)
    admitting.approve(office.service.sync, waiting_one(office))
    office.jobs.do_due()

    assert asked_for["To"] == OLA
    assert (before, confirmed, signs_in_early) == ("none", "awaiting", False)
    assert seen_by(office, office.kari, ola) == "approved"
    assert waits_since(office, ola) is not None
    assert office.mailbox.mails[-1]["Subject"] == "Du har fått tilgang til Barnehagealliansen"
    api = HttpApi(office.service.address)
    facts = api.sign_in(OLA, PASSWORD, "PC")
    api.close()
    assert (facts.roles, facts.kindergarten) == (("pedagogical_leader",), office.kari.kindergarten)
    assert waiting.everybody(office.service.engine) == []


def test_to_look_at_the_link_confirms_nothing(office: Office) -> None:
    ask_for_access(office)
    page = office.get(f"/registrer/bekreft?lenke={office.link()}")

    assert (page.status, "Bekreft adressen" in text(page)) == (200, True)
    assert waiting.everybody(office.service.engine) == []


def test_who_is_in_no_enrolment_waits_and_cannot_be_approved(office: Office) -> None:
    ask_for_access(office)
    confirm(office)
    [one] = waiting.everybody(office.service.engine)

    assert (one.email, one.kindergartens, one.may_be_approved) == (OLA, (), False)
    assert "Ingen barnehage har meldt inn" in text(
        office.get(f"/registrer/bekreft?lenke={office.link()}")
    )
    with pytest.raises(Unacceptable, match="not_enrolled"):
        admitting.approve(office.service.sync, one.id)
    assert not office.signs_in(OLA, PASSWORD)


def test_who_is_enrolled_after_confirming_waits_for_approval_at_once(office: Office) -> None:
    ask_for_access(office)
    confirm(office)
    ola, other = enrolment(office.kari.kindergarten), enrolment(office.kari.kindergarten, "b@x.no")
    api = office.service.api(office.kari)
    generation = api.pull(PullRequest(1, "", {})).generation
    answer = api.push(PushRequest(2, generation, [creation(ola), creation(other)]))

    assert [one.fields.get("access", "none") for one in answer.results] == ["awaiting", "none"]
    assert [bool(one.fields.get("waits_since")) for one in answer.results] == [True, False]
    assert state_of(office.service, ola)[0] is AccessState.AWAITING
    assert state_of(office.service, other)[0] is AccessState.NONE
    assert "Innmeldt av barnehagen din" in text(
        office.get(f"/registrer/bekreft?lenke={office.link()}")
    )


def test_who_is_rejected_hears_why_and_may_ask_anew(office: Office) -> None:
    ola = enrolment(office.kari.kindergarten)
    office.service.write(ola)
    ask_for_access(office)
    confirm(office)
    link = office.link()
    admitting.reject(office.service.sync, waiting_one(office), " Adressen er privat. ")
    office.jobs.do_due()

    assert state_of(office.service, ola) == (AccessState.REJECTED, "Adressen er privat.")
    assert "Adressen er privat." in office.mailbox.mails[-1].get_content()
    assert "Adressen er privat." in text(office.get(f"/registrer/bekreft?lenke={link}"))
    ask_for_access(office)
    confirm(office)
    assert state_of(office.service, ola) == (AccessState.AWAITING, None)
    admitting.approve(office.service.sync, waiting_one(office))
    assert office.signs_in(OLA, PASSWORD)


def test_a_rejection_needs_a_reason(office: Office) -> None:
    ask_for_access(office)
    confirm(office)
    with pytest.raises(Unacceptable, match="required"):
        admitting.reject(office.service.sync, waiting_one(office), "  ")


def test_nothing_tells_whether_somebody_has_access_already(office: Office) -> None:
    answers = [
        office.post("/registrer", navn="Kari", epost=email, passord=NEW)
        for email in (office.kari.email, OLA)
    ]
    with office.service.engine.connect() as connection:
        assert connection.scalars(select(job.c.kind)).all() == ["registration"] * 2
    office.jobs.do_due()

    seen = [(one.status, one.body, one.headers["location"]) for one in answers]
    assert seen[0] == seen[1]
    told = {one["To"]: one["Subject"] for one in office.mailbox.mails}
    assert told == {
        office.kari.email: "Du har allerede tilgang til Barnehagealliansen",
        OLA: "Bekreft adressen din til Barnehagealliansen",
    }
    assert office.signs_in(office.kari.email, OLD)


def test_nobody_takes_the_place_of_who_has_confirmed(office: Office) -> None:
    office.service.write(enrolment(office.kari.kindergarten))
    ask_for_access(office)
    confirm(office)
    ask_for_access(office, passord="et helt annet og lengre")
    admitting.approve(office.service.sync, waiting_one(office))

    assert office.signs_in(OLA, PASSWORD)
    assert len(office.mailbox.mails) == 1


def test_without_a_mail_server_who_registers_is_sent_to_the_secretariat(service: Service) -> None:
    for path, word in (("/registrer", "Skriv til sekretariatet"), ("/passord/glemt", "passord")):
        answer = ask(service, "GET", path, b"", **READER)
        assert (answer.status, word in text(answer)) == (503, True)


def test_only_the_newest_link_confirms(office: Office) -> None:
    ask_for_access(office)
    first = office.link()
    ask_for_access(office, passord="et helt annet og lengre")

    assert office.post("/registrer/bekreft", lenke=first).status == 410
    confirm(office)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"navn": " "}, "Skriv navnet ditt."),
        ({"navn": "x" * 500}, "Ikke flere enn to hundre tegn."),
        ({"epost": "ola"}, "Dette er ingen e-postadresse."),
        ({"passord": "kort"}, "Minst ti tegn."),
        ({"passord": "OlaNordmann1"}, "Dette er lett å gjette."),
        ({"orgnr": "123456789"}, "Dette er ikke et organisasjonsnummer."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_what_was_written_stays(
    office: Office, fields: dict[str, str], told: str
) -> None:
    form = {"navn": "Ola Nordmann", "epost": OLA, "passord": PASSWORD, **fields}
    answer = office.post("/registrer", **form)

    assert (answer.status, told in text(answer)) == (422, True)
    assert form["epost"] in text(answer)
    assert form["passord"] not in text(answer)
    assert office.jobs.do_due() == 0


def test_an_address_is_not_flooded_with_mails(office: Office) -> None:
    form = {"navn": "Ola Nordmann", "epost": OLA, "passord": PASSWORD}
    statuses = [office.post("/registrer", **form).status for _ in range(4)]

    assert statuses == [303, 303, 303, 429]


def test_a_manager_joins_with_a_kindergarten_of_the_register(office: Office) -> None:
    told = registered_kindergartens()[0]
    ask_for_access(office, orgnr=told.organisation_number)
    confirm(office)
    [one] = waiting.everybody(office.service.engine)
    assert (one.organisation_number, one.may_be_approved) == (told.organisation_number, True)
    admitting.approve(office.service.sync, one.id)

    api = HttpApi(office.service.address)
    facts = api.sign_in(OLA, PASSWORD, "PC")
    api.close()
    assert facts.roles == ("head",)
    with office.service.engine.connect() as connection:
        home = connection.execute(
            select(Kindergarten.name, Kindergarten.municipality).where(
                Kindergarten.id == facts.kindergarten
            )
        ).one()
    assert tuple(home) == (told.name, told.municipality)


def test_a_number_opens_no_kindergarten_that_has_joined(office: Office) -> None:
    number = registered_kindergartens()[0].organisation_number
    office.service.write(
        Kindergarten(name="Solbakken", municipality="5037", organisation_number=number)
    )
    ask_for_access(office, orgnr=number)
    confirm(office)

    with pytest.raises(Unacceptable, match="not_enrolled"):
        admitting.approve(office.service.sync, waiting_one(office))


def test_who_has_left_is_not_approved(office: Office) -> None:
    office.service.write(enrolment(office.kari.kindergarten, ends_on=date(2026, 10, 1)))
    ask_for_access(office)
    confirm(office)
    one = waiting_one(office)

    with pytest.raises(Unacceptable, match="ended"):
        admitting.approve(office.service.sync, one, today=date(2026, 10, 2))
    admitting.approve(office.service.sync, one, today=date(2026, 10, 1))


def test_what_nobody_confirms_is_forgotten_in_a_week(office: Office) -> None:
    ask_for_access(office)
    link = office.link()
    with office.service.engine.begin() as connection:
        past = datetime.now(UTC) - timedelta(days=8)
        connection.execute(update(registration).values(asked_at=past))

    assert office.post("/registrer/bekreft", lenke=link).status == 410
    office.jobs.plan_daily()
    office.jobs.plan_daily()
    assert office.jobs.do_due() == 1
    assert office.jobs.do_due() == 0
    with office.service.engine.connect() as connection:
        assert connection.execute(select(registration)).all() == []
        assert connection.execute(select(job)).one().due_at > datetime.now(UTC)


def test_two_who_approve_at_once_give_access_once(
    postgresql_emptied: Callable[[str, Callable[[str], None]], str],
) -> None:
    service = Service(open_engine(postgresql_emptied("service", migrated)))
    kari = service.manager("Kari")
    service.write(enrolment(kari.kindergarten))
    _confirmed(service)
    [one] = waiting.everybody(service.engine)

    def approve(_: int) -> str:
        try:
            admitting.approve(service.sync, one.id)
        except Unacceptable as problem:
            return problem.problem
        return "approved"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(approve, range(4)))
    service.close()

    assert outcomes == ["approved", "gone", "gone", "gone"]


def _confirmed(service: Service) -> None:
    """Let Ola have asked and confirmed."""
    registering.ask(service.engine, Asked("Ola", OLA, PASSWORD), "nb", "127.0.0.1")
    with service.engine.begin() as connection:
        about = connection.execute(select(job.c.about)).scalar_one()
        registering.answering("https://x.example.no")(connection, about)
        connection.execute(update(registration).values(confirmed_at=datetime.now(UTC)))


def test_an_enrolment_says_the_state_that_the_service_gave_it(office: Office) -> None:
    ola = enrolment(office.kari.kindergarten)
    api = office.service.api(office.kari)
    generation = api.pull(PullRequest(1, "", {})).generation
    forged = creation(ola)
    forged.fields["access"] = "approved"
    answer = api.push(PushRequest(2, generation, [forged]))

    assert (answer.results[0].code, answer.results[0].field) == ("invalid", "access")
    assert forged.op is Op.CREATE
    assert "access" in encode(ola)


def test_at_the_command_line_one_lists_and_decides(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.service.write(enrolment(office.kari.kindergarten))
    ask_for_access(office)
    confirm(office)
    ask_for_access(office, "per@example.no")
    confirm(office)
    where = ["--database-url", str(office.service.engine.url)]

    def run(*arguments: str) -> tuple[int, str]:
        status = main([*arguments, *where])
        said = capsys.readouterr()
        return status, said.out + said.err

    assert run("waiting") == (
        0,
        (
            f"   0 h  {OLA}  Ola Nordmann  (Karis barnehage)\n"
            "   0 h  per@example.no  Ola Nordmann  (in no enrolment: cannot be approved)\n"
        ),
    )
    assert run("approve", "--email", "per@example.no") == (1, "enrolment: not_enrolled\n")
    assert run("reject", "--email", "per@example.no", "--reason", "Ukjent.") == (
        0,
        "per@example.no has been told why not\n",
    )
    assert run("approve", "--email", OLA) == (0, f"{OLA} has access\n")
    assert run("approve", "--email", OLA) == (1, f"nobody waits with the address {OLA}\n")
    assert office.signs_in(OLA, PASSWORD)


def test_a_desktop_fills_in_the_number_of_the_kindergarten_that_is_to_join(office: Office) -> None:
    page = text(office.get("/registrer?orgnr=974546787"))

    assert 'value="974546787"' in page
    assert "<details open>" in page
