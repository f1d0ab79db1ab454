"""Who is enrolled is found by the address, however it was written, and without reading them all."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text

from contract.records import StaffEnrolment
from server import enrolments
from server.database import open_engine
from tests.fixtures.service import Service, migrated, sqlite_service

Copy = Callable[[str, Callable[[str], None]], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    if request.param == "sqlite":
        made = sqlite_service(tmp_path)
    else:
        emptied: Copy = request.getfixturevalue("postgresql_emptied")
        made = Service(open_engine(emptied("service", migrated)))
    yield made
    made.close()


@pytest.fixture
def home(service: Service) -> UUID:
    return service.kindergarten("Elvesus").id


def enrol(service: Service, home: UUID, *emails: str) -> None:
    def of(email: str) -> StaffEnrolment:
        return StaffEnrolment(
            kindergarten_id=home,
            name="Ola Bakken",
            email=email,
            roles=frozenset({"assistant"}),
            starts_on=date(2026, 8, 1),
        )

    service.write(*map(of, emails))


def test_an_address_is_the_same_in_capitals_and_with_blanks(service: Service, home: UUID) -> None:
    written = {
        "Ola.Bakken@Example.no": "ola.bakken@example.no",
        " kari@example.no\t": "Kari@example.no",
        "ØDEGÅRD@example.no": " ødegård@example.no",
        "weiß@example.no": "WEISS@example.no",
    }
    enrol(service, home, *written, "ola@example.no")
    with service.engine.connect() as connection:
        for kept, asked in written.items():
            assert [one.email for one in enrolments.of_email(connection, asked)] == [kept]
        everybody = [*written.values(), *(f"{number}@example.no" for number in range(1_200))]
        assert len(enrolments.of_emails(connection, everybody)) == len(written)
        assert enrolments.of_email(connection, "") == []


@pytest.mark.parametrize("service", ["postgresql"], indirect=True)
def test_postgresql_finds_an_address_by_its_indexes(service: Service, home: UUID) -> None:
    enrol(service, home, "ola@example.no")
    asked: list[tuple[str, Any]] = []

    with service.engine.connect() as connection:
        event.listen(
            connection, "before_cursor_execute", lambda *given: asked.append((given[2], given[3]))
        )
        assert len(enrolments.of_email(connection, "ola@example.no")) == 1
        statement, values = asked[0]
        # So few rows are quicker read than looked up, and it is said all the same whether it could.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars())

    assert "ix_staff_enrolment_email" in plan
    assert "ix_staff_enrolment_odd_email" in plan
    assert "Seq Scan" not in plan
