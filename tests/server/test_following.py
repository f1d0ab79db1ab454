"""Accounts follow what a manager reports: the last day, another role, another name."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import Row, select

from contract.codec import to_wire
from contract.ids import new_id
from contract.records import AccessState, Kindergarten, Person, StaffEnrolment
from contract.wire import Mutation, Op, PullRequest, PushRequest
from server import following
from server.jobs import Jobs
from server.tables import account, change
from tests.fixtures.service import Manager, Service, assert_applied, sqlite_service

TODAY = datetime.now(UTC).date()
YESTERDAY = TODAY - timedelta(days=1)
FEBRUARY = date(2027, 2, 1)
EVE = datetime(2027, 1, 31, 22, 59, tzinfo=UTC)
MIDNIGHT = datetime(2027, 1, 31, 23, 0, 1, tzinfo=UTC)
"""In Norway; by the clock of the service it is still January."""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = sqlite_service(tmp_path)
    yield made
    made.close()


def enrolled(
    service: Service, who: Manager, *roles: str, ends_on: date | None = None
) -> StaffEnrolment:
    record = StaffEnrolment(
        kindergarten_id=who.kindergarten,
        name=who.name,
        email=f" {who.email.upper()}",
        roles=frozenset(roles),
        starts_on=date(2025, 8, 1),
        ends_on=ends_on,
        access=AccessState.APPROVED,
    )
    service.write(record)
    return record


def report(service: Service, by: Manager, record: Any, **fields: Any) -> None:
    """Change a record as a manager's desktop does, and let the service do what follows."""
    api, kind = service.api(by), record.__tablename__
    generation = api.pull(PullRequest(1, "", {})).generation
    with service.engine.connect() as connection:
        told = select(change.c.version).where(change.c.record_id == record.id)
        version = connection.execute(told).scalar_one()
    mutation = Mutation(new_id(), Op.CHANGE, kind, record.id, version, to_wire(fields))
    assert_applied(api.push(PushRequest(2, generation, [mutation])).results)
    do_due(service)


def do_due(service: Service) -> None:
    inside = {following.KIND: following.follow, following.MOVED: following.move}
    Jobs(service.engine, inside, {}).do_due()


def on_the_day(service: Service, **about: str) -> None:
    with service.engine.begin() as connection:
        following.follow(connection, about)


def of(service: Service, who: Manager) -> Row[Any]:
    with service.engine.connect() as connection:
        return connection.execute(select(account).where(account.c.id == who.account)).one()


def to_come(service: Service, who: Manager) -> tuple[tuple[str, ...], date | None]:
    """What a device is told of the roles that its account is to have."""
    facts = service.api(who).pull(PullRequest(1, "", {})).account
    return facts.next_roles, facts.roles_from


def test_access_ends_after_the_last_day_and_not_before(service: Service) -> None:
    kari = service.manager("Kari")
    ola, liv = (service.employee(name, kari.kindergarten) for name in ("Ola", "Liv"))
    enrolled(service, ola, "assistant", ends_on=YESTERDAY)
    enrolled(service, liv, "assistant", ends_on=TODAY)
    on_the_day(service)

    assert (of(service, ola).disabled, of(service, liv).disabled) == (True, False)
    assert service.sync.api(kari.account) is not None


def test_a_leaver_notice_of_a_day_gone_by_ends_access_at_once_and_its_return_gives_it_back(
    service: Service,
) -> None:
    kari = service.manager("Kari")
    ola = service.employee("Ola", kari.kindergarten)
    record = enrolled(service, ola, "assistant")
    report(service, kari, record, ends_on=YESTERDAY)
    assert of(service, ola).disabled

    report(service, kari, record, ends_on=None)
    assert not of(service, ola).disabled


def test_another_role_and_name_are_the_accounts_and_the_persons(service: Service) -> None:
    kari = service.manager("Kari")
    deputy = service.manager("Ola", kari.kindergarten, roles=["deputy_head"])
    record = enrolled(service, deputy, "deputy_head")
    report(service, kari, record, roles=frozenset({"board_chair"}), name="Ola Dahl")

    assert of(service, deputy).roles == {"board_chair"}
    assert of(service, deputy).name == "Ola Dahl"
    with service.engine.connect() as connection:
        told = select(Person.name, Person.roles).where(Person.id == deputy.person)
        name, roles = connection.execute(told).one()
    assert (name, sorted(roles)) == ("Ola Dahl", ["board_chair"])


def test_nobody_comes_to_lead_but_by_the_word_of_who_does(service: Service) -> None:
    kari = service.manager("Kari")
    deputy = service.manager("Ola", kari.kindergarten, roles=["deputy_head"])
    record = enrolled(service, deputy, "deputy_head")
    report(service, deputy, record, roles=frozenset({"head", "deputy_head"}))

    assert of(service, deputy).roles == {"deputy_head"}

    report(service, kari, record, roles=frozenset({"head"}))
    assert of(service, deputy).roles == {"head"}


def test_who_leads_alone_goes_on_leading_until_somebody_else_does(service: Service) -> None:
    kari = service.manager("Kari")
    record = enrolled(service, kari, "head")
    report(service, kari, record, roles=frozenset({"owner"}))
    assert of(service, kari).roles == {"head", "owner"}

    service.manager("Ola", kari.kindergarten)
    on_the_day(service, kindergarten=str(kari.kindergarten))
    assert of(service, kari).roles == {"owner"}


def test_one_hands_the_leading_over_to_another(service: Service) -> None:
    kari = service.manager("Kari")
    ola = service.manager("Ola", kari.kindergarten, roles=["deputy_head"])
    record, other = enrolled(service, kari, "head"), enrolled(service, ola, "deputy_head")
    report(service, kari, other, roles=frozenset({"head"}))
    report(service, kari, record, roles=frozenset({"pedagogical_leader"}))

    assert of(service, ola).roles == {"head"}
    assert of(service, kari).roles == {"pedagogical_leader"}


def test_other_roles_come_with_their_day_by_themselves_and_not_where_they_were_taken_back(
    service: Service,
) -> None:
    kari = service.manager("Kari")
    ola, liv = (service.employee(name, kari.kindergarten) for name in ("Ola", "Liv"))
    record, other = (enrolled(service, one, "assistant") for one in (ola, liv))
    deputy = {"next_roles": frozenset({"deputy_head"}), "roles_from": FEBRUARY}
    with time_machine.travel(EVE):
        for one in (record, other):
            report(service, kari, one, **deputy)
        report(service, kari, other, next_roles=frozenset(), roles_from=None)
        on_the_day(service)
        assert of(service, ola).roles == {"assistant"}
        assert to_come(service, ola) == (("deputy_head",), FEBRUARY)
        assert to_come(service, liv) == to_come(service, kari) == ((), None)
    with time_machine.travel(MIDNIGHT):
        do_due(service)

        assert of(service, ola).roles == {"deputy_head"}
        assert of(service, liv).roles == {"assistant"}
        assert to_come(service, ola) == ((), None)


def test_who_is_to_lead_does_so_on_the_day_though_who_said_it_has_left_meanwhile(
    service: Service,
) -> None:
    kari = service.manager("Kari")
    ola = service.manager("Ola", kari.kindergarten, roles=["deputy_head"])
    mine, record = enrolled(service, kari, "head"), enrolled(service, ola, "deputy_head")
    with time_machine.travel(EVE):
        report(service, kari, record, next_roles=frozenset({"head"}), roles_from=FEBRUARY)
        report(service, kari, mine, ends_on=FEBRUARY - timedelta(days=2))
        assert of(service, kari).disabled
    with time_machine.travel(MIDNIGHT):
        on_the_day(service)
        assert of(service, ola).roles == {"head"}


def test_who_takes_the_address_of_one_who_is_to_lead_comes_to_lead_by_it_no_more(
    service: Service,
) -> None:
    kari = service.manager("Kari")
    deputy = service.manager("Ola", kari.kindergarten, roles=["deputy_head"])
    record = enrolled(service, service.employee("Liv", kari.kindergarten), "assistant")
    report(service, kari, record, roles=frozenset({"head"}), email="liv.ny@example.no")
    report(service, deputy, record, email=deputy.email)

    assert of(service, deputy).roles == {"deputy_head"}


def test_accounts_without_an_enrolment_and_the_secretariats_stay_as_they_are(
    service: Service,
) -> None:
    kari, solveig = service.manager("Kari"), service.manager("Solveig")
    service.set_roles(solveig, "secretariat")
    enrolled(service, solveig, "assistant", ends_on=YESTERDAY)
    on_the_day(service)

    assert (of(service, kari).disabled, of(service, solveig).disabled) == (False, False)


def test_what_changes_nothing_of_access_asks_for_nothing(service: Service) -> None:
    kari = service.manager("Kari")
    record = enrolled(service, service.employee("Ola", kari.kindergarten), "assistant")
    on_the_day(service)
    with service.engine.begin() as connection:
        assert following.follow(connection, {}) == 0
    report(service, kari, record, mobile="98765432")


def test_when_a_kindergarten_has_left_all_its_access_ends(service: Service) -> None:
    kari, berit = service.manager("Kari"), service.manager("Berit")
    ola = service.employee("Ola", kari.kindergarten)
    record = Kindergarten(id=kari.kindergarten, name="", municipality="5037")
    report(service, kari, record, leaves_on=YESTERDAY)

    assert [of(service, one).disabled for one in (kari, ola, berit)] == [True, True, False]


def test_another_address_is_the_one_to_sign_in_with(service: Service) -> None:
    kari = service.manager("Kari")
    ola = service.employee("Ola", kari.kindergarten)
    record = enrolled(service, ola, "assistant")
    report(service, kari, record, email="Ola.Dahl@example.no ")
    assert of(service, ola).email == "ola.dahl@example.no"

    report(service, kari, record, ends_on=YESTERDAY)
    assert of(service, ola).disabled


def test_an_address_that_somebody_else_signs_in_with_is_taken_by_nobody(service: Service) -> None:
    kari = service.manager("Kari")
    ola = service.employee("Ola", kari.kindergarten)
    record = enrolled(service, ola, "assistant")
    report(service, kari, record, email=kari.email)

    assert of(service, ola).email == ola.email


def test_a_deputy_takes_over_no_account_that_leads(service: Service) -> None:
    kari = service.manager("Kari")
    deputy = service.manager("Ola", kari.kindergarten, roles=["deputy_head"])
    record = enrolled(service, kari, "head")
    report(service, deputy, record, email="ny@example.no")
    assert of(service, kari).email == kari.email

    report(service, kari, record, email="kari.ny@example.no")
    assert of(service, kari).email == kari.email
