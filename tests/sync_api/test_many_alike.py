"""Many records in one push: each is judged for itself, and comes to others as it was sent."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from contract.codec import encode
from contract.records import Audience, Post
from contract.roles import DEPUTIES
from tests.fixtures.service import Manager, Service, assert_applied, creation
from tests.sync_api.device import Device


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


def post(author: Manager, category: UUID, **fields: Any) -> Post:
    written = {
        "kindergarten_id": author.kindergarten,
        "author_id": author.person,
        "author_name": author.name,
        "title": "Hei",
        "body": "Tekst",
    }
    return Post(category_id=category, **{**written, **fields})


def codes(device: Device, *posts: Post) -> list[str]:
    return [result.code for result in device.push(*map(creation, posts))]


def test_among_ones_own_posts_those_in_anothers_name_are_refused(
    service: Service, kari: Manager
) -> None:
    ola, category = service.manager("Ola"), service.category()
    posts = (
        post(kari, category),
        post(kari, category, author_id=ola.person),
        post(kari, category, kindergarten_id=ola.kindergarten),
        post(kari, category),
    )
    assert codes(Device(service.api(kari)), *posts) == ["", "forbidden", "forbidden", ""]


def test_among_posts_for_all_those_for_leaders_are_refused(service: Service, kari: Manager) -> None:
    service.set_roles(kari, min(DEPUTIES))
    for_all, for_leaders = (
        service.category(),
        service.category("Ledere", Audience.LEADERS_AND_OWNERS),
    )
    posts = [post(kari, category) for category in (for_all, for_leaders, for_all, for_leaders)]
    assert codes(Device(service.api(kari)), *posts) == ["", "forbidden", "", "forbidden"]


def test_a_text_may_name_the_sign_that_no_text_may_hold(service: Service, kari: Manager) -> None:
    category, device = service.category(), Device(service.api(kari))
    named = post(kari, category, body=r"Skriv \u0000 her")
    assert codes(device, named, post(kari, category, body="\0")) == ["", "invalid"]
    device.pull()
    assert device.records["post", str(named.id)]["body"] == named.body


def test_a_number_that_no_column_holds_is_refused(service: Service, kari: Manager) -> None:
    category = service.category()
    posts = [post(kari, category, participants=number) for number in (2**31 - 1, 2**31)]
    assert codes(Device(service.api(kari)), *posts) == ["", "invalid"]


@pytest.mark.parametrize("microsecond", [0, 250_000])
def test_what_is_pulled_is_what_was_sent(service: Service, kari: Manager, microsecond: int) -> None:
    when = datetime(2026, 1, 2, 10, 30, microsecond=microsecond, tzinfo=UTC)
    tagged = post(kari, service.category(), tags=frozenset({"lek", "ute"}), received_at=when)
    assert_applied(service.sync.write([creation(tagged)]))
    device = Device(service.api(kari))
    device.pull()
    assert device.records["post", str(tagged.id)] == encode(tagged)
