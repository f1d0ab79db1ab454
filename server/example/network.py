"""The local network of Verdal, and the meeting that it has held."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from contract.access import member_id
from contract.ids import derived_id
from contract.records import (
    AgendaItem,
    AgendaTemplate,
    Answer,
    Attendance,
    FollowUp,
    ItemMinutes,
    ItemType,
    Level,
    Meeting,
    MeetingReply,
    MemberState,
    Mode,
    Network,
    NetworkMember,
    Outcome,
    Presence,
    QueuedItem,
    TemplateItem,
    only_id,
)
from contract.records.base import Record
from contract.records.calling import as_content
from server.example.places import BJORKERABBEN, ELVESUS, LILLEGREND, STEINHUMLA, Place

NETWORK = derived_id("example", "network", "verdal")
MEETING = derived_id("example", "meeting", "verdal")
_MEMBERS = (ELVESUS, STEINHUMLA, LILLEGREND, BJORKERABBEN)


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item, what was said and decided, and who follows it up (with days to do it)."""

    title: str
    type: ItemType
    minutes: int
    presenter: Place
    background: str
    discussion: str
    decision: str = ""
    outcome: Outcome | None = None
    votes: tuple[int, int, int] | None = None
    tasks: tuple[tuple[str, Place, int], ...] = ()


_PROFESSIONAL = (
    TemplateItem("Godkjenning av innkalling og saksliste", ItemType.DECISION, 5),
    TemplateItem("Oppfølging fra forrige møte", ItemType.INFORMATION, 10),
    TemplateItem("Faglig påfyll", ItemType.DISCUSSION, 45),
    TemplateItem("Eventuelt", ItemType.DISCUSSION, 10),
    TemplateItem("Neste møte", ItemType.DECISION, 5),
)
_ITEMS = (
    Item(
        "Godkjenning av innkalling og saksliste",
        ItemType.DECISION,
        5,
        ELVESUS,
        "",
        "Ingen merknader.",
        "Innkalling og saksliste godkjennes.",
        Outcome.UNANIMOUS,
    ),
    Item(
        "Felles vikarpool",
        ItemType.DECISION,
        25,
        STEINHUMLA,
        "Alle fire barnehagene bruker i dag hver sin vikarliste, og ringer ofte de samme.",
        "En felles liste gir vikarene flere vakter og oss sikrere dekning. Listen må ikke "
        "inneholde annet enn navn, telefon og hvilke dager som passer. Lillegrend er i tvil om "
        "det lar seg gjøre før jul.",
        "Verdal lokale nettverk prøver en felles vikarpool fra 1. februar til sommeren.",
        Outcome.CARRIED,
        (3, 1, 0),
        (
            ("Lage utkast til avtale om vikarpool", STEINHUMLA, 24),
            ("Spørre vikarene om de vil stå på listen", BJORKERABBEN, 31),
        ),
    ),
    Item(
        "Samarbeidsmøte med kommunen",
        ItemType.DISCUSSION,
        20,
        ELVESUS,
        "Kommunen inviterer til møte om tilskudd og kapasitet.",
        "Vi vil møte samlet. Viktigst er forutsigbar utbetaling og tidlige tall for barnetallet.",
        "Elvesus og Bjørkerabben møter på vegne av nettverket.",
        Outcome.UNANIMOUS,
        None,
        (("Sende inn felles innspill til kommunen", ELVESUS, 17),),
    ),
    Item(
        "Erfaringer med ny garderoberutine",
        ItemType.INFORMATION,
        15,
        STEINHUMLA,
        "Steinhumla har delt innlegg om dette i fylkets kategori.",
        "Gode erfaringer. Lillegrend prøver det samme.",
        "Tas til orientering.",
        Outcome.NOTED,
    ),
    Item(
        "Felles planleggingsdag",
        ItemType.DISCUSSION,
        15,
        LILLEGREND,
        "",
        "Alle er positive, men dato og tema er ikke klart.",
        "Saken tas opp igjen på neste møte.",
        Outcome.POSTPONED,
    ),
)


def network() -> Iterator[Record]:
    """The network and who belongs to it."""
    yield Network(
        id=NETWORK,
        name="Lokalt nettverk Verdal",
        level=Level.LOCAL,
        municipality=ELVESUS.municipality,
        meets_every=2,
        usual_mode=Mode.IN_PERSON,
        contact_kindergarten_id=ELVESUS.id,
        contact_person_id=ELVESUS.person,
        support_confirmed=True,
        ready_to_lead=True,
    )
    for place in _MEMBERS:
        yield NetworkMember(
            id=member_id(NETWORK, place.id),
            network_id=NETWORK,
            kindergarten_id=place.id,
            state=MemberState.JOINED,
        )
    yield QueuedItem(
        id=derived_id("example", "queued_item", 1),
        network_id=NETWORK,
        title="Felles kurs i førstehjelp",
        background="- hvem holder kurset\n- én kveld, eller en **planleggingsdag**",
        presenter=BJORKERABBEN.manager,
        minutes=15,
        proposed_by_id=BJORKERABBEN.person,
    )
    yield AgendaTemplate(
        id=derived_id("example", "agenda_template", 1),
        network_id=NETWORK,
        name="Fagmøte",
        content=as_content(_PROFESSIONAL),
    )


def replies() -> Iterator[MeetingReply]:
    """What the kindergartens answered to the notice."""
    for place in _MEMBERS:
        comes = place is not LILLEGREND
        yield MeetingReply(
            id=only_id(MeetingReply, MEETING, place.id),
            meeting_id=MEETING,
            network_id=NETWORK,
            kindergarten_id=place.id,
            answer=Answer.COMING,
            person_id=place.person,
            note="" if comes else "Stedfortrederen kommer for meg.",
        )


def meeting(today: date) -> Meeting:
    """The meeting as it was planned: a Thursday at least two weeks ago."""
    latest = today - timedelta(days=14)
    on = latest - timedelta(days=(latest.weekday() - 3) % 7)
    return Meeting(
        id=MEETING,
        network_id=NETWORK,
        title="Lokalt nettverksmøte",
        on=on,
        starts=time(9, 0),
        ends=time(10, 30),
        mode=Mode.IN_PERSON,
        place="Elvesus barnehage, møterommet",
        chair_id=ELVESUS.person,
        minute_taker_id=STEINHUMLA.person,
        reply_by=on - timedelta(days=3),
    )


def agenda() -> Iterator[AgendaItem]:
    """The meeting's agenda."""
    for number, item in enumerate(_ITEMS, 1):
        yield AgendaItem(
            id=derived_id("example", "agenda_item", number),
            meeting_id=MEETING,
            network_id=NETWORK,
            title=item.title,
            type=item.type,
            background=item.background,
            presenter=item.presenter.manager,
            minutes=item.minutes,
            position=float(number),
        )


def held(on: date) -> Iterator[Record]:
    """What was written in the meeting."""
    for place in _MEMBERS:
        here = place is not LILLEGREND
        yield Attendance(
            id=only_id(Attendance, MEETING, place.id),
            meeting_id=MEETING,
            kindergarten_id=place.id,
            kindergarten=place.name,
            name=place.manager if here else "Hilde Brekke",
            role="Styrer" if here else "Stedfortreder",
            presence=Presence.PRESENT,
        )
    for record, item in zip(agenda(), _ITEMS, strict=True):
        yield _written(record, item)
        for number, (task, place, days) in enumerate(item.tasks, 1):
            yield FollowUp(
                id=derived_id("example", "follow_up", record.id, number),
                meeting_id=MEETING,
                agenda_item_id=record.id,
                network_id=NETWORK,
                task=task,
                responsible=place.manager,
                due_on=on + timedelta(days=days),
            )


def _written(record: AgendaItem, item: Item) -> ItemMinutes:
    votes = item.votes or (None, None, None)
    return ItemMinutes(
        id=only_id(ItemMinutes, record.id),
        meeting_id=MEETING,
        agenda_item_id=record.id,
        discussion=item.discussion,
        decision=item.decision,
        outcome=item.outcome,
        votes_for=votes[0],
        votes_against=votes[1],
        votes_abstained=votes[2],
        seconds_spent=item.minutes * 60,
    )
