"""A device gets what its account may read, and writes what its account may write."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from contract.ids import new_id
from contract.records import (
    Audience,
    Comment,
    Kindergarten,
    Level,
    Network,
    Person,
    Post,
    StaffEnrolment,
)
from contract.wire import PullRequest, ServiceRefused, Status
from server import tables
from server.database import writing
from tests.fixtures.service import Manager, Service, assert_applied, change, creation, deletion
from tests.sync_api.device import Device
from tests.sync_api.test_trespassing import codes, local, meeting, membership


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def ola(service: Service) -> Manager:
    return service.manager("Ola")


def enrolment(manager: Manager, email: str = "mia@example.no") -> StaffEnrolment:
    return StaffEnrolment(
        kindergarten_id=manager.kindergarten,
        name="Mia",
        email=email,
        roles=frozenset({"assistant"}),
        starts_on=date(2026, 8, 1),
    )


def post_of(manager: Manager, category: Any, title: str = "Hei") -> Post:
    return Post(
        category_id=category,
        kindergarten_id=manager.kindergarten,
        author_id=manager.person,
        author_name=manager.name,
        title=title,
        body="Tekst",
    )


def test_a_staff_list_is_its_own_kindergartens(
    service: Service, kari: Manager, ola: Manager
) -> None:
    mine = Device(service.api(kari))
    assert_applied(mine.push(creation(enrolment(kari))))
    hers = Device(service.api(ola))
    (refused,) = hers.push(creation(enrolment(kari, "ny@example.no")))
    mine.pull()
    hers.pull()

    assert refused.code == "forbidden"
    assert [one["name"] for one in mine.of("staff_enrolment")] == ["Mia"]
    assert hers.of("staff_enrolment") == []


def test_an_employee_never_sees_the_staff_list(service: Service, kari: Manager) -> None:
    helper = service.manager("Pål", kari.kindergarten, roles=["assistant"])
    assert_applied(Device(service.api(kari)).push(creation(enrolment(kari))))
    device = Device(service.api(helper))
    device.pull()

    assert device.of("staff_enrolment") == []
    assert f"employee:{kari.kindergarten}" in device.scopes


def test_an_e_mail_is_enrolled_once_in_a_kindergarten(
    service: Service, kari: Manager, ola: Manager
) -> None:
    device = Device(service.api(kari))
    assert_applied(device.push(creation(enrolment(kari))))
    (again,) = device.push(creation(enrolment(kari, " MIA@example.no")))

    assert again.code == "taken"
    assert set(again.about) == {"kind", "record"}
    assert_applied(Device(service.api(ola)).push(creation(enrolment(ola))))


def test_only_the_service_says_how_far_access_has_come(service: Service, kari: Manager) -> None:
    device, mine = Device(service.api(kari)), enrolment(kari)
    forged = creation(enrolment(kari, "annen@example.no"))
    forged.fields["access"] = "approved"
    (created,) = device.push(creation(mine))
    (promoted,) = device.push(change(mine, created.version, access="approved"))
    (refused,) = device.push(forged)
    (same,) = device.push(change(mine, created.version, access="none", name="Mia Sand"))

    for result in (promoted, refused):
        assert (result.code, result.field, result.about) == (
            "invalid",
            "access",
            {"problem": "service_set"},
        )
    assert same.status is Status.APPLIED


def test_the_room_of_leaders_and_owners_is_theirs(service: Service, kari: Manager) -> None:
    room = service.category("Eierforum", Audience.LEADERS_AND_OWNERS)
    helper = service.manager("Pål", kari.kindergarten, roles=["assistant"])
    device, outsider = Device(service.api(kari)), Device(service.api(helper))
    mine = post_of(kari, room)
    assert_applied(device.push(creation(mine)))
    (refused,) = outsider.push(creation(post_of(helper, room)))
    (blind,) = outsider.push(deletion(mine, 1))
    outsider.pull()

    # As good as not there: whoever guesses its id learns nothing.
    assert (refused.code, blind.code) == ("forbidden", "gone")
    assert outsider.of("post") == []


def test_a_comment_cannot_carry_a_closed_rooms_post_into_the_open(
    service: Service, kari: Manager
) -> None:
    closed, opened = service.category("Eierforum", Audience.LEADERS_AND_OWNERS), service.category()
    device, mine = Device(service.api(kari)), post_of(kari, closed)
    device.push(creation(mine))
    comment = Comment(
        category_id=opened,
        post_id=mine.id,
        kindergarten_id=kari.kindergarten,
        author_id=kari.person,
        author_name=kari.name,
        body="Se her",
    )
    (result,) = device.push(creation(comment))

    assert (result.code, result.field) == ("invalid", "post_id")


def test_nobody_writes_in_anothers_name_or_moves_a_post(
    service: Service, kari: Manager, ola: Manager
) -> None:
    category, other = service.category(), service.category("Utviklingsforum")
    device, mine = Device(service.api(kari)), post_of(kari, category)
    (created,) = device.push(creation(mine))
    (forged,) = device.push(creation(post_of(ola, category)))
    (moved,) = device.push(change(mine, created.version, category_id=str(other)))
    (given,) = device.push(change(mine, created.version, author_id=str(ola.person)))

    assert (forged.code, given.code) == ("forbidden", "forbidden")
    assert (moved.code, moved.field, moved.about) == (
        "invalid",
        "category_id",
        {"problem": "fixed"},
    )


def test_kinds_of_the_service_are_not_written_by_accounts(service: Service, kari: Manager) -> None:
    records = (Person(name="Kari"), Kindergarten(name="Ny barnehage", municipality="5037"))
    results = Device(service.api(kari)).push(*(creation(record) for record in records))

    assert [result.code for result in results] == ["forbidden", "forbidden"]


def test_a_revoked_role_takes_its_scopes_and_its_right_to_write(
    service: Service, kari: Manager
) -> None:
    device, mine = Device(service.api(kari)), enrolment(kari)
    (created,) = device.push(creation(mine))
    device.pull()
    service.set_roles(kari, "assistant")
    (refused,) = device.push(change(mine, created.version, name="Annet"))
    device.pull()

    assert refused.code == "gone"
    assert device.of("staff_enrolment") == []
    service.set_roles(kari, "head")
    device.pull()
    assert [one["name"] for one in device.of("staff_enrolment")] == ["Mia"]


def test_a_closed_account_is_answered_nothing(service: Service, kari: Manager) -> None:
    device = Device(service.api(kari))
    device.pull()
    service.disable(kari)

    with pytest.raises(ServiceRefused) as refused:
        device.push(creation(enrolment(kari)))
    assert refused.value.code == "unauthenticated"
    with pytest.raises(ServiceRefused, match="unauthenticated"):
        device.api.pull(PullRequest(1, "", {}))


def test_an_id_of_anothers_mutation_tells_nothing(
    service: Service, kari: Manager, ola: Manager
) -> None:
    mutation = creation(enrolment(kari))
    assert_applied(Device(service.api(kari)).push(mutation))
    (result,) = Device(service.api(ola)).push(mutation)

    assert (result.code, result.scope, result.version) == ("forbidden", "", 0)


def test_a_post_with_comments_stays_until_they_are_gone(
    service: Service, kari: Manager, ola: Manager
) -> None:
    category = service.category()
    device, mine = Device(service.api(kari)), post_of(kari, category)
    (created,) = device.push(creation(mine))
    comment = Comment(
        category_id=category,
        post_id=mine.id,
        kindergarten_id=ola.kindergarten,
        author_id=ola.person,
        author_name=ola.name,
        body="Enig!",
    )
    other = Device(service.api(ola))
    (answered,) = other.push(creation(comment))
    (kept,) = device.push(deletion(mine, created.version))

    assert (kept.code, kept.about) == ("has_children", {"kind": "comment"})
    assert_applied(other.push(deletion(comment, answered.version)))
    assert_applied(device.push(deletion(mine, created.version)))
    orphan = Comment(**{**comment_fields(comment), "id": new_id()})
    (late,) = other.push(creation(orphan))
    assert (late.code, late.field) == ("gone", "post_id")


def comment_fields(comment: Comment) -> dict[str, Any]:
    names = (
        "category_id",
        "post_id",
        "kindergarten_id",
        "author_id",
        "author_name",
        "body",
    )
    return {name: getattr(comment, name) for name in names}


def test_who_is_of_no_kindergarten_reads_what_is_for_everybody(
    service: Service, kari: Manager
) -> None:
    room = service.category()
    homeless = update(tables.account).where(tables.account.c.id == kari.account)
    with writing(service.engine) as connection:
        connection.execute(homeless.values(kindergarten_id=None))
    device = Device(service.api(kari))
    device.pull()
    assert f"category:{room}" in device.scopes
    assert not [one for one in device.scopes if one.startswith("kindergarten:")]


def test_an_external_expert_has_of_forum_and_networks_what_is_of_the_own_professional_ones(
    service: Service, kari: Manager
) -> None:
    network = local(kari)
    room, closed = service.category("Friluft"), service.category("Alle")
    outdoors = Network(name="Friluft", level=Level.PROFESSIONAL, category_id=room)
    held = meeting(outdoors, kari)
    others = Network(name="Språk", level=Level.PROFESSIONAL, category_id=closed)
    closed_post, open_post = post_of(kari, closed), post_of(kari, room)
    eva = service.manager("Eva", municipality="4601", roles=["external_expert"])
    places = [membership(one, eva) for one in (outdoors, network)]
    service.write(network, outdoors, others, *places, held)
    author = Device(service.api(kari))
    assert_applied(author.push(creation(closed_post), creation(open_post)))
    expert = Device(service.api(eva))
    expert.pull()

    own = {scope for scope in expert.scopes if scope.partition(":")[0] in ("category", "network")}
    assert own == {f"category:{room}", f"network:{outdoors.id}"}
    assert [one["title"] for one in expert.of("meeting")] == [held.title]
    assert [id_ for kind, id_ in expert.records if kind == "post"] == [str(open_post.id)]
    assert_applied(expert.push(creation(post_of(eva, room))))
    assert codes(expert, creation(post_of(eva, closed))) == ["forbidden"]
