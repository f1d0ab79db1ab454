"""What an account might try in order to write or learn what is not its own."""

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from contract.access import member_id
from contract.ids import new_id
from contract.records import (
    AgendaItem,
    Comment,
    FollowUp,
    ItemMinutes,
    Kindergarten,
    Level,
    Meeting,
    MeetingState,
    MemberState,
    Network,
    NetworkMember,
    Person,
    Post,
    StaffEnrolment,
    only_id,
)
from contract.wire import Mutation, Op, Require
from server import accounts
from server.database import writing
from tests.fixtures.service import (
    Manager,
    Service,
    assert_applied,
    change,
    creation,
    deletion,
    restoration,
)
from tests.sync_api.device import Device


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def ola(service: Service) -> Manager:
    """A manager of another municipality, Trondheim."""
    return service.manager("Ola", municipality="5001")


@pytest.fixture
def network(service: Service, kari: Manager) -> Network:
    made = local(kari)
    service.write(made, membership(made, kari))
    return made


def local(leader: Manager, municipality: str = "5037") -> Network:
    return Network(
        name="Lokalt nettverk",
        level=Level.LOCAL,
        municipality=municipality,
        contact_kindergarten_id=leader.kindergarten,
        support_confirmed=True,
        ready_to_lead=True,
    )


def membership(
    network: Network, manager: Manager, state: MemberState = MemberState.JOINED
) -> NetworkMember:
    return NetworkMember(
        id=member_id(network.id, manager.kindergarten),
        network_id=network.id,
        kindergarten_id=manager.kindergarten,
        state=state,
    )


def meeting(network: Network, chair: Manager) -> Meeting:
    return Meeting(
        network_id=network.id,
        title="Møte",
        on=date(2026, 11, 26),
        starts=time(9),
        ends=time(10),
        chair_id=chair.person,
    )


def item_of(held: Meeting) -> AgendaItem:
    return AgendaItem(meeting_id=held.id, network_id=held.network_id, title="Vikarpool")


def codes(device: Device, *mutations: Mutation) -> list[str]:
    return [result.code or result.status.value for result in device.push(*mutations)]


def test_nobody_plans_a_meeting_in_a_network_of_others(
    service: Service, ola: Manager, network: Network
) -> None:
    assert codes(Device(service.api(ola)), creation(meeting(network, ola))) == ["forbidden"]


def test_an_employee_plans_no_meeting_by_naming_herself_its_chair(
    service: Service, kari: Manager, network: Network
) -> None:
    helper = service.manager("Pål", kari.kindergarten, roles=["assistant"])

    assert codes(Device(service.api(helper)), creation(meeting(network, helper))) == ["forbidden"]


def test_a_member_plans_a_meeting_that_she_chairs(service: Service, network: Network) -> None:
    marit = service.manager("Marit")
    service.write(membership(network, marit))

    assert codes(Device(service.api(marit)), creation(meeting(network, marit))) == ["applied"]


def test_nobody_walks_into_a_network_of_another_municipality_uninvited(
    service: Service, ola: Manager, network: Network
) -> None:
    device, mine = Device(service.api(ola)), membership(network, ola)
    uninvited = codes(device, creation(mine))
    service.write(membership(network, ola, MemberState.INVITED))
    device.pull()
    answered = codes(
        device, change(mine, device.version("network_member", mine.id), state="joined")
    )

    assert (uninvited, answered) == (["forbidden"], ["applied"])


def test_nobody_walks_into_a_network_above_the_local_ones(service: Service, kari: Manager) -> None:
    above = Network(name="Regionalt nettverk", level=Level.REGIONAL, county="50")
    service.write(above)

    assert codes(Device(service.api(kari)), creation(membership(above, kari))) == ["forbidden"]


def test_who_leads_a_network_invites_others_and_joins_them_to_nothing(
    service: Service, kari: Manager, ola: Manager, network: Network
) -> None:
    device = Device(service.api(kari))

    assert codes(device, creation(membership(network, ola))) == ["forbidden"]
    invited = membership(network, ola, MemberState.INVITED)
    assert codes(device, creation(invited)) == ["applied"]


def test_a_local_network_is_established_in_ones_own_municipality(
    service: Service, ola: Manager
) -> None:
    device = Device(service.api(ola))

    assert codes(device, creation(local(ola))) == ["forbidden"]
    assert codes(device, creation(local(ola, "5001"))) == ["applied"]


def test_a_kindergarten_is_neither_moved_nor_deleted_by_its_manager(
    service: Service, kari: Manager
) -> None:
    device = Device(service.api(kari))
    device.pull()
    mine = Kindergarten(id=kari.kindergarten, name="Karis barnehage", municipality="5037")
    version = device.version("kindergarten", kari.kindergarten)
    (moved,) = device.push(change(mine, version, municipality="0301"))

    assert (moved.code, moved.field, moved.about) == (
        "invalid",
        "municipality",
        {"problem": "service_set"},
    )
    assert codes(device, deletion(mine, version)) == ["forbidden"]


def test_what_is_written_about_an_item_belongs_to_the_items_meeting(
    service: Service, kari: Manager, network: Network
) -> None:
    theirs, mine = meeting(network, kari), meeting(network, kari)
    item = item_of(theirs)
    service.write(theirs, mine, item)
    squatting = ItemMinutes(
        id=only_id(ItemMinutes, item.id), meeting_id=mine.id, agenda_item_id=item.id
    )
    task = FollowUp(
        meeting_id=mine.id,
        network_id=network.id,
        agenda_item_id=item.id,
        task="Ring",
        responsible="Kari",
    )

    results = Device(service.api(kari)).push(creation(squatting), creation(task))

    expected = ("invalid", "agenda_item_id", {"problem": "elsewhere"})
    assert [(one.code, one.field, one.about) for one in results] == [expected, expected]


def test_a_deleted_meeting_does_not_come_back_with_its_minutes_handed_in(
    service: Service, kari: Manager, network: Network
) -> None:
    device, mine = Device(service.api(kari)), meeting(network, kari)
    mine.minute_taker_id = kari.person
    (made,) = device.push(creation(mine))
    (gone,) = device.push(deletion(mine, made.version))
    mine.state = MeetingState.SUBMITTED

    (result,) = device.push(restoration(mine, gone.version))

    assert (result.code, result.field) == ("invalid", "state")


def test_a_requirement_tells_nothing_of_what_one_may_not_read(
    service: Service, kari: Manager, ola: Manager
) -> None:
    hidden = StaffEnrolment(
        kindergarten_id=kari.kindergarten,
        name="Mia",
        email="mia@example.no",
        roles=frozenset({"assistant"}),
        starts_on=date(2026, 8, 1),
    )
    (made,) = Device(service.api(kari)).push(creation(hidden))
    category = service.category()
    asking = Device(service.api(ola))

    def ask(record: Any, version: int) -> str:
        text = Post(
            category_id=category,
            kindergarten_id=ola.kindergarten,
            author_id=ola.person,
            author_name=ola.name,
            title="Hei",
            body="Tekst",
        )
        plain = creation(text)
        require = (Require("staff_enrolment", record, version),)
        return codes(
            asking,
            Mutation(plain.id, Op.CREATE, plain.kind, plain.record, 0, plain.fields, None, require),
        )[0]

    told = {ask(hidden.id, made.version), ask(hidden.id, made.version + 1), ask(new_id(), 1)}
    assert len(told) == 1
    assert told.isdisjoint({"applied"})


def post_by(manager: Manager, category: UUID, name: str) -> Post:
    return Post(
        category_id=category,
        kindergarten_id=manager.kindergarten,
        author_id=manager.person,
        author_name=name,
        title="Hei",
        body="Tekst",
    )


def names(service: Service, reader: Manager, kind: str = "post") -> list[str]:
    device = Device(service.api(reader))
    device.pull()
    return [one["author_name"] for one in device.of(kind)]


def test_nobody_writes_in_the_name_of_another(
    service: Service, kari: Manager, ola: Manager
) -> None:
    category = service.category()
    text, other = post_by(ola, category, "Ola"), post_by(ola, category, "Kari")
    device = Device(service.api(ola))
    (made, refused) = device.push(creation(text), creation(other))
    answer = Comment(
        category_id=category,
        post_id=text.id,
        kindergarten_id=ola.kindergarten,
        author_id=ola.person,
        author_name=kari.name,
        body="Enig!",
    )

    assert (made.code, refused.code) == ("", "forbidden")
    renamed = change(text, made.version, author_name=kari.name)
    assert codes(device, creation(answer), renamed) == ["forbidden", "forbidden"]


def test_what_waited_while_its_writer_was_renamed_is_taken_as_it_was_signed(
    service: Service, ola: Manager
) -> None:
    category = service.category()
    old, new = post_by(ola, category, "Ola"), post_by(ola, category, "Ola Ny")
    device = Device(service.api(ola))
    device.pull()
    person = Person(id=ola.person, name="Ola")
    at = device.version("person", ola.person)
    assert_applied(service.sync.write([change(person, at, name="Ola Ny")]))

    (made, _) = results = device.push(creation(old), creation(new))

    assert_applied(results)
    assert_applied(device.push(change(old, made.version, title="Rettet")))


def test_who_has_no_person_record_writes_under_the_name_of_the_account(
    service: Service, kari: Manager
) -> None:
    ane = service.employee("Ane", kari.kindergarten)
    device, category = Device(service.api(ane)), service.category()

    assert_applied(device.push(creation(post_by(ane, category, "Ane"))))
    assert codes(device, creation(post_by(ane, category, "Kari"))) == ["forbidden"]


def test_an_account_that_was_renamed_sends_what_it_signed_with_its_former_names(
    service: Service, kari: Manager
) -> None:
    ane = service.employee("Ane", kari.kindergarten)
    device, category = Device(service.api(ane)), service.category()
    device.pull()
    for name in ("Ane Lie", "Ane Berg"):
        with writing(service.engine) as connection:
            accounts.rename(connection, ane.account, name)

    written = [creation(post_by(ane, category, name)) for name in ("Ane", "Ane Lie", "Ane Berg")]
    assert codes(device, *written) == ["applied"] * 3
    assert codes(device, creation(post_by(ane, category, "Kari"))) == ["forbidden"]


def test_the_secretariat_reads_no_drafts_of_others_meetings(
    service: Service, kari: Manager, network: Network
) -> None:
    held = meeting(network, kari)
    held.state = MeetingState.REVIEW
    service.write(held)
    office = Device(service.api(service.manager("Siri", roles=["secretariat"])))
    office.pull()

    assert f"network:{network.id}" in office.scopes
    assert f"meeting:{held.id}" not in office.scopes


def test_one_record_twice_in_a_group_is_refused_and_breaks_nothing(
    service: Service, kari: Manager
) -> None:
    group, category = new_id(), service.category()
    device = Device(service.api(kari))
    text = Post(
        category_id=category,
        kindergarten_id=kari.kindergarten,
        author_id=kari.person,
        author_name=kari.name,
        title="Hei",
        body="Tekst",
    )

    first, second = creation(text, group=group), creation(text, group=group)

    assert codes(device, first, second) == ["depends_on", "invalid"]


def test_a_clock_with_a_zone_is_refused_and_breaks_nothing(
    service: Service, kari: Manager, network: Network
) -> None:
    held = creation(meeting(network, kari))
    held.fields["starts"] = "09:00:00+02:00"

    (result,) = Device(service.api(kari)).push(held)

    assert (result.code, result.field) == ("invalid", "starts")
