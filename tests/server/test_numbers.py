"""The numbers of the network are the same on both databases."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from contract.ids import new_id
from contract.records import Meeting, MeetingState, Minutes, Network, Post
from contract.records.networks import Level
from server import accounts, auditing, numbers
from server.auditing import Act
from server.database import open_engine, writing
from server.tables import audit_entry, token
from tests.fixtures.service import Manager, Service, migrated

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
_DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'service.sqlite3'}"
    else:
        copy: Callable[[str, Callable[[str], None]], str]
        copy = request.getfixturevalue("postgresql_emptied")
        url = copy("service", migrated)
    made = Service(open_engine(url))
    yield made
    made.close()


def network(who: Manager, municipality: str | None = "5037", level: Level = Level.LOCAL) -> Network:
    return Network(
        name="Nettverk",
        level=level,
        municipality=municipality,
        contact_kindergarten_id=who.kindergarten,
        support_confirmed=True,
        ready_to_lead=True,
    )


def meeting(where: Network, on: date, state: MeetingState) -> Meeting:
    return Meeting(
        network_id=where.id, title="Møte", on=on, starts=time(9), ends=time(10), state=state
    )


def in_use(service: Service, who: Manager, ago: timedelta) -> None:
    with writing(service.engine) as connection:
        bearer = accounts.issue_token(connection, who.account, "PC")
        this = update(token).where(token.c.hash == accounts.token_hash(bearer))
        connection.execute(this.values(last_used_at=NOW - ago))


def approved(service: Service, hours: float, ago: timedelta = _DAY) -> None:
    waited = timedelta(hours=hours)
    with writing(service.engine) as connection:
        auditing.note(connection, Act.APPROVED, None, ("account", new_id()), waited=waited)
        latest = audit_entry.c.at > NOW + _DAY / 2
        connection.execute(update(audit_entry).where(latest).values(at=NOW - ago))


def test_an_empty_network_has_no_numbers(service: Service) -> None:
    found = numbers.read(service.engine, NOW)

    assert (found.kindergartens, found.covered, found.municipalities) == (0, 0, 227)
    assert (found.active, found.posts, found.held, found.submitted) == (0, 0, 0, 0)
    assert found.hours is None


def test_what_there_is_is_counted(service: Service) -> None:
    kari, per = service.manager("Kari"), service.manager("Per", municipality="0301")
    for ago in (1, 2, 29):
        in_use(service, kari, ago * _DAY)
    in_use(service, per, 31 * _DAY)
    local, regional = network(kari), network(per, None, Level.REGIONAL)
    service.write(local, regional)
    category = service.category()
    service.write(
        *(
            Post(
                category_id=category,
                kindergarten_id=kari.kindergarten,
                author_id=kari.person,
                author_name="Kari",
                title="Hei",
                body="Alle sammen",
            )
            for _ in range(3)
        )
    )

    found = numbers.read(service.engine, NOW)

    assert (found.kindergartens, found.covered, found.active, found.posts) == (2, 1, 1, 3)


def test_meetings_and_minutes_of_the_last_sixty_days_are_counted(service: Service) -> None:
    kari = service.manager("Kari")
    local = network(kari)
    service.write(local)
    today = NOW.date()
    held = [
        meeting(local, today - 59 * _DAY, MeetingState.ADJOURNED),
        meeting(local, today, MeetingState.REVIEW),
        meeting(local, today - 61 * _DAY, MeetingState.ADJOURNED),
        meeting(local, today + _DAY, MeetingState.CALLED),
        meeting(local, today - _DAY, MeetingState.CANCELLED),
    ]
    service.write(*held)
    days = ((held[0], 1, 50), (held[0], 2, 20), (held[1], 1, 0), (held[2], 1, 61))
    service.write(
        *(
            Minutes(
                meeting_id=one.id,
                network_id=local.id,
                version=version,
                content="{}",
                fingerprint="",
                submitted_at=NOW - ago * _DAY,
            )
            for one, version, ago in days
        )
    )

    found = numbers.read(service.engine, NOW)

    assert (found.held, found.submitted) == (2, 2)


@pytest.mark.parametrize(
    ("hours", "median"), [([3], 3.0), ([1, 90, 2], 2.0), ([10, 2, 4, 30], 7.0)]
)
def test_the_median_is_of_those_approved_of_late(
    service: Service, hours: list[float], median: float
) -> None:
    for one in hours:
        approved(service, one)
    approved(service, 500, 61 * _DAY)

    assert numbers.read(service.engine, NOW).hours == median
