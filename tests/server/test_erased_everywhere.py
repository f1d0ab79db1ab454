"""Of who is erased, no table keeps the name or an address: also where somebody only waited."""

from datetime import date, time
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update

from contract.access import member_id
from contract.records import (
    Attendance,
    Comment,
    Level,
    Meeting,
    MeetingState,
    MemberState,
    Network,
    NetworkMember,
    Post,
    Presence,
    StaffEnrolment,
    only_id,
)
from server import accounts, admitting, erasure, jobs, resetting, tables, waiting
from server.database import writing
from server.erased import ErasedList
from server.jobs import Jobs
from server.tables import job
from tests.fixtures.service import (
    Manager,
    Service,
    assert_applied,
    change,
    creation,
    deletion,
    everything,
)
from tests.server.office import NEW, OLD, Office
from tests.sync_api.device import Device

EMAIL = "solveig@example.no"
WORDS = ("solveig", "tangen", "berntsen")
"""What she is called, and was, in lower case: her addresses hold the first of them."""


@pytest.fixture
def kept(tmp_path: Path) -> ErasedList:
    return ErasedList(tmp_path / "apart" / "erased.jsonl")


def erase(office: Office, email: str, kept: ErasedList) -> erasure.Report:
    found = erasure.of_email(office.service.engine, email)
    assert found.is_anybody
    return erasure.erase(office.service.sync, found, kept)


def register(office: Office, email: str = EMAIL) -> None:
    asked = {"navn": "Solveig Tangen", "epost": email, "passord": NEW}
    assert office.post("/registrer", **asked).status == 303


def confirm(office: Office, email: str = EMAIL) -> None:
    register(office, email)
    office.jobs.do_due()
    assert office.post("/registrer/bekreft", lenke=office.link()).status == 303


def said(service: Service) -> set[str]:
    """Which of her words stand anywhere, in what is not minutes."""
    lines = everything(service).casefold().splitlines()
    kept = ("attendance:", "minutes:")
    return {word for word in WORDS for line in lines if word in line and not line.startswith(kept)}


def enrolment(office: Office, email: str = EMAIL) -> StaffEnrolment:
    return StaffEnrolment(
        kindergarten_id=office.kari.kindergarten,
        name="Solveig Tangen",
        email=email,
        mobile="+4740000000",
        roles=frozenset({"head"}),
        starts_on=date(2026, 8, 1),
    )


def test_who_only_asked_for_access_is_forgotten(office: Office, kept: ErasedList) -> None:
    register(office)
    assert erase(office, " SOLVEIG@example.no", kept).waiting == 1
    assert said(office.service) == set()

    register(office)
    office.jobs.do_due()
    assert erase(office, EMAIL, kept).waiting == 1
    assert said(office.service) == set()


def test_who_waits_for_approval_is_forgotten_and_may_ask_anew(
    office: Office, kept: ErasedList
) -> None:
    confirm(office)
    erase(office, EMAIL, kept)

    assert said(office.service) == set()
    assert waiting.everybody(office.service.engine) == []
    confirm(office)
    # What she asks for later is not what was erased.
    assert erasure.repeat(office.service.sync, kept) == 0
    assert [one.email for one in waiting.everybody(office.service.engine)] == [EMAIL]


def test_mails_that_wait_or_were_given_up_are_forgotten(office: Office, kept: ErasedList) -> None:
    confirm(office)
    (one,) = waiting.everybody(office.service.engine)
    admitting.reject(office.service.sync, one.id, "Solveig Tangen er ikke ansatt her.")
    with writing(office.service.engine) as connection:
        connection.execute(update(job).values(given_up=True, failure="550"))

    assert erase(office, EMAIL, kept).waiting == 2
    assert said(office.service) == set()


def test_a_request_that_is_being_answered_leaves_nothing_of_who_is_erased_meanwhile(
    office: Office, kept: ErasedList
) -> None:
    engine = office.service.engine
    register(office)

    class Overtaken(Jobs):
        """An erasure comes between the taking of a job and the doing of it."""

        def _do(self, taken: jobs.Job) -> None:
            erase(office, EMAIL, kept)
            super()._do(taken)

    told = {"registration": lambda _, __: pytest.fail("it was done all the same")}
    assert Overtaken(engine, told, {}).do_due() == 1
    assert said(office.service) == set()


def test_all_that_a_manager_leaves_in_every_table_goes_but_for_minutes(
    office: Office, kept: ErasedList
) -> None:
    service = office.service
    enrolled = enrolment(office)
    assert_applied(Device(service.api(office.kari)).push(creation(enrolled)))
    confirm(office)
    (one,) = waiting.everybody(service.engine)
    account = admitting.approve(service.sync, one.id)
    solveig = whom(service, account, office)
    device = Device(service.api(solveig))
    write_much(office, solveig, device)
    leave_traces(office, account, enrolled)
    assert said(service) == set(WORDS)

    report = erase(office, EMAIL, kept)

    assert said(service) == set()
    minutes = [line for line in everything(service).splitlines() if line.startswith("minutes:")]
    assert ["Solveig Tangen" in line for line in minutes] == [True]
    assert (report.accounts, report.unnamed) == (1, 1)


def whom(service: Service, account: UUID, office: Office) -> Manager:
    with service.engine.connect() as connection:
        query = select(tables.account.c.person_id).where(tables.account.c.id == account)
        person = connection.scalars(query).one()
    assert person is not None
    return Manager(account, person, office.kari.kindergarten, "Solveig Tangen", EMAIL)


def write_much(office: Office, solveig: Manager, device: Device) -> None:
    """A post, a comment that is gone again, and a meeting with its minutes."""
    category = office.service.category()
    post = Post(
        category_id=category,
        kindergarten_id=solveig.kindergarten,
        author_id=solveig.person,
        author_name=solveig.name,
        title="Hei",
        body="Tekst",
    )
    comment = Comment(
        category_id=category,
        post_id=post.id,
        kindergarten_id=solveig.kindergarten,
        author_id=solveig.person,
        author_name=solveig.name,
        body="Ja",
    )
    (_, made) = results = device.push(creation(post), creation(comment))
    assert_applied(results)
    assert_applied(device.push(deletion(comment, made.version)))
    hold_meeting(office, solveig, device)


def network_of(solveig: Manager) -> Network:
    return Network(
        name="Lokalt nettverk",
        level=Level.LOCAL,
        municipality="5037",
        contact_kindergarten_id=solveig.kindergarten,
        contact_person_id=solveig.person,
        support_confirmed=True,
        ready_to_lead=True,
    )


def hold_meeting(office: Office, solveig: Manager, device: Device) -> None:
    home, network = solveig.kindergarten, network_of(solveig)
    member = NetworkMember(
        id=member_id(network.id, home),
        network_id=network.id,
        kindergarten_id=home,
        state=MemberState.JOINED,
    )
    office.service.write(network, member)
    meeting = Meeting(
        network_id=network.id,
        title="Møte",
        on=date(2026, 11, 26),
        starts=time(9),
        ends=time(10),
        chair_id=solveig.person,
        minute_taker_id=office.kari.person,
    )
    there = Attendance(
        id=only_id(Attendance, meeting.id, home),
        meeting_id=meeting.id,
        kindergarten_id=home,
        kindergarten="Karis barnehage",
        name=solveig.name,
        role="styrer",
        presence=Presence.PRESENT,
    )
    assert_applied(device.push(creation(meeting)))
    assert_applied(device.push(creation(there)))
    for state in (MeetingState.CALLED, MeetingState.ADJOURNED, MeetingState.SUBMITTED):
        device.pull()
        at = device.version("meeting", meeting.id)
        assert_applied(device.push(change(meeting, at, state=state.value)))


def leave_traces(office: Office, account: UUID, enrolled: StaffEnrolment) -> None:
    """What lies beside the records: names of before, sign-ins, and mails that wait."""
    engine = office.service.engine
    with writing(engine) as connection:
        accounts.rename(connection, account, "Solveig Berntsen")
        accounts.issue_token(connection, account, "Solveigs PC")
    karis = Device(office.service.api(office.kari))
    karis.pull()
    at = karis.version("staff_enrolment", enrolled.id)
    assert_applied(karis.push(change(enrolled, at, name="Solveig Berntsen")))
    office.signs_in(EMAIL, OLD)
    resetting.ask(engine, EMAIL, "nb", "127.0.0.1")
