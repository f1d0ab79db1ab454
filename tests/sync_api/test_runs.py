"""Many creations of one kind in one push, one of which is not like the others."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from contract.ids import new_id
from contract.records import Category, Comment, Post, StaffEnrolment
from contract.wire import MAX_RECORD_BYTES, Mutation, Op, Require
from tests.fixtures.service import Manager, Service, assert_applied, creation
from tests.sync_api.device import Device

MANY = 20
PLACE = 7


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def category(service: Service) -> UUID:
    return service.category()


@pytest.fixture
def posts(kari: Manager, category: UUID) -> list[Mutation]:
    return [
        creation(
            Post(
                category_id=category,
                kindergarten_id=kari.kindergarten,
                author_id=kari.person,
                author_name=kari.name,
                title=f"Innlegg {place}",
                body="Tekst",
            )
        )
        for place in range(MANY)
    ]


def with_fields(mutation: Mutation, **fields: Any) -> Mutation:
    return msgspec.structs.replace(mutation, fields={**mutation.fields, **fields})


def without(mutation: Mutation, name: str) -> Mutation:
    left = {key: value for key, value in mutation.fields.items() if key != name}
    return msgspec.structs.replace(mutation, fields=left)


def just_too_large(mutation: Mutation) -> Mutation:
    room = MAX_RECORD_BYTES - len(msgspec.json.encode(with_fields(mutation, body="").fields))
    return with_fields(mutation, body="a" * (room + 1))


def just_small_enough(mutation: Mutation) -> Mutation:
    large = just_too_large(mutation)
    return with_fields(large, body=large.fields["body"][1:])


ODD: dict[str, tuple[Callable[[Mutation], Mutation], str]] = {
    "no title": (lambda one: with_fields(one, title=" "), "invalid"),
    "another's": (lambda one: with_fields(one, author_id=str(new_id())), "forbidden"),
    "in a category that is not there": (
        lambda one: with_fields(one, category_id=str(new_id())),
        "forbidden",
    ),
    "no id of an author": (lambda one: with_fields(one, author_id="Kari"), "invalid"),
    "a number for a text": (lambda one: with_fields(one, title=1), "invalid"),
    "a text with a null": (lambda one: with_fields(one, body="a\0b"), "invalid"),
    "a text that only looks so": (lambda one: with_fields(one, body=r"\u0000"), ""),
    "a number that no column holds": (lambda one: with_fields(one, participants=2**31), "invalid"),
    "when it was received": (
        lambda one: with_fields(one, received_at="2026-11-22T18:00:00Z"),
        "invalid",
    ),
    "just too large": (just_too_large, "too_large"),
    "just small enough": (just_small_enough, ""),
    "a field of tomorrow": (lambda one: with_fields(one, mood=["glad"]), ""),
    "a field that may be left out": (lambda one: without(one, "loves"), ""),
    "a field that may not": (lambda one: without(one, "title"), "invalid"),
    "of another kind": (lambda one: msgspec.structs.replace(one, kind="dance"), "unknown_kind"),
    "in a group": (lambda one: msgspec.structs.replace(one, group=new_id()), ""),
    "in the light of what is not there": (
        lambda one: msgspec.structs.replace(one, require=(Require("post", new_id(), 1),)),
        "stale",
    ),
}


@pytest.mark.parametrize("odd", ODD)
def test_one_that_is_odd_is_answered_for_itself(
    service: Service, kari: Manager, posts: list[Mutation], odd: str
) -> None:
    make, code = ODD[odd]
    posts[PLACE] = make(posts[PLACE])
    device = Device(service.api(kari))
    results = device.push(*posts)
    device.pull()

    codes = [one.code or ("" if one.status == "applied" else one.status) for one in results]
    assert codes == [code if place == PLACE else "" for place in range(MANY)]
    kept = [one for place, one in enumerate(posts) if place != PLACE or not code]
    assert len(device.records.keys() & {("post", str(one.record)) for one in kept}) == len(kept)
    versions = [one.version for one in results if one.version]
    assert versions == list(range(1, len(versions) + 1))
    received = [one.fields["received_at"] for one in results if one.version]
    assert received == sorted(set(received))
    held = [device.records["post", str(one.record)]["received_at"] for one in kept]
    assert sorted(held) == received
    again = [one for one in device.push(*posts) if one.status != "stale"]
    assert again == [one for one in results if one.status != "stale"]


def test_what_is_created_twice_in_one_push_is_created_once(
    service: Service, kari: Manager, posts: list[Mutation]
) -> None:
    posts[PLACE] = msgspec.structs.replace(posts[PLACE], record=posts[3].record)
    results = Device(service.api(kari)).push(*posts)
    stale = [place for place, one in enumerate(results) if one.status == "stale"]
    assert stale == [PLACE]


def test_what_one_run_created_another_does_not_create_again(
    service: Service, kari: Manager, category: UUID, posts: list[Mutation]
) -> None:
    first, second = posts[: MANY // 2], posts[MANY // 2 :]
    second[3] = msgspec.structs.replace(second[3], record=first[5].record)
    between = comments(kari, category, [first[0].record])
    results = Device(service.api(kari)).push(*first, *between, *second)
    stale = [place for place, one in enumerate(results) if one.status == "stale"]
    assert stale == [MANY // 2 + 1 + 3]


def test_what_was_created_in_the_same_push_is_changed_in_the_next(
    service: Service, kari: Manager, posts: list[Mutation]
) -> None:
    device = Device(service.api(kari))
    changed = Mutation(new_id(), Op.CHANGE, "post", posts[PLACE].record, 1, {"title": "Nytt"})
    *created, stale = device.push(*posts, changed)
    assert_applied(created)
    assert stale.status == "stale"
    again = msgspec.structs.replace(changed, id=new_id(), base=created[PLACE].version)
    assert_applied(device.push(again))


def test_what_came_before_is_stale_among_what_is_new(
    service: Service, kari: Manager, posts: list[Mutation]
) -> None:
    device = Device(service.api(kari))
    assert_applied(device.push(posts[PLACE]))
    posts[PLACE] = msgspec.structs.replace(posts[PLACE], id=new_id())
    results = device.push(*posts)
    assert results[PLACE].status == "stale"
    assert_applied([*results[:PLACE], *results[PLACE + 1 :]])


def test_some_that_were_answered_are_answered_again_and_the_others_applied(
    service: Service, kari: Manager, posts: list[Mutation]
) -> None:
    device = Device(service.api(kari))
    first = device.push(*posts[:PLACE])
    results = device.push(*posts)
    assert results[:PLACE] == first
    assert_applied(results)


def test_what_was_refused_stays_refused_when_nothing_stands_in_its_way_any_more(
    service: Service, kari: Manager, posts: list[Mutation]
) -> None:
    later = new_id()
    posts = [with_fields(one, category_id=str(later)) for one in posts]
    device = Device(service.api(kari))
    refused = device.push(*posts)
    service.write(Category(id=later, name="Kom siden"))
    assert {one.code for one in refused} == {"forbidden"}
    assert device.push(*posts) == refused


def comments(kari: Manager, category: UUID, on: list[UUID]) -> list[Mutation]:
    return [
        creation(
            Comment(
                category_id=category,
                post_id=post,
                kindergarten_id=kari.kindergarten,
                author_id=kari.person,
                author_name=kari.name,
                body="Så fint!",
            )
        )
        for post in on
    ]


def test_comments_on_what_was_created_just_before_find_it_and_others_do_not(
    service: Service, kari: Manager, category: UUID, posts: list[Mutation]
) -> None:
    on = [post.record for post in posts]
    on[PLACE] = new_id()
    results = Device(service.api(kari)).push(*posts, *comments(kari, category, on))
    assert_applied(results[:MANY])
    gone = [place for place, one in enumerate(results) if one.code == "gone"]
    assert gone == [MANY + PLACE]
    assert sum(one.status == "applied" for one in results) == 2 * MANY - 1


def test_comments_live_in_the_category_of_their_post(
    service: Service, kari: Manager, category: UUID, posts: list[Mutation]
) -> None:
    elsewhere = comments(kari, service.category("Et annet"), [post.record for post in posts])
    results = Device(service.api(kari)).push(*posts, *elsewhere)
    assert {(one.code, one.field) for one in results[MANY:]} == {("invalid", "post_id")}


def test_posts_in_several_categories_come_in_the_feeds_of_each(
    service: Service, kari: Manager, category: UUID, posts: list[Mutation]
) -> None:
    other = service.category("Et annet")
    posts = [
        with_fields(one, category_id=str(other)) if place % 3 else one
        for place, one in enumerate(posts)
    ]
    device = Device(service.api(kari))
    answer = device.answer(*posts)
    device.pull()

    assert answer.heads == {f"category:{category}": (0, 7), f"category:{other}": (0, 13)}
    assert [one.version for one in answer.results if one.scope == f"category:{other}"] == [
        *range(1, 14)
    ]
    held = device.heads()
    feeds = {name: (held[name].version, held[name].count) for name in answer.heads}
    assert feeds == {f"category:{category}": (7, 7), f"category:{other}": (13, 13)}


def enrolled(kari: Manager, email: str) -> Mutation:
    enrolment = StaffEnrolment(
        kindergarten_id=kari.kindergarten,
        name="Ola",
        email=email,
        roles=frozenset({"deputy_head"}),
        starts_on=date(2026, 11, 1),
    )
    return creation(enrolment)


def test_who_is_enrolled_twice_in_one_push_is_enrolled_once(
    service: Service, kari: Manager
) -> None:
    device = Device(service.api(kari))
    emails = [f"ola{place}@example.no" for place in range(MANY)]
    assert_applied(device.push(enrolled(kari, "OLA3@example.no")))
    emails[PLACE] = emails[5]
    results = device.push(*[enrolled(kari, email) for email in emails])

    taken = [place for place, one in enumerate(results) if one.code == "taken"]
    assert taken == [3, PLACE]
    assert sum(one.status == "applied" for one in results) == MANY - 2


def test_what_was_looked_for_too_early_is_found_once_a_run_has_created_it(
    service: Service, kari: Manager, category: UUID, posts: list[Mutation]
) -> None:
    def comment() -> Mutation:
        return creation(
            Comment(
                category_id=category,
                post_id=posts[PLACE].record,
                kindergarten_id=kari.kindergarten,
                author_id=kari.person,
                author_name=kari.name,
                body="Så fint!",
            )
        )

    results = Device(service.api(kari)).push(comment(), *posts, comment())

    assert (results[0].code, results[0].field) == ("gone", "post_id")
    assert_applied(results[1:])
