"""Networks, rooms and people that an account meets, and how one of each kind is made."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any
from uuid import UUID

from contract.access import (
    member_id,
)
from contract.geography import municipalities
from contract.ids import new_id
from contract.records import (
    AgendaItem,
    AgendaTemplate,
    Answer,
    Attendance,
    Audience,
    Comment,
    ContactRequest,
    ExpertApplication,
    Feedback,
    FeedbackSort,
    FollowUp,
    ItemMinutes,
    Level,
    Meeting,
    MeetingReply,
    MeetingState,
    MemberState,
    MinutesComment,
    Network,
    NetworkMember,
    Outcome,
    Outreach,
    Post,
    QueuedItem,
    RaisedCase,
    ReadingReceipt,
    StaffEnrolment,
    TemplateItem,
    Thumb,
    only_id,
)
from contract.records.calling import as_content
from tests.fixtures.service import Manager, Service

HOME, ELSEWHERE = "5037", "4601"
COUNTY, OTHER_COUNTY = "50", "46"
_DAY = date(2026, 11, 26)


Net = tuple[str, Network, bool]
"""A network, whose it is, and whether the kindergarten takes part in it or leads it."""


class World:
    """What there is beside the specimens: rooms, networks, and somebody whom they are of."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.home = service.kindergarten("Lia barnehage", HOME).id
        self.other = service.manager("Odd", municipality=ELSEWHERE)
        self.third = service.kindergarten("Tredje barnehage", "5001").id
        self.rooms = {
            "open": service.category("Velkommen!"),
            "closed": service.category("Eierforum", Audience.LEADERS_AND_OWNERS),
            "professional": service.category("Friluft"),
        }
        self.led = self.network(Level.LOCAL, municipality="5006", contact=self.home)
        self.joined = self.network(Level.LOCAL, municipality="5001", contact=self.third)
        self.strange = self.network(
            Level.LOCAL, municipality=ELSEWHERE, contact=self.other.kindergarten
        )
        self.region = self.network(Level.REGIONAL, county=COUNTY)
        self.other_region = self.network(Level.REGIONAL, county=OTHER_COUNTY)
        self.national = self.network(Level.NATIONAL)
        room = self.rooms["professional"]
        self.professional = self.network(Level.PROFESSIONAL, category_id=room)
        for network in (self.led, self.joined, self.region, self.professional):
            service.write(place(network, self.home))

    def network(self, level: Level, contact: UUID | None = None, **where: Any) -> Network:
        made = net(level, contact, **where)
        self.service.write(made)
        return made

    def networks(self) -> Iterator[Net]:
        """All of them, and whether the kindergarten at home takes part in them."""
        yield "own network, led", self.led, True
        yield "own network", self.joined, True
        yield "other network", self.strange, False
        yield "own region", self.region, True
        yield "other region", self.other_region, False
        yield "national", self.national, False
        yield "own professional network", self.professional, True


def net(level: Level, contact: UUID | None, **where: Any) -> Network:
    return Network(
        name="Nettverk",
        level=level,
        contact_kindergarten_id=contact,
        support_confirmed=True,
        ready_to_lead=True,
        **where,
    )


def place(
    network: Network, kindergarten: UUID, state: MemberState = MemberState.JOINED
) -> NetworkMember:
    return NetworkMember(
        id=member_id(network.id, kindergarten),
        network_id=network.id,
        kindergarten_id=kindergarten,
        state=state,
    )


def meeting(
    network: Network,
    chair: UUID | None = None,
    state: MeetingState = MeetingState.PLANNED,
    taker: UUID | None = None,
) -> Meeting:
    return Meeting(
        network_id=network.id,
        title="Møte",
        on=_DAY,
        starts=time(9),
        ends=time(10),
        chair_id=chair,
        minute_taker_id=taker,
        state=state,
    )


def item(of: Meeting, proposed_by: UUID | None = None) -> AgendaItem:
    return AgendaItem(
        meeting_id=of.id,
        network_id=of.network_id,
        title="Vikarer",
        proposed_by_id=proposed_by,
        accepted=proposed_by is None,
    )


def reply(of: Meeting, kindergarten: UUID) -> MeetingReply:
    return MeetingReply(
        id=only_id(MeetingReply, of.id, kindergarten),
        meeting_id=of.id,
        network_id=of.network_id,
        kindergarten_id=kindergarten,
        answer=Answer.COMING,
    )


def queued(network: Network, proposed_by: UUID) -> QueuedItem:
    return QueuedItem(network_id=network.id, title="Vikarer", proposed_by_id=proposed_by)


def template(network: Network) -> AgendaTemplate:
    content = as_content([TemplateItem("Åpning")])
    return AgendaTemplate(network_id=network.id, name="Mal", content=content)


def minuted(of: AgendaItem, decision: str = "") -> ItemMinutes:
    return ItemMinutes(
        id=only_id(ItemMinutes, of.id),
        meeting_id=of.meeting_id,
        agenda_item_id=of.id,
        decision=decision,
        outcome=Outcome.UNANIMOUS if decision else None,
    )


def attended(of: Meeting, kindergarten: UUID) -> Attendance:
    return Attendance(
        id=only_id(Attendance, of.id, kindergarten),
        meeting_id=of.id,
        kindergarten_id=kindergarten,
        kindergarten="Barnehage",
    )


def task(of: AgendaItem) -> FollowUp:
    return FollowUp(
        meeting_id=of.meeting_id,
        network_id=of.network_id,
        agenda_item_id=of.id,
        task="Ring",
        responsible="Odd",
    )


def enrolment(kindergarten: UUID, later: str = "") -> StaffEnrolment:
    """Somebody of the staff, who has another role from a later day on where one is given."""
    id_ = new_id()
    return StaffEnrolment(
        id=id_,
        kindergarten_id=kindergarten,
        name="Mia",
        email=f"{id_.hex}@example.no",
        roles=frozenset({"assistant"}),
        starts_on=date(2026, 8, 1),
        next_roles=frozenset({later} - {""}),
        roles_from=date(2027, 2, 1) if later else None,
    )


def receipt(account: UUID) -> ReadingReceipt:
    guideline = new_id()
    return ReadingReceipt(
        id=only_id(ReadingReceipt, account, guideline),
        account_id=account,
        guideline_id=guideline,
    )


def feedback(account: UUID) -> Feedback:
    return Feedback(account_id=account, sort=FeedbackSort.IDEA, body="Mørk modus")


def outreach(kindergarten: UUID) -> Outreach:
    return Outreach(
        kindergarten_id=kindergarten, name="Lia barnehage", municipality=HOME, asked_on=_DAY
    )


def post(room: UUID, who: Manager) -> Post:
    return Post(
        category_id=room,
        kindergarten_id=who.kindergarten,
        author_id=who.person,
        author_name="",
        title="Hei",
        body="Tekst",
    )


def comment(on: Post, who: Manager) -> Comment:
    return Comment(
        category_id=on.category_id,
        post_id=on.id,
        kindergarten_id=who.kindergarten,
        author_id=who.person,
        author_name="",
        body="Ja",
    )


def request(kindergarten: UUID, number: str, asked_by: UUID | None = None) -> ContactRequest:
    return ContactRequest(
        kindergarten_id=kindergarten,
        municipality=number,
        county=municipalities()[number].county.number,
        asked_by_id=asked_by,
    )


def application(to: Network, kindergarten: UUID) -> ExpertApplication:
    return ExpertApplication(
        id=only_id(ExpertApplication, to.id, kindergarten),
        network_id=to.id,
        kindergarten_id=kindergarten,
        text="Uteliv",
        applied_on=_DAY,
    )


def raised(of: AgendaItem, above: Network) -> RaisedCase:
    return RaisedCase(
        id=only_id(RaisedCase, of.id),
        item_id=of.id,
        meeting_id=of.meeting_id,
        network_id=of.network_id,
        to_network_id=above.id,
        raised_on=_DAY,
        title="Vikarer",
    )


def thumb(on: Post, who: Manager) -> Thumb:
    return Thumb(
        id=only_id(Thumb, on.id, who.person),
        category_id=on.category_id,
        post_id=on.id,
        target_id=on.id,
        kindergarten_id=who.kindergarten,
        author_id=who.person,
    )


def remark(of: AgendaItem, author: UUID) -> MinutesComment:
    return MinutesComment(
        meeting_id=of.meeting_id,
        network_id=of.network_id,
        agenda_item_id=of.id,
        author_id=author,
        text="Det var 12 timer.",
    )
