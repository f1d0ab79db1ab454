"""Specimens of what belongs to meetings: what is there, and what is tried on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from contract.grants import Where
from contract.ids import new_id
from contract.records import (
    AgendaItem,
    Meeting,
    MeetingState,
    Minutes,
    Network,
    Record,
)
from contract.where import (
    ANSWERS,
    ANSWERS_PROFESSIONAL,
    CHAIRS_AMONG_OWN,
    CHAIRS_NATIONAL,
    COMMENTS,
    CONDUCTS,
    CONDUCTS_HERE,
    HEARS,
    JOINS_NOBODY,
    LEADS,
    LEADS_AND_TAKES_PART,
    LEADS_HERE,
    LEAVES_WORDS,
    NAMED,
    NATION_HEARS,
    NATIONAL,
    NATIONAL_PROPOSED,
    NO_PROMISE,
    ONLY_REPORTS,
    PROFESSIONAL,
    PROFESSIONAL_PROPOSED,
    PROPOSED,
    PROPOSES,
    RAISES,
    TAKES_PART,
    TICKS_OFF,
    WAITS,
    WAITS_NATIONAL,
    WAITS_PROFESSIONAL,
)
from tests.fixtures.service import Manager
from tests.sync_api.matrix import ALL_STEPS, Specimen
from tests.sync_api.matrix_world import (
    World,
    attended,
    item,
    meeting,
    minuted,
    queued,
    raised,
    remark,
    reply,
    task,
    template,
)


def meetings(world: World, me: Manager) -> Iterator[Specimen]:
    """Meetings in every network, with somebody else and with oneself in the chair."""
    title = {"title": "Annet møte"}
    for whose, network, own in world.networks():
        led = {LEADS} if network is world.led else set[Where]()
        reads = own or network is world.national
        base = Specimen(whose, meeting(network), frozenset(led), own=reads, change=title)
        base = replace(base, professional=network is world.professional)
        yield base
        named = {NAMED, *led}
        if own:
            named.add(CHAIRS_AMONG_OWN)
        if network is world.national:
            named.add(CHAIRS_NATIONAL)
        made, said = meeting(network, me.person), f"{whose}, in the chair"
        yield replace(base, whose=said, record=made, holds=frozenset(named))


@dataclass(frozen=True)
class Held:
    """A meeting that is there, with an item and two decided ones, and what the account is in it."""

    whose: str
    meeting: Meeting
    item: AgendaItem
    network: Network
    own: bool
    """Whether the kindergarten takes part in the network."""
    named: bool
    invited: bool
    """Whether the meeting invites it."""
    decided: tuple[AgendaItem, AgendaItem]

    @property
    def records(self) -> Iterator[Record]:
        """What is there of it."""
        yield from (self.meeting, self.item, *self.decided)
        yield from (minuted(one, "Løftes.") for one in self.decided)


def _held(whose: str, made: Meeting, network: Network, **what: bool) -> Held:
    return Held(whose, made, item(made), network, decided=(item(made), item(made)), **what)


def held(world: World, me: Manager) -> Iterator[Held]:
    """Meetings that are there: in every network before and after the notice, and one's own."""
    for whose, network, own in world.networks():
        for state in (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.REVIEW):
            made = meeting(network, world.other.person, state, taker=world.other.person)
            invited = own or network is world.national
            said = f"{whose}, {state.value}"
            yield _held(said, made, network, own=own, named=False, invited=invited)
    made = meeting(world.strange, me.person, MeetingState.CALLED)
    said = "other network, in the chair"
    yield _held(said, made, world.strange, own=False, named=True, invited=False)


def parts(world: World, me: Manager, of: Held) -> Iterator[Specimen]:
    """An item, what is minuted of one that is there, who came, and a task."""
    agenda, draft, follow = set[Where](), set[Where](), set[Where]()
    planned = of.meeting.state is MeetingState.PLANNED
    if of.named:
        agenda, draft, follow = {CONDUCTS_HERE}, {CONDUCTS}, {CONDUCTS_HERE}
    if of.own:
        agenda |= {PROPOSES, PROPOSED} if planned else {PROPOSES}
        follow.add(TAKES_PART)
    if of.network is world.led:
        agenda.add(LEADS_HERE)
        follow.add(LEADS_AND_TAKES_PART)
    if of.network is world.national:
        agenda |= {NATIONAL, NATIONAL_PROPOSED} if planned else {NATIONAL}
    if of.network is world.professional:
        agenda |= {PROFESSIONAL, PROFESSIONAL_PROPOSED} if planned else {PROFESSIONAL}
    base = Specimen(
        of.whose,
        item(of.meeting),
        frozenset(agenda),
        own=of.invited,
        own_network=of.invited,
        professional=of.network is world.professional,
        state=of.meeting.state,
        change={"title": "Nytt"},
    )
    yield base
    yield from proposals(base, of, me, world.other)
    yield from replies(base, of, me, world.third)
    tasks = replace(base, holds=frozenset(follow), change={"done_on": "2026-12-01"})
    yield replace(tasks, record=task(of.item))
    rewritten = replace(tasks, whose=f"{of.whose}, rewritten", change={"task": "Skriv"})
    yield replace(rewritten, record=task(of.item), steps=ALL_STEPS - {TICKS_OFF})
    yield from raised_cases(world, of)
    drafts = replace(base, holds=frozenset(draft), own=of.named)
    yield replace(drafts, record=minuted(of.item), change={"decision": "Ja"})
    yield from remarks(drafts, me, of)
    change = {"presence": "present"}
    yield replace(drafts, record=attended(of.meeting, world.third), change=change)


def raised_cases(world: World, of: Held) -> Iterator[Specimen]:
    """Cases that the meeting has raised to the network above."""
    above = {
        world.led.id: world.region,
        world.joined.id: world.region,
        world.strange.id: world.other_region,
        world.region.id: world.national,
        world.other_region.id: world.national,
    }.get(of.network.id)
    if above is None:
        return
    holds = {RAISES} if of.named else set[Where]()
    if above is world.region:
        holds.add(HEARS)
    if above is world.national:
        holds.add(NATION_HEARS)
    for said, decided, change, steps in (
        ("reported", of.decided[0], {"report": "Ja"}, ALL_STEPS),
        ("rewritten", of.decided[1], {"title": "Ny"}, ALL_STEPS - {ONLY_REPORTS}),
    ):
        made = raised(decided, above)
        whose = f"{of.whose}, {said}"
        yield Specimen(whose, made, frozenset(holds), steps, change=change)


def proposals(base: Specimen, of: Held, me: Manager, other: Manager) -> Iterator[Specimen]:
    """Items in somebody's name that are not on the agenda yet, and may be put there."""
    proposed = {PROPOSED, NATIONAL_PROPOSED, PROFESSIONAL_PROPOSED}
    strict = base.holds - {PROPOSES, NATIONAL, PROFESSIONAL} - proposed
    for said, who, holds in (("own", me, base.holds), ("another's", other, strict)):
        whose = f"{of.whose}, {said} proposal"
        made = item(of.meeting, who.person)
        yield replace(base, whose=whose, record=made, holds=holds)
    yield replace(
        base,
        whose=f"{of.whose}, own proposal taken on",
        record=item(of.meeting, me.person),
        steps=ALL_STEPS - {NO_PROMISE},
        change={"accepted": True},
    )


def replies(base: Specimen, of: Held, me: Manager, third: UUID) -> Iterator[Specimen]:
    """Answers to the notice: one's own, and another's."""
    others = {LEADS_HERE} if of.network.contact_kindergarten_id == me.kindergarten else set[Where]()
    if of.named:
        others.add(CONDUCTS_HERE)
    own = {*others, ANSWERS} if of.invited else others
    if base.professional:
        own.add(ANSWERS_PROFESSIONAL)
    change = {"note": "Kommer litt sent"}
    for said, home, holds in (("own", me.kindergarten, own), ("another's", third, others)):
        made, whose = reply(of.meeting, home), f"{of.whose}, {said} answer"
        yield replace(base, whose=whose, record=made, holds=frozenset(holds), change=change)


def before_meetings(world: World, me: Manager) -> Iterator[Specimen]:
    """Items that wait, and templates, in every network."""
    for whose, network, own in world.networks():
        office = {WAITS_NATIONAL} if network is world.national else set[Where]()
        leads = {LEADS, *office} if network is world.led else office
        waits = {WAITS, *leads} if own else leads
        professional = network is world.professional
        if professional:
            waits.add(WAITS_PROFESSIONAL)
        reads = own or network is world.national
        title = {"title": "Nytt"}
        for said, who, holds in (("own", me, waits), ("another's", world.other, leads)):
            made = queued(network, who.person)
            one = Specimen(f"{whose}, {said}", made, frozenset(holds), own=reads, change=title)
            yield replace(one, professional=professional)
        name = {"name": "Ny mal"}
        one = Specimen(whose, template(network), frozenset(leads), own=reads, change=name)
        yield replace(one, professional=professional)


def remarks(base: Specimen, me: Manager, of: Held) -> Iterator[Specimen]:
    """One's own comment on what is minuted, and one of somebody else that is accepted."""
    assert me.person is not None
    conducts = {CONDUCTS_HERE} if of.named else set[Where]()
    writes = {COMMENTS} if of.invited and of.meeting.state is MeetingState.REVIEW else set[Where]()
    plain = frozenset({JOINS_NOBODY, TICKS_OFF})
    own = replace(base, record=remark(of.item, me.person), change={"text": "Annet"}, steps=plain)
    yield replace(own, holds=frozenset(conducts | writes))
    other = replace(own, record=remark(of.item, new_id()), change={"state": "accepted"})
    yield replace(other, steps=plain | {LEAVES_WORDS}, holds=frozenset(conducts))


def submitted(found: Minutes, whose: str, *, own: bool, professional: bool) -> Specimen:
    """Minutes as the service made them."""
    change = {"content": "{}"}
    return Specimen(whose, found, own=own, professional=professional, change=change)
