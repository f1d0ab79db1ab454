"""One of everything that an account may meet, each with what holds of it by the way it was made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from contract.access import (
    AUDIENCES,
    DRAFTS,
    LIVES_IN,
    READING,
    Group,
    Reach,
    Room,
)
from contract.ids import new_id
from contract.records import (
    AgendaItem,
    Audience,
    Category,
    Guideline,
    GuidelineKind,
    Kindergarten,
    Level,
    Meeting,
    MeetingState,
    MemberState,
    Minutes,
    Network,
    Person,
    Post,
    Record,
)
from contract.writing import (
    ANSWERS,
    CHAIRS_AMONG_OWN,
    CHAIRS_NATIONAL,
    CLOSED_ROOM,
    COMMENTS,
    CONDUCTS,
    CONDUCTS_HERE,
    CONTACT,
    CONTACT_AT_HOME,
    GRANTS,
    INVITES,
    JOINS,
    JOINS_NOBODY,
    LEADS,
    LEADS_AND_TAKES_PART,
    LEADS_HERE,
    NAMED,
    NATIONAL,
    NATIONAL_PROPOSED,
    OPEN_ROOM,
    OWN_ACCOUNT,
    OWN_KINDERGARTEN,
    OWN_PLACE,
    OWN_STAFF,
    PROPOSED,
    TAKES_PART,
    TICKS_OFF,
    Step,
    Way,
    Where,
)
from tests.fixtures.service import Manager
from tests.sync_api.matrix_world import (
    COUNTY,
    ELSEWHERE,
    HOME,
    OTHER_COUNTY,
    World,
    attended,
    comment,
    enrolment,
    item,
    meeting,
    minuted,
    net,
    place,
    post,
    receipt,
    remark,
    task,
)


@dataclass(frozen=True)
class Specimen:
    """A record, whose it is in words, and what holds of it.

    `own` says that it lives in a room of the account's own, `change` what is changed in it.
    """

    whose: str
    record: Record
    holds: frozenset[Where] = frozenset()
    steps: frozenset[Step] = frozenset({JOINS_NOBODY, TICKS_OFF})
    own: bool = False
    own_network: bool = False
    audience: Audience | None = None
    state: MeetingState | None = None
    change: dict[str, Any] = field(default_factory=dict)

    def may_write(self, group: Group | None, way: Way) -> bool:
        """What the data say."""
        return any(
            group in grant.groups
            and way in grant.ways
            and grant.where in self.holds
            and (way is not Way.CHANGE or grant.step is None or grant.step in self.steps)
            for grant in GRANTS.get(type(self.record), ())
        )

    def may_be_touched(self, group: Group | None) -> bool:
        """Whether the data give any right to a record that is there, but for the step taken."""
        whole = replace(self, steps=frozenset({ANSWERS, JOINS_NOBODY, TICKS_OFF}))
        return any(whole.may_write(group, way) for way in (Way.CHANGE, Way.DELETE))

    def may_read(self, group: Group | None) -> bool:
        """What the data say."""
        room = Room(LIVES_IN[type(self.record)][0])
        if group is None:
            return room is Room.DIRECTORY or (room is Room.ACCOUNT and self.own)
        reach = READING[room].get(group, Reach.NONE)
        if room is Room.CATEGORY:
            assert self.audience
            return group in AUDIENCES[self.audience]
        if room is Room.MEETING and self.state in DRAFTS.get(group, ()):
            network = READING[Room.NETWORK].get(group, Reach.NONE)
            if network is Reach.ALL or (network is Reach.OWN and self.own_network):
                return True
        return reach is Reach.ALL or (reach is Reach.OWN and self.own)


_WRITES = {Audience.EVERYBODY: OPEN_ROOM, Audience.LEADERS_AND_OWNERS: CLOSED_ROOM}
_SAID = {Audience.EVERYBODY: "open", Audience.LEADERS_AND_OWNERS: "closed"}


def alone(world: World, me: Manager) -> Iterator[Specimen]:
    """What belongs to no meeting, apart from networks."""
    yield Specimen(
        "own",
        Kindergarten(id=me.kindergarten, name="Lia barnehage", municipality=HOME),
        frozenset({OWN_KINDERGARTEN}),
        change={"approved_places": 30},
    )
    yield Specimen(
        "other",
        Kindergarten(id=world.other.kindergarten, name="Odds barnehage", municipality=ELSEWHERE),
        change={"approved_places": 30},
    )
    yield Specimen("own", Person(id=me.person, name=me.name), change={"name": "Ny"})
    yield Specimen("other", Person(id=world.other.person, name="Odd"), change={"name": "Ny"})
    yield from fresh(world, me)


def fresh(world: World, me: Manager) -> Iterator[Specimen]:
    """What is made anew for each account and each thing that it does."""
    own_staff = frozenset({OWN_STAFF})
    yield Specimen(
        "own", enrolment(me.kindergarten), own_staff, own=True, change={"name": "Mia Sand"}
    )
    yield Specimen("other", enrolment(world.other.kindergarten), change={"name": "Mia Sand"})
    yield Specimen("own", receipt(me.account), frozenset({OWN_ACCOUNT}), own=True)
    yield Specimen("other", receipt(world.other.account))
    guideline = Guideline(kind=GuidelineKind.TERMS, version=1, title="Vilkår", body="Tekst")
    yield Specimen("all", guideline, change={"title": "Nye vilkår"})
    yield Specimen("all", Category(name="Ny"), change={"name": "Annet"})
    for audience, where in _WRITES.items():
        mine, theirs = post(world, me, audience), post(world, world.other, audience)
        for whose, one, holds in (("own", mine, {where}), ("other", theirs, set[Where]())):
            said = f"{whose}, {_SAID[audience]}"
            change = {"title": "Rettet"}
            yield Specimen(said, one, frozenset(holds), audience=audience, change=change)


def answers(world: World, me: Manager, posts: dict[Audience, Post]) -> Iterator[Specimen]:
    """Comments on posts that are there."""
    for audience, where in _WRITES.items():
        said, change = _SAID[audience], {"body": "Nei"}
        mine, theirs = comment(posts[audience], me), comment(posts[audience], world.other)
        yield Specimen(f"own, {said}", mine, frozenset({where}), audience=audience, change=change)
        yield Specimen(f"other, {said}", theirs, audience=audience, change=change)


def networks(world: World, me: Manager, numbers: Callable[[], str]) -> Iterator[Specimen]:
    """Networks in municipalities that have none, and above them, with nobody in them."""
    name = {"name": "Nytt navn"}
    mine = net(Level.LOCAL, me.kindergarten, municipality=numbers())
    theirs = net(Level.LOCAL, world.other.kindergarten, municipality=numbers())
    yield Specimen("own, as contact", mine, frozenset({CONTACT}), change=name)
    yield Specimen("other", theirs, change=name)
    for said, level, county in (
        ("own region", Level.REGIONAL, COUNTY),
        ("other region", Level.REGIONAL, OTHER_COUNTY),
        ("national", Level.NATIONAL, None),
    ):
        yield Specimen(said, net(level, me.kindergarten, county=county), change=name)


def at_home(me: Manager) -> Specimen:
    """The local network of one's own municipality."""
    made = net(Level.LOCAL, me.kindergarten, municipality=HOME)
    return Specimen("own municipality", made, frozenset({CONTACT_AT_HOME, CONTACT}))


def new_places(world: World, me: Manager, open_led: Network) -> Iterator[Specimen]:
    """Places in networks that are not there yet. `open_led` is led and not joined."""
    invited = MemberState.INVITED
    third, other = world.third, world.other.kindergarten
    holds = frozenset({JOINS, OWN_PLACE, LEADS})
    yield Specimen("own, where one leads", place(open_led, me.kindergarten), holds)
    yield Specimen("own, other network", place(world.strange, me.kindergarten))
    yield Specimen("own, other region", place(world.other_region, me.kindergarten))
    yield Specimen("own, national", place(world.national, me.kindergarten))
    asked = place(open_led, third, invited)
    yield Specimen("other, invited where one leads", asked, frozenset({INVITES, LEADS}))
    yield Specimen("other, joined where one leads", place(open_led, other), frozenset({LEADS}))
    yield Specimen("other, own network", place(world.joined, third, invited))
    yield Specimen("other, other network", place(world.strange, third, invited))


def places(world: World, me: Manager, made: Callable[[UUID | None], Network]) -> Iterator[Specimen]:
    """Places in networks that are made for them."""
    no = {"state": "declined"}
    third, invited = world.third, MemberState.INVITED
    own = frozenset({OWN_PLACE})
    yield Specimen("own", place(made(None), me.kindergarten, invited), own, change=no)
    yield Specimen("other, other network", place(made(None), third, invited), change=no)
    led = frozenset({LEADS})
    yield Specimen("other, where one leads", place(made(me.kindergarten), third), led, change=no)
    yield Specimen(
        "other, made joined where one leads",
        place(made(me.kindergarten), third, invited),
        led,
        frozenset({TICKS_OFF}),
        change={"state": "joined"},
    )


def meetings(world: World, me: Manager) -> Iterator[Specimen]:
    """Meetings in every network, with somebody else and with oneself in the chair."""
    title = {"title": "Annet møte"}
    for whose, network, own in world.networks():
        led = {LEADS} if network is world.led else set[Where]()
        yield Specimen(whose, meeting(network), frozenset(led), own=own, change=title)
        named = {NAMED, *led}
        if own:
            named.add(CHAIRS_AMONG_OWN)
        if network is world.national:
            named.add(CHAIRS_NATIONAL)
        made, said = meeting(network, me.person), f"{whose}, in the chair"
        yield Specimen(said, made, frozenset(named), own=own, change=title)


@dataclass(frozen=True)
class Held:
    """A meeting that is there, with an item, and what the account is in it."""

    whose: str
    meeting: Meeting
    item: AgendaItem
    network: Network
    own: bool
    named: bool


def held(world: World, me: Manager) -> Iterator[Held]:
    """Meetings that are there: in every network before and after the notice, and one's own."""
    for whose, network, own in world.networks():
        for state in (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.REVIEW):
            made = meeting(network, world.other.person, state, taker=world.other.person)
            yield Held(f"{whose}, {state.value}", made, item(made), network, own, named=False)
    made = meeting(world.strange, me.person, MeetingState.CALLED)
    yield Held("other network, in the chair", made, item(made), world.strange, False, True)


def parts(world: World, me: Manager, of: Held) -> Iterator[Specimen]:
    """An item, what is minuted of one that is there, who came, and a task."""
    agenda, draft, follow = set[Where](), set[Where](), set[Where]()
    planned = of.meeting.state is MeetingState.PLANNED
    if of.named:
        agenda, draft, follow = {CONDUCTS_HERE}, {CONDUCTS}, {CONDUCTS_HERE}
    if of.own:
        agenda |= {TAKES_PART, PROPOSED} if planned else {TAKES_PART}
        follow.add(TAKES_PART)
    if of.network is world.led:
        agenda.add(LEADS_HERE)
        follow.add(LEADS_AND_TAKES_PART)
    if of.network is world.national:
        agenda |= {NATIONAL, NATIONAL_PROPOSED} if planned else {NATIONAL}
    base = Specimen(
        of.whose,
        item(of.meeting),
        frozenset(agenda),
        own=of.own,
        own_network=of.own,
        state=of.meeting.state,
        change={"title": "Nytt"},
    )
    yield base
    tick = {"done_on": "2026-12-01"}
    yield replace(base, record=task(of.item), holds=frozenset(follow), change=tick)
    rewrite = {"task": "Skriv"}
    said, only = f"{of.whose}, rewritten", frozenset({JOINS_NOBODY})
    held_by = frozenset(follow)
    yield replace(base, whose=said, record=task(of.item), holds=held_by, steps=only, change=rewrite)
    drafts = replace(base, holds=frozenset(draft), own=of.named)
    yield replace(drafts, record=minuted(of.item), change={"decision": "Ja"})
    yield from _comments(drafts, me, of)
    came = attended(of.meeting, world.third)
    yield replace(drafts, record=came, change={"presence": "present"})


def _comments(base: Specimen, me: Manager, of: Held) -> Iterator[Specimen]:
    """One's own comment on what is minuted, and one of somebody else that is accepted."""
    assert me.person is not None
    conducts = {CONDUCTS_HERE} if of.named else set[Where]()
    writes = {COMMENTS} if of.own and of.meeting.state is MeetingState.REVIEW else set[Where]()
    plain = frozenset({JOINS_NOBODY, TICKS_OFF})
    own = replace(base, record=remark(of.item, me.person), change={"text": "Annet"}, steps=plain)
    yield replace(own, holds=frozenset(conducts | writes))
    other = replace(own, record=remark(of.item, new_id()), change={"state": "accepted"})
    yield replace(other, steps=plain | {ANSWERS}, holds=frozenset(conducts))


def submitted(found: Minutes, whose: str, *, own: bool) -> Specimen:
    """Minutes as the service made them."""
    return Specimen(whose, found, own=own, change={"content": "{}"})
