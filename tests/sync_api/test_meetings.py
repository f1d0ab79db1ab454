"""What the service makes of meetings: numbers, drafts that few read, and locked minutes."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pytest

from contract import minutes
from contract.access import member_id
from contract.ids import new_id
from contract.records import (
    AgendaItem,
    Attendance,
    FollowUp,
    ItemMinutes,
    Level,
    Meeting,
    MemberState,
    Network,
    NetworkMember,
    Outcome,
    Presence,
    RaisedCase,
    only_id,
)
from contract.wire import Result, Status
from tests.fixtures.service import (
    Manager,
    Service,
    assert_applied,
    change,
    creation,
    deletion,
)
from tests.sync_api.device import Device


@dataclass
class Setting:
    """A network of two kindergartens with a planned meeting, chaired by one of them."""

    service: Service
    chair: Manager
    member: Manager
    network: Network
    meeting: Meeting
    device: Device

    def item(self, title: str, position: float) -> AgendaItem:
        return AgendaItem(
            meeting_id=self.meeting.id,
            network_id=self.network.id,
            title=title,
            position=position,
        )

    def step(self, state: str, **fields: Any) -> Result:
        self.device.pull()
        version = self.device.version("meeting", self.meeting.id)
        (result,) = self.device.push(change(self.meeting, version, state=state, **fields))
        return result

    def numbers(self) -> dict[str, int | None]:
        self.device.pull()
        return {one["title"]: one["number"] for one in self.device.of("agenda_item")}


def meeting_of(network: Network, chair: Manager, taker: Manager | None = None) -> Meeting:
    return Meeting(
        network_id=network.id,
        title="Nettverksmøte",
        on=date(2026, 11, 26),
        starts=time(9),
        ends=time(10, 30),
        chair_id=chair.person,
        minute_taker_id=taker.person if taker else None,
    )


@pytest.fixture
def setting(service: Service) -> Setting:
    chair, member = service.manager("Kari"), service.manager("Ola")
    network = Network(
        name="Lokalt nettverk Levanger",
        level=Level.LOCAL,
        municipality="5037",
        contact_kindergarten_id=chair.kindergarten,
        support_confirmed=True,
        ready_to_lead=True,
    )
    members = [
        NetworkMember(
            id=member_id(network.id, one.kindergarten),
            network_id=network.id,
            kindergarten_id=one.kindergarten,
            state=MemberState.JOINED,
        )
        for one in (chair, member)
    ]
    meeting = meeting_of(network, chair)
    service.write(network, *members, meeting)
    device = Device(service.api(chair))
    device.pull()
    return Setting(service, chair, member, network, meeting, device)


def test_a_called_meeting_and_its_items_get_numbers_in_the_order_of_the_agenda(
    setting: Setting,
) -> None:
    items = [setting.item("Andre", 2.0), setting.item("Første", 1.0), setting.item("Midt", 1.5)]
    assert_applied(setting.device.push(*(creation(item) for item in items)))
    assert set(setting.numbers().values()) == {None}
    called = setting.step("called", called_on="2026-11-16")

    assert called.fields == {"number": 1, "year": 2026}
    assert setting.numbers() == {"Første": 1, "Midt": 2, "Andre": 3}


def test_a_meeting_planned_and_called_offline_comes_with_its_items_in_one_group(
    setting: Setting,
) -> None:
    meeting = meeting_of(setting.network, setting.chair)
    meeting.state = meeting.state.CALLED
    group = new_id()
    items = [
        AgendaItem(
            meeting_id=meeting.id, network_id=setting.network.id, title=title, position=position
        )
        for title, position in (("B", 2.0), ("A", 1.0))
    ]
    results = setting.device.push(*(creation(record, group=group) for record in (meeting, *items)))

    assert_applied(results)
    assert [result.fields["number"] for result in results] == [1, 2, 1]


def test_an_item_added_to_a_called_meeting_is_numbered_at_once(setting: Setting) -> None:
    assert_applied(setting.device.push(creation(setting.item("Første", 1.0))))
    setting.step("called")
    (late,) = setting.device.push(creation(setting.item("Sent", 0.5)))

    assert late.fields == {"number": 2, "year": 2026}


def test_a_number_is_never_given_twice(setting: Setting) -> None:
    setting.step("called")
    first = setting.item("Trukket", 1.0)
    (created,) = setting.device.push(creation(first))
    assert_applied(setting.device.push(deletion(first, created.version)))
    (second,) = setting.device.push(creation(setting.item("Ny", 1.0)))

    assert (created.fields["number"], second.fields["number"]) == (1, 2)


def test_a_number_is_the_services_to_give(setting: Setting) -> None:
    forged = creation(setting.item("Forfalsket", 1.0))
    forged.fields["number"] = 7
    (result,) = setting.device.push(forged)

    assert (result.code, result.field) == ("invalid", "number")


def test_a_draft_of_minutes_is_read_by_chair_and_minute_taker_until_it_is_out_for_comment(
    setting: Setting,
) -> None:
    item = setting.item("Sak", 1.0)
    setting.device.push(creation(item))
    setting.step("called")
    setting.step("in_progress")
    draft = ItemMinutes(
        id=only_id(ItemMinutes, item.id),
        meeting_id=setting.meeting.id,
        agenda_item_id=item.id,
        discussion="Vi drøftet",
    )
    assert_applied(setting.device.push(creation(draft)))
    other = Device(setting.service.api(setting.member))
    other.pull()
    assert other.of("item_minutes") == []
    (hidden,) = other.push(change(draft, 1, discussion="Jeg også"))
    setting.step("review")
    other.pull()

    assert hidden.code == "gone"
    assert [one["discussion"] for one in other.of("item_minutes")] == ["Vi drøftet"]


def hold(setting: Setting) -> tuple[AgendaItem, FollowUp]:
    """Hold the meeting up to the moment where its minutes can be submitted."""
    item = setting.item("Vikarpool", 1.0)
    assert_applied(setting.device.push(creation(item)))
    setting.step("called")
    setting.step("in_progress")
    follow_up = FollowUp(
        meeting_id=setting.meeting.id,
        agenda_item_id=item.id,
        network_id=setting.network.id,
        task="Lage avtale",
        responsible="Ola",
    )
    written = ItemMinutes(
        id=only_id(ItemMinutes, item.id),
        meeting_id=setting.meeting.id,
        agenda_item_id=item.id,
        decision="Vi prøver.",
        outcome=Outcome.UNANIMOUS,
    )
    present = Attendance(
        id=only_id(Attendance, setting.meeting.id, setting.chair.kindergarten),
        meeting_id=setting.meeting.id,
        kindergarten_id=setting.chair.kindergarten,
        kindergarten="Karis barnehage",
        name="Kari",
        presence=Presence.PRESENT,
    )
    records = (follow_up, written, present)
    assert_applied(setting.device.push(*(creation(record) for record in records)))
    setting.step("adjourned", adjourned_at="10:24:00")
    return item, follow_up


def raised(item: AgendaItem, to: Network) -> RaisedCase:
    return RaisedCase(
        id=only_id(RaisedCase, item.id),
        item_id=item.id,
        meeting_id=item.meeting_id,
        network_id=item.network_id,
        to_network_id=to.id,
        raised_on=date(2026, 11, 26),
        title="Vikarer",
    )


def test_minutes_need_a_chair_and_a_minute_taker(setting: Setting) -> None:
    hold(setting)
    result = setting.step("submitted")

    assert (result.code, result.field) == ("invalid", "minute_taker_id")


def test_submitted_minutes_are_locked_and_readable_by_the_network(setting: Setting) -> None:
    item, follow_up = hold(setting)
    county = Network(name="Regionalt nettverk", level=Level.REGIONAL, county="50")
    setting.service.write(county)
    assert_applied(setting.device.push(creation(raised(item, county))))
    late = setting.item("Eventuelt", 9.0)
    (numbered,) = setting.device.push(creation(late))
    assert setting.step("submitted", minute_taker_id=str(setting.member.person)).status is (
        Status.APPLIED
    )
    reader = Device(setting.service.api(setting.member))
    reader.pull()

    (locked,) = reader.of("minutes")
    content = minutes.read(locked["content"])
    assert locked["fingerprint"] == minutes.fingerprint(locked["content"])
    assert (locked["version"], content.chair, content.minute_taker) == (1, "Kari", "Ola")
    assert [one.title for one in content.items] == ["Vikarpool", "Eventuelt"]
    assert [one.number for one in content.items] == [1, numbered.fields["number"]]
    assert content.items[0].follow_ups[0].task == "Lage avtale"
    assert content.raised == [
        minutes.Raised(1, content.year, "Vikarer", "Regionalt nettverk", "regional")
    ]

    _is_locked(setting, reader, item, follow_up)


def _is_locked(setting: Setting, reader: Device, item: AgendaItem, follow_up: FollowUp) -> None:
    setting.device.pull()
    for mutation in (
        creation(setting.item("For sent", 10.0)),
        change(item, setting.device.version("agenda_item", item.id), title="Annet"),
        change(follow_up, setting.device.version("follow_up", follow_up.id), task="Annet"),
        deletion(follow_up, setting.device.version("follow_up", follow_up.id)),
    ):
        (result,) = setting.device.push(mutation)
        assert (result.code, result.about) == ("invalid", {"problem": "closed"}), mutation.op
    done = change(
        follow_up, setting.device.version("follow_up", follow_up.id), done_on="2026-12-01"
    )
    assert_applied(reader.push(done))


def test_a_meeting_does_not_go_back_nor_vanish_once_submitted(setting: Setting) -> None:
    hold(setting)
    setting.step("submitted", minute_taker_id=str(setting.member.person))
    back = setting.step("in_progress")
    setting.device.pull()
    version = setting.device.version("meeting", setting.meeting.id)
    (gone,) = setting.device.push(deletion(setting.meeting, version))

    assert (back.code, back.about) == ("invalid", {"problem": "wrong_order"})
    assert (gone.code, gone.about) == ("invalid", {"problem": "closed"})


def test_a_meeting_is_not_born_submitted(setting: Setting) -> None:
    meeting = meeting_of(setting.network, setting.chair, setting.member)
    meeting.state = meeting.state.SUBMITTED
    (result,) = setting.device.push(creation(meeting))

    assert (result.code, result.field) == ("invalid", "state")


def test_any_member_may_propose_an_item_and_an_outsider_may_not(setting: Setting) -> None:
    outsider = setting.service.manager("Eva", municipality="5038")
    member = Device(setting.service.api(setting.member))
    stranger = Device(setting.service.api(outsider))

    assert_applied(member.push(creation(setting.item("Forslag", 3.0))))
    (refused,) = stranger.push(creation(setting.item("Innblanding", 4.0)))
    stranger.pull()
    assert (refused.code, refused.field) == ("gone", "meeting_id")
    assert stranger.of("agenda_item") == []


def test_a_member_changes_and_takes_back_what_was_proposed_until_the_meeting_is_called(
    setting: Setting,
) -> None:
    member, item, other = (
        Device(setting.service.api(setting.member)),
        setting.item("Forslag", 3.0),
        setting.item("Til", 4.0),
    )
    (made, _) = member.push(creation(item), creation(other))
    (changed,) = member.push(change(item, made.version, title="Nytt forslag"))
    assert_applied([changed])
    member.pull()
    assert_applied(member.push(deletion(other, member.version("agenda_item", other.id))))
    setting.step("called")
    member.pull()
    at = member.version("agenda_item", item.id)

    late = member.push(
        change(item, at, title="For sent"),
        deletion(item, at),
        creation(setting.item("Enda et", 5.0)),
    )

    assert [one.code for one in late] == ["forbidden", "forbidden", ""]
    setting.device.pull()
    assert_applied(setting.device.push(change(item, at, title="Retting")))


def test_a_chair_who_leads_no_network_takes_a_meeting_away_with_its_agenda(
    setting: Setting,
) -> None:
    chair = Device(setting.service.api(setting.member))
    meeting = meeting_of(setting.network, setting.member)
    item = AgendaItem(meeting_id=meeting.id, network_id=setting.network.id, title="Sak")
    (held, listed) = chair.push(creation(meeting), creation(item))
    group = new_id()

    assert_applied(
        chair.push(
            deletion(item, listed.version, group=group),
            deletion(meeting, held.version, group=group),
        )
    )


def test_a_member_ticks_a_follow_up_off_and_changes_it_no_further(setting: Setting) -> None:
    item, follow_up = hold(setting)
    member = Device(setting.service.api(setting.member))
    member.pull()
    at = member.version("follow_up", follow_up.id)
    another = FollowUp(
        meeting_id=setting.meeting.id,
        agenda_item_id=item.id,
        network_id=setting.network.id,
        task="Mer",
        responsible="Kari",
    )

    refused = member.push(
        creation(another),
        change(follow_up, at, task="Noe annet"),
        deletion(follow_up, at),
    )

    assert [one.code for one in refused] == ["forbidden"] * 3
    assert_applied(member.push(change(follow_up, at, done_on="2026-12-01")))


def test_a_network_with_meetings_is_not_deleted(setting: Setting) -> None:
    version = setting.device.version("network", setting.network.id)
    (result,) = setting.device.push(deletion(setting.network, version))

    assert result.code == "has_children"
