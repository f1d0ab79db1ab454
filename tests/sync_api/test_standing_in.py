"""A deputy stands in for the head on the days that the head has set, and on no others."""

from datetime import date, timedelta
from typing import Any

import pytest

from contract.records import (
    Answer,
    MeetingReply,
    StaffEnrolment,
    only_id,
)
from contract.wire import Status
from server.norway import today
from tests.fixtures.service import Manager, assert_applied, change, creation
from tests.sync_api.device import Device
from tests.sync_api.test_meetings import Setting, setting

__all__ = ["setting"]
DAY = timedelta(days=1)


@pytest.fixture
def deputy(setting: Setting) -> Manager:
    """The deputy of the kindergarten that takes part, enrolled and with access."""
    home = setting.member.kindergarten
    return setting.service.manager("Dina", home, roles=["deputy_head"])


@pytest.fixture
def enrolment(setting: Setting, deputy: Manager) -> StaffEnrolment:
    made = StaffEnrolment(
        kindergarten_id=deputy.kindergarten,
        name="Dina",
        email=deputy.email.upper(),
        roles=frozenset({"deputy_head"}),
        starts_on=date(2025, 8, 1),
    )
    setting.service.write(made)
    return made


def set_days(who: Device, enrolment: StaffEnrolment, starts: date, ends: date) -> Any:
    who.pull()
    version = who.version("staff_enrolment", enrolment.id)
    days: dict[str, Any] = {
        "stands_in_from": starts.isoformat(),
        "stands_in_until": ends.isoformat(),
    }
    (result,) = who.push(change(enrolment, version, **days))
    return result


def reply(setting: Setting, deputy: Manager) -> MeetingReply:
    return MeetingReply(
        id=only_id(MeetingReply, setting.meeting.id, deputy.kindergarten),
        meeting_id=setting.meeting.id,
        network_id=setting.network.id,
        kindergarten_id=deputy.kindergarten,
        answer=Answer.COMING,
    )


def test_a_deputy_reads_and_answers_in_the_heads_place_while_standing_in(
    setting: Setting, deputy: Manager, enrolment: StaffEnrolment
) -> None:
    setting.step("called")
    head, device = Device(setting.service.api(setting.member)), Device(setting.service.api(deputy))
    device.pull()
    assert device.of("meeting") == []
    (refused,) = device.push(creation(reply(setting, deputy)))
    assert refused.status is not Status.APPLIED

    assert_applied([set_days(head, enrolment, today() - DAY, today())])
    device.pull()
    assert [one["title"] for one in device.of("meeting")] == [setting.meeting.title]
    assert_applied(device.push(creation(reply(setting, deputy))))
    version = device.version("meeting", setting.meeting.id)
    (led,) = device.push(change(setting.meeting, version, title="Annet"))
    assert led.code == "forbidden"

    assert_applied([set_days(head, enrolment, today() - 2 * DAY, today() - DAY)])
    device.pull()
    assert device.of("meeting") == []


def test_nobody_makes_herself_stand_in(
    setting: Setting, deputy: Manager, enrolment: StaffEnrolment
) -> None:
    device = Device(setting.service.api(deputy))

    assert set_days(device, enrolment, today(), today()).code == "forbidden"


def test_the_days_of_somebody_who_is_no_deputy_give_nothing(
    setting: Setting, deputy: Manager, enrolment: StaffEnrolment
) -> None:
    head = Device(setting.service.api(setting.member))
    setting.service.set_roles(deputy, "assistant")
    assert_applied([set_days(head, enrolment, today(), today())])
    device = Device(setting.service.api(deputy))
    device.pull()

    assert device.of("meeting") == []
