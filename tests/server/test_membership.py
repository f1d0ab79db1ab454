"""Who is taken in has an account and a record, or neither."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from contract.records import Person
from server.accounts import Unacceptable
from server.membership import Member, admit
from server.tables import account
from tests.fixtures.service import Service, sqlite_service

HEAD = frozenset({"head"})


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = sqlite_service(tmp_path)
    yield made
    made.close()


def taken_in(service: Service) -> list[tuple[object, ...]]:
    with service.engine.connect() as connection:
        mine = select(account.c.email, Person.name).outerjoin(
            Person, Person.id == account.c.person_id
        )
        return [tuple(row) for row in connection.execute(mine)]


def test_a_manager_has_an_account_and_is_known_to_the_others(service: Service) -> None:
    admit(service.sync, Member("kari@example.no", "Kari", HEAD, "en lang setning"))

    assert taken_in(service) == [("kari@example.no", "Kari")]


def test_where_the_person_cannot_be_kept_there_is_no_account_either(service: Service) -> None:
    with pytest.raises(Unacceptable):
        admit(service.sync, Member("kari@example.no", "Kari\0", HEAD, "en lang setning"))

    assert taken_in(service) == []
