"""Who has left reads nothing more once the last day is over, from the next pull on."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import update

from contract.records import AccessState, Audience, Kindergarten, StaffEnrolment
from server import last_days
from server.database import writing
from tests.fixtures.service import Manager, Service, assert_applied, change, creation, deletion
from tests.sync_api.device import Device

NOON = datetime(2026, 12, 1, 11, tzinfo=UTC)
"""Of the last day, in Norway."""
LAST = date(2026, 12, 1)
AFTER = NOON + timedelta(hours=12, minutes=30)
"""Half past midnight in Norway, when it is still the day before by the clock of the service."""


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def mia(service: Service, kari: Manager) -> Manager:
    return service.manager("Mia", kari.kindergarten, roles=("deputy_head",))


@pytest.fixture
def room(service: Service) -> UUID:
    return service.category("Alle", Audience.EVERYBODY)


def enrolment(
    of: Manager,
    home: UUID,
    ends_on: date | None = None,
    access: AccessState = AccessState.NONE,
    role: str = "deputy_head",
) -> StaffEnrolment:
    return StaffEnrolment(
        kindergarten_id=home,
        name=of.name,
        email=f" {of.email.upper()}",
        roles=frozenset({role}),
        starts_on=date(2026, 8, 1),
        ends_on=ends_on,
        access=access,
    )


def approve(service: Service, enrolled: StaffEnrolment) -> None:
    with writing(service.engine) as connection:
        this = update(StaffEnrolment).where(StaffEnrolment.id == enrolled.id)
        connection.execute(this.values(access=AccessState.APPROVED))


def read_by(service: Service, who: Manager) -> Device:
    device = Device(service.api(who))
    device.pull()
    return device


def at_home(device: Device) -> bool:
    assert device.last is not None
    home = device.last.account.kindergarten
    assert (home is None) == (not device.last.account.roles)
    return home is not None and f"kindergarten:{home}" in device.last.scopes


def test_the_last_day_is_whole_and_the_next_device_that_asks_after_it_reads_nothing(
    service: Service, kari: Manager, mia: Manager, room: UUID
) -> None:
    device, leads = read_by(service, mia), Device(service.api(kari))
    hers = enrolment(mia, kari.kindergarten)
    [made] = leads.push(creation(hers))
    assert_applied(leads.push(change(hers, made.version, ends_on=LAST.isoformat())))
    with time_machine.travel(NOON):
        device.pull()
        assert at_home(device)
        assert [one["name"] for one in device.of("staff_enrolment")] == ["Mia"]
    with time_machine.travel(AFTER):
        device.pull()

        assert not at_home(device)
        assert device.of("staff_enrolment") == []
        assert device.last is not None
        assert f"category:{room}" not in device.last.scopes
        assert at_home(read_by(service, kari))
        (refused,) = device.push(creation(enrolment(kari, kari.kindergarten)))
        assert refused.code == "forbidden"


def test_a_leaver_notice_that_is_taken_back_opens_it_again(
    service: Service, kari: Manager, mia: Manager
) -> None:
    leads = Device(service.api(kari))
    hers = enrolment(mia, kari.kindergarten, LAST)
    [made] = leads.push(creation(hers))
    with time_machine.travel(AFTER):
        device = read_by(service, mia)
        assert not at_home(device)
        assert_applied(leads.push(change(hers, made.version, ends_on=None)))
        device.pull()

        assert at_home(device)


def test_an_enrolment_that_is_gone_opens_nothing(
    service: Service, kari: Manager, mia: Manager
) -> None:
    leads = Device(service.api(kari))
    hers = enrolment(mia, kari.kindergarten, LAST)
    [made] = leads.push(creation(hers))
    with time_machine.travel(AFTER):
        assert_applied(leads.push(deletion(hers, made.version)))

        assert not at_home(read_by(service, mia))


def test_who_works_on_elsewhere_reads_what_is_of_there_alone(
    service: Service, kari: Manager, mia: Manager
) -> None:
    other = service.kindergarten("Furua")
    service.write(enrolment(mia, kari.kindergarten, LAST), enrolment(kari, kari.kindergarten))
    service.write(enrolment(mia, other.id, access=AccessState.APPROVED))
    with time_machine.travel(AFTER):
        device = read_by(service, mia)
        before = device.last
        with writing(service.engine) as connection:
            assert last_days.note_all(connection, {}) == 1
            assert last_days.note_all(connection, {}) == 0
        device.pull()

        assert device.last is not None
        assert before is not None
        assert device.last.account == before.account
        assert device.last.account.kindergarten == other.id
        assert [one["kindergarten_id"] for one in device.of("staff_enrolment")] == [str(other.id)]


@pytest.mark.parametrize(("by", "leads"), [("head", True), ("deputy_head", False)])
def test_who_works_on_elsewhere_leads_it_where_somebody_says_so_who_does(
    service: Service, mia: Manager, by: str, leads: bool
) -> None:
    there = service.manager("Per", roles=(by,))
    service.write(enrolment(mia, mia.kindergarten, LAST))
    hers, says = enrolment(mia, there.kindergarten), Device(service.api(there))
    [made] = says.push(creation(hers))
    assert_applied(says.push(change(hers, made.version, roles=["deputy_head", "head"])))
    approve(service, hers)
    with time_machine.travel(AFTER):
        device = read_by(service, mia)

        assert device.last is not None
        assert device.last.account.kindergarten == there.kindergarten
        assert ("head" in device.last.account.roles) is leads


def test_where_nobody_has_approved_her_she_does_not_work_on(
    service: Service, kari: Manager, mia: Manager
) -> None:
    other, left = service.kindergarten("Furua"), service.kindergarten("Grana")
    service.write(enrolment(mia, kari.kindergarten, LAST), enrolment(mia, other.id))
    service.write(enrolment(mia, left.id, access=AccessState.APPROVED))
    with writing(service.engine) as connection:
        gone = update(Kindergarten).where(Kindergarten.id == left.id).values(leaves_on=LAST)
        connection.execute(gone)
    with time_machine.travel(AFTER):
        device = read_by(service, mia)
        with writing(service.engine) as connection:
            last_days.note_all(connection, {})
        device.pull()

        assert not at_home(device)


@pytest.mark.parametrize(("role", "leads"), [("deputy_head", False), ("head", True)])
def test_who_is_enrolled_to_lead_does_so_by_the_word_of_who_leads_there_alone(
    service: Service, kari: Manager, mia: Manager, role: str, leads: bool
) -> None:
    there = service.manager("Per", roles=(role,))
    service.write(enrolment(mia, kari.kindergarten, LAST))
    told = enrolment(mia, there.kindergarten, role="head")
    assert_applied(Device(service.api(there)).push(creation(told)))
    approve(service, told)
    with time_machine.travel(AFTER):
        device = read_by(service, mia)
        with writing(service.engine) as connection:
            last_days.note_all(connection, {})
        device.pull()

        assert at_home(device) is leads
        assert device.last is not None
        assert device.last.account.roles == (("head",) if leads else ())


def test_of_the_central_office_one_stays(service: Service, kari: Manager) -> None:
    both = service.manager("Siri", kari.kindergarten, roles=("secretariat", "head"))
    service.write(enrolment(both, kari.kindergarten, LAST))
    with time_machine.travel(AFTER):
        device = read_by(service, both)

        assert device.last is not None
        assert device.last.account.roles == ("secretariat",)
        assert device.last.account.kindergarten is None


def test_an_account_that_came_after_its_enrolment_is_noted_within_a_day(
    service: Service, kari: Manager
) -> None:
    later = Manager(kari.account, kari.person, kari.kindergarten, "Per", "per@example.no")
    service.write(enrolment(later, kari.kindergarten, LAST))
    per = service.manager("Per", kari.kindergarten)
    with writing(service.engine) as connection:
        connection.exec_driver_sql(
            f"UPDATE account SET email = 'per@example.no' WHERE email = '{per.email}'"
        )
    with time_machine.travel(AFTER):
        assert at_home(read_by(service, per))
        with writing(service.engine) as connection:
            assert last_days.note_all(connection, {}) == 1

        assert not at_home(read_by(service, per))
