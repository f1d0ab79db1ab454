"""What is kept for a while goes by itself, once, and is told as a number."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import func, insert, select

from contract.ids import new_id
from contract.records import StaffEnrolment
from server import leavers, norway, retention
from server.database import open_engine, writing
from server.erased import ErasedList
from server.jobs import Jobs
from server.tables import (
    account,
    applied_mutation,
    audit_entry,
    change,
    job,
    login_try,
    provider_visit,
    secret_link,
    sign_in_code,
)
from tests.fixtures.service import Manager, Service, migrated, sqlite_service
from tests.server.test_command_line import running
from tests.server.test_registration import enrolment
from tests.sync_api.conftest import Copy

NOW = datetime.now(UTC)
TODAY = NOW.date()


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    if request.param == "sqlite":
        made = sqlite_service(tmp_path)
    else:
        copy: Copy = request.getfixturevalue("postgresql_emptied")
        made = Service(open_engine(copy("service", migrated)))
    yield made
    made.close()


def ago(**time_: float) -> datetime:
    return NOW - timedelta(**time_)


def outcome(age: float) -> dict[str, Any]:
    return {"id": new_id(), "outcome": "{}", "at": ago(days=age)}


def an_act(age: float, act: str) -> dict[str, Any]:
    return {"id": new_id(), "at": ago(days=age), "act": act, "kind": "", "reason": ""}


def a_job(age: float, *, given_up: bool) -> dict[str, Any]:
    then = ago(days=age)
    row = {"id": new_id(), "kind": "mail", "about": {}, "made_at": then}
    return {**row, "due_at": NOW + timedelta(hours=1), "given_up": given_up, "attempts": 1}


def link(hours_left: float) -> dict[str, Any]:
    row = {"hash": str(new_id()), "account_id": new_id(), "made_at": ago(hours=9)}
    return {**row, "good_until": ago(hours=-hours_left)}


def under_way(hours_left: float, **rest: str) -> dict[str, Any]:
    """Of a sign-in by the browser."""
    row = {"hash": str(new_id()), "account_id": new_id(), "good_until": ago(hours=-hours_left)}
    return {**row, **rest}


CODE = {"challenge": "x", "redirect": "x", "state_hash": "x", "device": "Karis PC"}
VISIT = {"browser_hash": "x", "nonce": "x", "verifier": "x", "question": "x"}


def test_each_goes_when_it_is_too_old_and_stays_before(service: Service) -> None:
    kept = {
        applied_mutation: [outcome(399)],
        job: [a_job(29, given_up=True), a_job(300, given_up=False)],
        login_try: [{"key": "a", "at": datetime.now(UTC)}],
        secret_link: [link(0.5)],
        sign_in_code: [under_way(0.5, **CODE)],
        audit_entry: [an_act(364, "signed_in"), an_act(800, "approved")],
        provider_visit: [under_way(0.5, **VISIT)],
    }
    gone = {
        applied_mutation: [outcome(401), outcome(800)],
        job: [a_job(31, given_up=True)],
        login_try: [{"key": "b", "at": ago(minutes=20)}],
        secret_link: [link(-0.5)],
        sign_in_code: [under_way(-0.5, **CODE)],
        audit_entry: [an_act(366, "signed_in"), an_act(366, "locked_out")],
        provider_visit: [under_way(-0.5, **VISIT)],
    }
    with writing(service.engine) as connection:
        connection.execute(applied_mutation.delete())
        for rows in (kept, gone):
            for table, many in rows.items():
                connection.execute(insert(table), many)
    daily = retention.daily(400)
    with writing(service.engine) as connection:
        counts = {kind: tidy(connection, {}) for kind, tidy in daily.items()}
        again = [tidy(connection, {}) for tidy in daily.values()]
        left = {table: connection.scalar(select(func.count()).select_from(table)) for table in kept}

    ones = ("given up", "tries", "links", "codes", "visits")
    twos = ("outcomes", "sign-ins")
    expected = dict.fromkeys(ones, 1) | dict.fromkeys(twos, 2)
    assert counts == {f"tidy {name}": count for name, count in expected.items()}
    assert again == [0] * len(daily)
    assert left == {table: len(many) for table, many in kept.items()}


def leaver(service: Service, home: UUID, email: str, ended: int | None) -> UUID:
    """An enrolment that ended so many days ago; None for one that goes on."""
    ends_on = None if ended is None else TODAY - timedelta(days=ended)
    one = enrolment(home, email, ends_on=ends_on)
    one.starts_on = date(2020, 8, 1)
    service.write(one)
    return one.id


def erased(service: Service) -> set[UUID]:
    query = select(change.c.record_id).where(
        change.c.erased, change.c.kind == StaffEnrolment.__tablename__
    )
    with service.engine.connect() as connection:
        return set(connection.scalars(query))


def closed(service: Service, who: Manager) -> bool:
    with service.engine.connect() as connection:
        query = select(account.c.disabled).where(account.c.id == who.account)
        return bool(connection.scalar(query))


def test_who_left_long_ago_is_erased_and_nobody_else(service: Service, tmp_path: Path) -> None:
    kari, berit, solveig = service.manager("Kari"), service.manager("Berit"), service.manager("Sol")
    service.set_roles(solveig, "secretariat")
    home, other = kari.kindergarten, berit.kindergarten
    gone = {
        leaver(service, home, kari.email, 91),
        leaver(service, home, "ola@example.no", 91),
        leaver(service, other, "Ola@example.no", 400),
        # They stay, and what was kept of them there does not.
        leaver(service, home, berit.email, 91),
        leaver(service, home, solveig.email, 91),
    }
    leaver(service, other, berit.email, None)
    leaver(service, home, "stine@example.no", 89)
    leaver(service, home, "siri@example.no", None)
    listed = ErasedList(tmp_path / "erased.jsonl")

    first = leavers.erase_due(service.engine, service.sync, listed, 90)
    second = leavers.erase_due(service.engine, service.sync, listed, 90)

    assert erased(service) == gone
    assert [closed(service, one) for one in (kari, berit, solveig)] == [True, False, False]
    assert (first, second) == (4, 0)
    assert len(listed.read()) == 4


def test_a_day_after_it_is_done_again(service: Service) -> None:
    counted: list[str] = []

    def tidy(*_: object) -> int:
        counted.append("inside")
        return 1

    def erase(*_: object) -> int:
        counted.append("outside")
        return 1

    for _ in range(2):
        jobs = Jobs(service.engine, {}, {}, {"tidy": tidy}, {"erase": erase})
        jobs.plan_daily()
        jobs.do_due()
    assert sorted(counted) == ["inside", "outside"]

    with writing(service.engine) as connection:
        connection.execute(job.update().values(due_at=ago(seconds=1)))
    jobs.do_due()
    assert sorted(counted) == ["inside"] * 2 + ["outside"] * 2


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-27T20:00+00:00", "2026-11-27T23:05+00:00"),
        ("2026-11-27T23:06+00:00", "2026-11-28T23:05+00:00"),
        ("2026-07-01T22:04+00:00", "2026-07-01T22:05+00:00"),
    ],
)
def test_what_is_daily_is_due_when_a_day_has_begun_in_norway(
    service: Service, now: str, due: str
) -> None:
    jobs = Jobs(service.engine, {}, {}, {"tidy": lambda _c, _a: 1})
    with time_machine.travel(datetime.fromisoformat(now)):
        jobs.plan_daily()
        assert jobs.do_due() == 1
    with service.engine.connect() as connection:
        assert connection.scalars(select(job.c.due_at)).all() == [datetime.fromisoformat(due)]


def test_of_two_processes_one_does_each_and_tells_how_much(
    postgresql_emptied: Callable[[str, Callable[[str], None]], str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    url = postgresql_emptied("service", migrated)
    service = Service(open_engine(url))
    kari = service.manager("Kari")
    gone = leaver(service, kari.kindergarten, "ola@example.no", 91)
    with writing(service.engine) as connection:
        connection.execute(insert(applied_mutation), [outcome(500) for _ in range(7)])
    monkeypatch.setenv("BARNEHAGEALLIANSEN_LOG_LEVEL", "info")
    monkeypatch.setenv("BARNEHAGEALLIANSEN_LOG_FORM", "json")
    monkeypatch.setenv("BARNEHAGEALLIANSEN_ERASED", str(tmp_path / "erased.jsonl"))
    with running("--database-url", url) as (one, _), running("--database-url", url) as (two, _):
        wait_until_done(service)
        for process in (one, two):
            process.terminate()
        said = "".join(process.communicate(timeout=20)[1] for process in (one, two))
    told = [json.loads(line) for line in said.splitlines()]
    done = Counter({one["job"]: 0 for one in told if one["message"] == "A job is done"})
    done.update(one["job"] for one in told if one["message"] == "A job is done")
    counts = {one["job"]: one["count"] for one in told if "job" in one}

    assert set(done.values()) == {1}
    assert set(done) >= {"tidy outcomes", "tidy sessions", "tidy registrations", "erase leavers"}
    assert (counts["tidy outcomes"], counts["erase leavers"]) == (7, 1)
    assert erased(service) == {gone}
    assert "ola@example.no" not in said
    service.close()


def wait_until_done(service: Service) -> None:
    """Until all that is done daily has been done for today."""
    deadline = time.monotonic() + 90
    tomorrow = (job.c.due_at >= norway.next_midnight(NOW)) & (job.c.attempts == 0)
    query = select(func.count(), func.count().filter(tomorrow))
    while True:
        with service.engine.connect() as connection:
            planned, done = connection.execute(query).one()
        if planned and planned == done:
            return
        assert time.monotonic() < deadline
        time.sleep(0.05)
