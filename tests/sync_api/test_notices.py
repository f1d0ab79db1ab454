"""What the service makes of proposals, and of changes that come after the notice."""

from datetime import date, time

from contract.records import (
    Answer,
    Level,
    Meeting,
    MeetingReply,
    MeetingState,
    Network,
    only_id,
)
from tests.fixtures.service import assert_applied, change, creation
from tests.sync_api.device import Device
from tests.sync_api.test_meetings import Setting, setting

__all__ = ["setting"]


def sequence(setting: Setting) -> int:
    setting.device.pull()
    (found,) = setting.device.of("meeting")
    assert isinstance(found["sequence"], int)
    return found["sequence"]


def test_a_calendar_is_told_of_each_change_after_the_notice_and_of_no_other(
    setting: Setting,
) -> None:
    setting.step("planned", place="Rådhuset", mode="in_person")
    setting.step("called")
    assert sequence(setting) == 0

    moved = setting.step("called", place="Biblioteket")
    assert moved.fields == {"sequence": 1}
    setting.step("called", reply_by="2026-11-20")
    assert sequence(setting) == 1
    cancelled = setting.step("cancelled")
    assert cancelled.fields == {"sequence": 2}


def test_a_sequence_is_the_services_to_count(setting: Setting) -> None:
    version = setting.device.version("meeting", setting.meeting.id)
    (result,) = setting.device.push(change(setting.meeting, version, sequence=9))

    assert (result.code, result.field) == ("invalid", "sequence")


def test_a_proposal_is_numbered_when_it_is_taken_on(setting: Setting) -> None:
    member = Device(setting.service.api(setting.member))
    member.pull()
    proposal = setting.item("Vikarpool", 2.0)
    proposal.proposed_by_id, proposal.accepted = setting.member.person, False
    assert_applied(member.push(creation(proposal)))
    assert_applied(setting.device.push(creation(setting.item("Fast sak", 1.0))))
    setting.step("called")
    assert setting.numbers() == {"Fast sak": 1, "Vikarpool": None}

    version = setting.device.version("agenda_item", proposal.id)
    (taken,) = setting.device.push(change(proposal, version, accepted=True))

    assert taken.fields == {"number": 2, "year": 2026}


def test_a_member_puts_no_proposal_of_her_own_on_the_agenda(setting: Setting) -> None:
    member = Device(setting.service.api(setting.member))
    member.pull()
    proposal = setting.item("Vikarpool", 2.0)
    proposal.proposed_by_id = setting.member.person
    (straight,) = member.push(creation(proposal))
    proposal.accepted = False
    (made,) = member.push(creation(proposal))
    (taken,) = member.push(change(proposal, made.version, accepted=True))
    (mended,) = member.push(change(proposal, made.version, title="Felles vikarpool"))

    codes = [straight.code, made.status.value, taken.code, mended.status.value]
    assert codes == ["forbidden", "applied", "forbidden", "applied"]


def test_a_national_notice_reaches_those_who_lead_a_kindergarten_and_they_answer(
    setting: Setting,
) -> None:
    service = setting.service
    country = Network(name="Nasjonalt nettverk", level=Level.NATIONAL)
    called = Meeting(
        network_id=country.id,
        title="Landsmøte",
        on=date(2026, 12, 3),
        starts=time(9),
        ends=time(11),
        state=MeetingState.CALLED,
    )
    service.write(country, called)
    nobody, head = service.employee("Per", setting.member.kindergarten), setting.member
    device, other = Device(service.api(head)), Device(service.api(nobody))
    for one in (device, other):
        one.pull()

    assert "Landsmøte" in [one["title"] for one in device.of("meeting")]
    assert other.of("meeting") == []
    answer = MeetingReply(
        id=only_id(MeetingReply, called.id, head.kindergarten),
        meeting_id=called.id,
        network_id=country.id,
        kindergarten_id=head.kindergarten,
        answer=Answer.COMING,
    )
    assert_applied(device.push(creation(answer)))
    version = device.version("meeting", called.id)
    (led,) = device.push(change(called, version, title="Annet"))
    assert led.code == "forbidden"
