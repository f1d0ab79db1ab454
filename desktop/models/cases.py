"""Cases that a meeting raises to the network above, where they wait, and what comes back down."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from contract.conditions import ABOVE
from contract.geography import municipality
from contract.records import (
    AgendaItem,
    ItemMinutes,
    Level,
    Meeting,
    MeetingState,
    Network,
    RaisedCase,
    only_id,
)
from contract.records.cases import RAISED_BY, decided
from desktop.models.bookkeeping import outbox
from desktop.models.editing import add, edit, get
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.rights import may, refuse_forbidden
from desktop.models.undoing import Removed, remove

_HELD = (
    MeetingState.IN_PROGRESS,
    MeetingState.ADJOURNED,
    MeetingState.REVIEW,
    MeetingState.SUBMITTED,
    MeetingState.APPROVED,
)


class Stage(StrEnum):
    """What a raised case waits for."""

    MEETING_ABOVE = "meeting_above"
    TREATMENT = "treatment"
    REPORT = "report"
    MEETING_BELOW = "meeting_below"
    TOLD = "told"


class What(StrEnum):
    """What happened to a case on its way."""

    RAISED = "raised"
    TAKEN = "taken"
    REPORTED = "reported"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Step:
    """A case raised from one network to the one above. Numbers are empty until there are any."""

    id: UUID
    title: str
    text: str
    below: str
    above: str
    below_level: Level
    above_level: Level
    number: str
    above_number: str
    raised_on: date
    taken_on: date | None
    report: str
    reported_on: date | None
    told_on: date | None
    due: date | None
    stage: Stage
    unsent: bool
    may_report: bool
    may_withdraw: bool

    @property
    def since(self) -> date:
        """Since when it has waited for what it waits for."""
        if self.stage is Stage.REPORT and self.taken_on:
            return self.taken_on
        if self.stage in (Stage.MEETING_BELOW, Stage.TOLD) and self.reported_on:
            return self.reported_on
        return self.raised_on

    @property
    def waits_at(self) -> str:
        """The network whose turn it is; empty where all have heard."""
        if self.stage is Stage.TOLD:
            return ""
        return self.below if self.stage is Stage.MEETING_BELOW else self.above

    def late(self, today: date) -> bool:
        """Whether those below should have heard by now."""
        return self.stage is Stage.REPORT and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a case at a level, on a day that may lie ahead."""

    what: What
    level: Level
    network: str
    on: date
    number: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case from where it began: a step for each network that it was raised from."""

    steps: tuple[Step, ...]

    @property
    def id(self) -> UUID:
        """That of its first step."""
        return self.steps[0].id

    @property
    def title(self) -> str:
        """What it was called first."""
        return self.steps[0].title

    @property
    def waiting(self) -> Step:
        """The step whose turn it is: the highest that has not come back, or the first."""
        open_ = [one for one in self.steps if one.stage is not Stage.TOLD]
        return open_[-1] if open_ else self.steps[0]

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened, in order."""
        found = [event for step in self.steps for event in _events(step)]
        return tuple(sorted(found, key=lambda one: one.on))


@dataclass(frozen=True, slots=True)
class CaseForm:
    """What is said of a case to those above."""

    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Raisable:
    """An item of a held meeting that can be raised, with first words and the network above."""

    item_id: UUID
    label: str
    above: str
    form: CaseForm


def cases(session: Session, me: Me, today: date) -> tuple[Case, ...]:
    """All cases that this PC knows of: those that wait first, the longest wait before others."""
    records = session.scalars(select(RaisedCase).order_by(RaisedCase.id)).all()
    networks = {one.id: one for one in session.scalars(select(Network))}
    steps = {one.id: _step(session, me, one, networks, today) for one in records}
    onwards = {one.below_id: one.id for one in records if one.below_id}
    starts = [one.id for one in records if one.below_id not in steps]
    found = [Case(_chain(start, steps, onwards)) for start in starts]
    done = Stage.TOLD
    return tuple(
        sorted(found, key=lambda one: (one.waiting.stage is done, one.waiting.since, one.title))
    )


def raisable(session: Session, me: Me) -> list[Raisable]:
    """Items that a meeting which one leads or minutes has decided, and that were not raised yet;
    newest first.
    """
    raised = exists().where(RaisedCase.item_id == AgendaItem.id)
    query = (
        select(AgendaItem, Meeting, Network, ItemMinutes.decision)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Network, Network.id == Meeting.network_id)
        .join(ItemMinutes, ItemMinutes.agenda_item_id == AgendaItem.id)
        .where(
            Meeting.state.in_(_HELD),
            ItemMinutes.outcome.in_(RAISED_BY),
            Network.level.in_(list(ABOVE)),
            (Meeting.chair_id == me.person) | (Meeting.minute_taker_id == me.person),
            ~raised,
        )
        .order_by(Meeting.on.desc(), AgendaItem.position)
    )
    found = []
    for item, meeting, network, decision in session.execute(query):
        above = _above(session, network)
        if above is None or not decision.strip():
            continue
        text = "\n\n".join(part for part in (item.background, decision) if part.strip())
        label = f"{_number(item.number, item.year)} {item.title}, {meeting.on:%d.%m.%Y}".strip()
        found.append(Raisable(item.id, label, above.name, CaseForm(item.title, text)))
    return found


def raise_case(session: Session, me: Me, item: UUID, form: CaseForm, today: date) -> UUID:
    """Raise an item to the network above. Raises Refused: gone, forbidden, no_network_above,
    not_decided, already_done, and what is wrong with a field.
    """
    record = get(session, AgendaItem, item)
    network = get(session, Network, record.network_id)
    above = _above(session, network)
    if above is None:
        raise Refused("no_network_above")
    if not decided(session.get(ItemMinutes, only_id(ItemMinutes, item))):
        raise Refused("not_decided")
    id_ = only_id(RaisedCase, item)
    if session.get(RaisedCase, id_) is not None:
        raise Refused("already_done")
    case = RaisedCase(
        id=id_,
        item_id=item,
        meeting_id=record.meeting_id,
        network_id=network.id,
        to_network_id=above.id,
        below_id=_below(session, record),
        raised_on=today,
        title=form.title.strip(),
        text=form.text.strip(),
    )
    refuse_forbidden(session, me, case)
    add(session, case)
    return case.id


def withdraw(session: Session, me: Me, id_: UUID) -> Removed:
    """Take a case back before it stands on an agenda above; what is returned raises it again.
    Raises Refused: gone, forbidden.
    """
    record = get(session, RaisedCase, id_)
    refuse_forbidden(session, me, record)
    return remove(session, record)


def report(session: Session, me: Me, id_: UUID, loaded: str, wanted: str, today: date) -> None:
    """Tell those below what came of a case. Raises Refused: gone, forbidden, required."""
    record = get(session, RaisedCase, id_)
    refuse_forbidden(session, me, record)
    if not wanted.strip():
        raise Refused("required", "report")
    edit(session, record, {"report": loaded}, {"report": wanted.strip()})
    if record.reported_on is None:
        record.reported_on = today


def form_of(step: Step) -> CaseForm:
    """A step as the form holds it."""
    return CaseForm(step.title, step.text)


def change(session: Session, me: Me, id_: UUID, loaded: CaseForm, wanted: CaseForm) -> None:
    """Mend what is said of a case before it stands on an agenda above. Raises Refused: gone,
    forbidden, and what is wrong with a field.
    """
    record = get(session, RaisedCase, id_)
    refuse_forbidden(session, me, record)
    edit(session, record, asdict(loaded), asdict(wanted))


def _chain(start: UUID, steps: dict[UUID, Step], onwards: dict[UUID, UUID]) -> tuple[Step, ...]:
    found: list[Step] = []
    at = start
    while len(found) < len(steps):
        found.append(steps[at])
        if at not in onwards:
            break
        at = onwards[at]
    return tuple(found)


def _step(
    session: Session, me: Me, record: RaisedCase, networks: dict[UUID, Network], today: date
) -> Step:
    below, above = networks.get(record.network_id), networks.get(record.to_network_id)
    allowed = may(session, me, record)
    takes_back = allowed and record.taken_on is None and _names(session, me, record)
    waits = exists().where(outbox.c.kind == "raised_case", outbox.c.record_id == record.id)
    return Step(
        id=record.id,
        title=record.title,
        text=record.text,
        below=below.name if below else "",
        above=above.name if above else "",
        below_level=below.level if below else Level.LOCAL,
        above_level=above.level if above else Level.REGIONAL,
        number=_number(record.number, record.year),
        above_number=_number(record.above_number, record.above_year),
        raised_on=record.raised_on,
        taken_on=record.taken_on,
        report=record.report,
        reported_on=record.reported_on,
        told_on=record.told_on,
        due=record.report_due,
        stage=_stage(record, today),
        unsent=bool(session.scalar(select(waits))),
        may_report=allowed and not takes_back,
        may_withdraw=takes_back,
    )


def _names(session: Session, me: Me, record: RaisedCase) -> bool:
    meeting = session.get(Meeting, record.meeting_id)
    return meeting is not None and me.person in (meeting.chair_id, meeting.minute_taker_id)


def _stage(record: RaisedCase, today: date) -> Stage:
    if record.reported_on is not None:
        told = record.told_on is not None and record.told_on <= today
        return Stage.TOLD if told else Stage.MEETING_BELOW
    if record.taken_on is None:
        return Stage.MEETING_ABOVE
    return Stage.REPORT if record.taken_on <= today else Stage.TREATMENT


def _events(step: Step) -> list[Event]:
    found = [Event(What.RAISED, step.below_level, step.below, step.raised_on, step.number)]
    for what, level, network, on, number in (
        (What.TAKEN, step.above_level, step.above, step.taken_on, step.above_number),
        (What.REPORTED, step.above_level, step.above, step.reported_on, step.above_number),
        (What.TOLD, step.below_level, step.below, step.told_on, step.number),
    ):
        if on is not None:
            found.append(Event(what, level, network, on, number))
    return found


def _above(session: Session, network: Network) -> Network | None:
    """The network to which this one raises its cases, where this PC knows of it."""
    level = ABOVE.get(network.level)
    if level is None:
        return None
    query = select(Network).where(Network.level == level).order_by(Network.id)
    if level is Level.REGIONAL:
        place = municipality(network.municipality or "")
        query = query.where(Network.county == (place.county.number if place else network.county))
    return session.scalars(query).first()


def _below(session: Session, item: AgendaItem) -> UUID | None:
    """The case that came from below and is raised onwards with this item."""
    came = session.get(RaisedCase, item.case_id) if item.case_id else None
    return came.id if came is not None and came.to_network_id == item.network_id else None


def _number(number: int | None, year: int | None) -> str:
    return f"{number}/{year % 100:02}" if number and year else ""
