"""People whom a second kindergarten enrols, or one after they have left: the office decides."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, select, update

from contract.records import AccessState, Kindergarten, Person, StaffEnrolment
from contract.wire import PullRequest, PushRequest, Status
from server import admitting, norway, registering, waiting
from server.accounts import Unacceptable
from server.database import writing
from server.following import follow
from server.tables import account, registration
from tests.fixtures.service import Manager, change, creation
from tests.server.office import NEW, Office, signed_in, text
from tests.server.test_registration import (
    OLA,
    PASSWORD,
    ask_for_access,
    confirm,
    enrolment,
    seen_by,
    state_of,
    waiting_one,
)
from tests.sync_api.test_access_matrix import place_of

YESTERDAY = norway.today() - timedelta(days=1)


@pytest.fixture
def per(office: Office) -> Manager:
    return office.service.manager("Per")


def enrols(office: Office, who: Manager, role: str = "pedagogical_leader") -> StaffEnrolment:
    """A manager's desktop enrols Ola, and the service does what follows."""
    record = enrolment(who.kindergarten)
    record.roles = frozenset({role})
    api = office.service.api(who)
    generation = api.pull(PullRequest(1, "", {})).generation
    [result] = api.push(PushRequest(2, generation, [creation(record)])).results
    assert result.status is Status.APPLIED
    office.jobs.do_due()
    return record


def works_with(office: Office, who: Manager) -> StaffEnrolment:
    """Let Ola have access in a manager's kindergarten."""
    record = enrols(office, who)
    ask_for_access(office)
    confirm(office)
    approve(office)
    return record


def approve(office: Office) -> None:
    admitting.approve(office.service.sync, waiting_one(office))
    office.jobs.do_due()


def leaves(office: Office, record: StaffEnrolment) -> None:
    with writing(office.service.engine) as connection:
        this = update(StaffEnrolment).where(StaffEnrolment.id == record.id)
        connection.execute(this.values(ends_on=YESTERDAY))
        follow(connection, {})


def account_of(office: Office) -> Row[Any]:
    with office.service.engine.connect() as connection:
        return connection.execute(select(account).where(account.c.email == OLA)).one()


def subject(office: Office) -> str:
    return str(office.mailbox.mails[-1]["Subject"])


def test_who_works_elsewhere_is_asked_about_told_and_goes_on_there_once_approved(
    office: Office, per: Manager
) -> None:
    first = works_with(office, office.kari)
    second = enrols(office, per)
    [one] = waiting.everybody(office.service.engine)

    assert seen_by(office, per, second) == "awaiting"
    assert (one.kindergartens, one.works_in) == (("Pers barnehage",), "Karis barnehage")
    assert subject(office) == "Pers barnehage har meldt deg inn"
    page = text(office.get(f"/registrer/bekreft?lenke={office.link()}"))
    assert "Status for søknaden min" in page
    assert account_of(office).kindergarten_id == office.kari.kindergarten

    approve(office)
    assert [seen_by(office, per, second), seen_by(office, office.kari, first)] == ["approved"] * 2
    assert "er godkjent" in office.mailbox.mails[-1].get_content()
    assert account_of(office).kindergarten_id == office.kari.kindergarten
    leaves(office, first)
    assert account_of(office).kindergarten_id == per.kindergarten
    assert office.signs_in(OLA, PASSWORD)


def test_who_is_not_wanted_there_keeps_what_there_is_and_hears_why(
    office: Office, per: Manager
) -> None:
    first = works_with(office, office.kari)
    second = enrols(office, per)
    admitting.reject(office.service.sync, waiting_one(office), "Bare ett sted.")
    office.jobs.do_due()

    assert state_of(office.service, second) == (AccessState.REJECTED, "Bare ett sted.")
    assert state_of(office.service, first) == (AccessState.APPROVED, None)
    assert "Du beholder tilgangen du har." in office.mailbox.mails[-1].get_content()
    leaves(office, first)
    assert account_of(office).disabled


def test_a_kindergarten_that_takes_its_enrolment_back_asks_no_more(
    office: Office, per: Manager
) -> None:
    works_with(office, office.kari)
    second = enrols(office, per)
    with writing(office.service.engine) as connection:
        assert registering.forget_old(connection, {}) == 0
        this = update(StaffEnrolment).where(StaffEnrolment.id == second.id)
        connection.execute(this.values(email="en.annen@example.no"))
        assert registering.forget_old(connection, {}) == 1


def test_what_was_approved_of_one_is_not_approved_of_another_who_gets_the_enrolment(
    office: Office, per: Manager
) -> None:
    first = works_with(office, office.kari)
    other = enrolment(per.kindergarten, "liv@example.no")
    other.access = AccessState.APPROVED
    office.service.write(other)
    api = office.service.api(per)
    generation = api.pull(PullRequest(1, "", {})).generation
    _, version = place_of(office.service, other.id)
    [result] = api.push(PushRequest(3, generation, [change(other, version, email=OLA)])).results
    office.jobs.do_due()

    assert result.fields["access"] == "none"
    assert state_of(office.service, other)[0] is AccessState.AWAITING
    leaves(office, first)
    assert account_of(office).disabled


def test_who_has_left_registers_anew_and_has_the_account_again_where_it_works_now(
    office: Office, per: Manager
) -> None:
    first = works_with(office, office.kari)
    before = account_of(office)
    leaves(office, first)
    second = enrols(office, per, "owner")
    assert waiting.everybody(office.service.engine) == []
    ask_for_access(office, passord=NEW + "!")
    assert subject(office) == "Bekreft adressen din til Barnehagealliansen"
    confirm(office)
    approve(office)

    after = account_of(office)
    assert seen_by(office, per, second) == "approved"
    assert (after.id, after.disabled, after.last_day) == (before.id, False, None)
    assert (after.kindergarten_id, after.roles) == (per.kindergarten, {"owner"})
    assert [office.signs_in(OLA, one) for one in (PASSWORD, NEW + "!")] == [False, True]
    with office.service.engine.connect() as connection:
        known = select(Person.kindergarten_id).where(Person.id == after.person_id)
        assert connection.execute(known).scalar_one() == per.kindergarten


def test_all_who_have_enrolled_somebody_hear_of_the_decision(office: Office, per: Manager) -> None:
    left = office.service.manager("Liv")
    records = [enrols(office, one) for one in (left, office.kari, per)]
    with writing(office.service.engine) as connection:
        gone = update(Kindergarten).where(Kindergarten.id == left.kindergarten)
        connection.execute(gone.values(leaves_on=YESTERDAY))
    ask_for_access(office)
    confirm(office)
    approve(office)

    states = [state_of(office.service, one)[0] for one in records]
    assert states == [AccessState.AWAITING, AccessState.APPROVED, AccessState.APPROVED]
    assert account_of(office).kindergarten_id == office.kari.kindergarten


def test_a_head_is_made_by_a_head_and_the_queue_tells_whom_one_makes_it(
    office: Office, per: Manager, solveig: Manager
) -> None:
    deputy = office.service.manager("Dina", per.kindergarten, roles=("deputy_head",))
    enrols(office, deputy, "head")
    ask_for_access(office, navn="Ola  nordmann")
    confirm(office)
    browser = signed_in(office, solveig)
    page = browser.page("/sekretariat/venter")

    assert f'href="/sekretariat/barnehager/{per.kindergarten}"' in page
    assert "Innmeldt som Ola Nordmann<" in page
    assert "Styrer" in page
    assert "Ingen styrer har gitt rollen som styrer" in page
    with pytest.raises(Unacceptable, match="not_appointed"):
        approve(office)

    office.service.disable(per)
    with writing(office.service.engine) as connection:
        connection.execute(update(registration).values(name="Kåre Nordmann"))
    page = browser.page("/sekretariat/venter")
    assert "Innmeldt som Ola Nordmann, som er et annet navn" in page
    assert "Ingen leder denne barnehagen" in page
    approve(office)
    assert account_of(office).roles == {"head"}


def test_who_is_enrolled_at_home_has_access_and_nobody_is_asked(office: Office) -> None:
    kari = office.kari
    record = enrolment(kari.kindergarten, kari.email)
    api = office.service.api(kari)
    generation = api.pull(PullRequest(1, "", {})).generation
    [result] = api.push(PushRequest(2, generation, [creation(record)])).results

    assert result.fields["access"] == "approved"
    assert waiting.everybody(office.service.engine) == []
