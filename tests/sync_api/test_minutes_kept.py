"""Submitted minutes: who reads them, how they are corrected, and how a later meeting approves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from contract import minutes
from contract.access import member_id
from contract.records import (
    AgendaItem,
    ItemMinutes,
    Level,
    Meeting,
    MeetingState,
    MemberState,
    MinutesCorrection,
    Network,
    NetworkMember,
    Outcome,
    RaisedCase,
    only_id,
)
from contract.wire import Result
from server.tables import change as feed
from tests.fixtures.service import (
    Manager,
    Service,
    assert_applied,
    change,
    creation,
    sqlite_service,
)
from tests.sync_api.device import Device

TRONDELAG, OSLO = "50", "03"
_FREE = iter(["5037", "5001", "5006", "5007", "5014", "5020", "5021", "5022", "5025", "5026"])


@dataclass(frozen=True)
class Held:
    """A meeting in a network, led and minuted by one manager, with one item."""

    service: Service
    network: Network
    chair: Manager
    meeting: Meeting
    item: AgendaItem

    @property
    def device(self) -> Device:
        found = Device(self.service.api(self.chair))
        found.pull()
        return found

    def hand_in(self) -> None:
        """Hand its minutes in."""
        hand_in(self.service, self.meeting)

    def versions(self) -> list[dict[str, Any]]:
        """What its conductor reads of its minutes, oldest version first."""
        mine = str(self.meeting.id)
        found = [one for one in self.device.of("minutes") if one["meeting_id"] == mine]
        return sorted(found, key=lambda one: int(one["version"]))

    def correct(self, version: int, content: str, reason: str = "Skrivefeil") -> Result:
        """Correct a version as its conductor."""
        wanted = MinutesCorrection(
            meeting_id=self.meeting.id,
            network_id=self.network.id,
            version=version,
            content=content,
            reason=reason,
        )
        (result,) = self.device.push(creation(wanted))
        return result


def network(level: Level, county: str | None = None, contact: Manager | None = None) -> Network:
    return Network(
        name="Nettverk",
        level=level,
        county=county,
        municipality="5037" if level is Level.LOCAL else None,
        contact_kindergarten_id=contact.kindergarten if contact else None,
        support_confirmed=True,
        ready_to_lead=True,
    )


def held(service: Service, of: Network, chair: Manager, on: date = date(2026, 11, 26)) -> Held:
    """A meeting out for comment, in a network that is there."""
    meeting = Meeting(
        network_id=of.id,
        title="Nettverksmøte",
        on=on,
        starts=time(9),
        ends=time(11),
        state=MeetingState.REVIEW,
        chair_id=chair.person,
        minute_taker_id=chair.person,
    )
    item = AgendaItem(meeting_id=meeting.id, network_id=of.id, title="Vikarpool")
    service.write(meeting, item, minuted(item))
    return Held(service, of, chair, meeting, item)


def minuted(item: AgendaItem, outcome: Outcome = Outcome.UNANIMOUS) -> ItemMinutes:
    return ItemMinutes(
        id=only_id(ItemMinutes, item.id),
        meeting_id=item.meeting_id,
        agenda_item_id=item.id,
        decision="Vi prøver.",
        outcome=outcome,
    )


def hand_in(service: Service, meeting: Meeting) -> None:
    with service.engine.connect() as connection:
        query = select(feed.c.version).where(feed.c.record_id == meeting.id)
        version = connection.scalars(query.order_by(feed.c.version.desc())).first()
    assert version is not None
    assert_applied(service.sync.write([change(meeting, version, state="submitted")]))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    made = sqlite_service(tmp_path_factory.mktemp("minutes"))
    yield made
    made.close()


@pytest.fixture
def local(service: Service) -> Held:
    place_ = next(_FREE)
    chair = service.manager(f"Kari{place_}", municipality=place_)
    made = network(Level.LOCAL, contact=chair)
    made.municipality = place_
    place = NetworkMember(
        id=member_id(made.id, chair.kindergarten),
        network_id=made.id,
        kindergarten_id=chair.kindergarten,
        state=MemberState.JOINED,
    )
    service.write(made, place)
    return held(service, made, chair)


def reads(service: Service, who: Manager, of: Held) -> bool:
    """Whether somebody is sent the minutes of a meeting."""
    device = Device(service.api(who))
    device.pull()
    return str(of.meeting.id) in [one["meeting_id"] for one in device.of("minutes")]


def test_regional_minutes_reach_all_managers_and_owners_of_the_region_and_nobody_else(
    service: Service,
) -> None:
    chair = service.manager("Leder")
    region = network(Level.REGIONAL, TRONDELAG)
    service.write(region)
    of = held(service, region, chair)
    home = service.kindergarten("Uten nettverk", "5038").id
    inside = {
        role: service.manager(f"her-{role}", home, roles=[role])
        for role in ("head", "owner", "deputy_head", "assistant", "external_expert")
    }
    outside = [
        service.manager(f"der-{role}", municipality="0301", roles=[role])
        for role in ("head", "owner")
    ]
    office = service.manager("Sekretariatet", roles=["secretariat"])
    assert not reads(service, inside["head"], of)

    of.hand_in()

    assert [role for role, who in inside.items() if reads(service, who, of)] == ["head", "owner"]
    assert [reads(service, who, of) for who in outside] == [False, False]
    assert reads(service, office, of)
    # the agenda, and what was minuted on the way, stay with those who take part
    stranger = Device(service.api(inside["head"]))
    stranger.pull()
    assert [stranger.of(kind) for kind in ("meeting", "agenda_item", "item_minutes")] == [
        [],
        [],
        [],
    ]


def test_national_minutes_reach_all_managers_and_owners(service: Service) -> None:
    country = network(Level.NATIONAL)
    service.write(country)
    of = held(service, country, service.manager("Nasjonal"))
    of.hand_in()

    who = [
        service.manager(f"land-{role}", municipality="0301", roles=[role])
        for role in ("head", "owner", "assistant")
    ]

    assert [reads(service, one, of) for one in who] == [True, True, False]


def test_local_minutes_stay_in_their_network(service: Service, local: Held) -> None:
    local.hand_in()

    assert reads(service, local.chair, local)
    assert not reads(service, service.manager("Nabo", municipality="5038"), local)


def corrected(of: Held, **changes: Any) -> str:
    """The newest values with other words in their item."""
    content = minutes.read(of.versions()[-1]["content"])
    item = msgspec.structs.replace(content.items[0], **changes)
    return minutes.canonical(msgspec.structs.replace(content, items=[item]))


def test_a_correction_makes_a_new_version_and_leaves_the_old_one(local: Held) -> None:
    local.hand_in()
    wanted = corrected(local, decision="Vi prøver fra nyttår.")

    assert_applied([local.correct(1, wanted)])

    first, second = local.versions()
    assert (first["version"], second["version"]) == (1, 2)
    assert second["content"] == wanted
    assert second["fingerprint"] == minutes.fingerprint(wanted) != first["fingerprint"]
    assert (first["reason"], second["reason"]) == (None, "Skrivefeil")
    assert_applied([local.correct(2, corrected(local, discussion="Vi drøftet."))])
    assert [one["version"] for one in local.versions()] == [1, 2, 3]


def test_a_correction_is_of_the_newest_version_with_a_reason_and_of_the_same_items(
    local: Held,
) -> None:
    early = local.correct(1, "{}")
    local.hand_in()
    wanted = corrected(local, decision="Annet.")
    assert_applied([local.correct(1, wanted)])
    content = minutes.read(wanted)
    fewer = minutes.canonical(msgspec.structs.replace(content, items=[]))
    other_day = minutes.canonical(msgspec.structs.replace(content, on="2026-01-01"))

    told = [
        (result.field, (result.about or {}).get("problem"))
        for result in (
            early,
            local.correct(1, wanted),
            local.correct(2, wanted, reason=" "),
            local.correct(2, "{}"),
            local.correct(2, fewer),
            local.correct(2, other_day),
            local.correct(2, corrected(local, outcome="kanskje")),
            local.correct(2, corrected(local, outcome="carried", votes_for=99)),
        )
    ]

    assert told == [
        ("meeting_id", "wrong_order"),
        ("version", "corrected_meanwhile"),
        ("reason", "required"),
        ("content", "unreadable"),
        ("content", "fixed"),
        ("content", "fixed"),
        ("content", "unknown"),
        ("content", "too_many_votes"),
    ]
    assert len(local.versions()) == 2


def test_a_correction_takes_along_what_was_raised_since_and_nothing_made_up(local: Held) -> None:
    local.hand_in()
    region = network(Level.REGIONAL, TRONDELAG)
    local.service.write(region)
    before = minutes.read(local.versions()[-1]["content"])

    def telling(title: str) -> str:
        told = minutes.Raised(before.items[0].number, before.year, title, "Nettverk", "regional")
        return minutes.canonical(msgspec.structs.replace(before, raised=[told]))

    early = local.correct(1, telling("Vikarer"))
    case = RaisedCase(
        id=only_id(RaisedCase, local.item.id),
        item_id=local.item.id,
        meeting_id=local.meeting.id,
        network_id=local.network.id,
        to_network_id=region.id,
        raised_on=date(2026, 12, 1),
        title="Vikarer",
    )
    local.service.write(case)
    made_up = local.correct(1, telling("Noe annet"))

    assert [one.about for one in (early, made_up)] == [{"problem": "fixed"}] * 2
    assert_applied([local.correct(1, telling("Vikarer"))])
    dropped = local.correct(2, corrected_without_raised(local))
    assert dropped.about == {"problem": "fixed"}


def corrected_without_raised(of: Held) -> str:
    content = minutes.read(of.versions()[-1]["content"])
    return minutes.canonical(msgspec.structs.replace(content, raised=[]))


def test_regional_corrections_reach_the_region_too(service: Service) -> None:
    region = network(Level.REGIONAL, OSLO)
    service.write(region)
    of = held(service, region, service.manager("Osloleder", municipality="0301"))
    of.hand_in()
    reader = service.manager("Osloleser", municipality="0301")
    assert_applied([of.correct(1, corrected(of, decision="Rettet."))])

    device = Device(service.api(reader))
    device.pull()

    found = [one for one in device.of("minutes") if one["meeting_id"] == str(of.meeting.id)]
    assert sorted(one["version"] for one in found) == [1, 2]
    assert device.of("minutes_correction") == []


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Outcome.UNANIMOUS, "approved"), (Outcome.FELL, "submitted"), (Outcome.NOTED, "submitted")],
)
def test_the_next_meeting_approves_the_minutes_when_its_own_are_handed_in(
    service: Service, local: Held, outcome: Outcome, state: str
) -> None:
    local.hand_in()
    later = held(service, local.network, local.chair, local.meeting.on + timedelta(days=60))
    item = AgendaItem(
        meeting_id=later.meeting.id,
        network_id=local.network.id,
        title="Godkjenning av referat fra forrige møte",
        approves_id=local.meeting.id,
    )
    service.write(item, minuted(item, outcome))
    later.hand_in()

    earlier = local.device.records["meeting", str(local.meeting.id)]

    assert earlier["state"] == state
    assert earlier["approved_in_id"] == (str(later.meeting.id) if state == "approved" else None)


def test_minutes_of_another_network_are_not_approved(service: Service, local: Held) -> None:
    country = network(Level.NATIONAL)
    service.write(country)
    other = held(service, country, local.chair)
    other.hand_in()
    item = AgendaItem(
        meeting_id=local.meeting.id,
        network_id=local.network.id,
        title="Godkjenning",
        approves_id=other.meeting.id,
    )
    service.write(item, minuted(item))

    local.hand_in()

    office = Device(service.api(service.manager("Kontor", roles=["secretariat"])))
    office.pull()
    assert office.records["meeting", str(other.meeting.id)]["state"] == "submitted"
