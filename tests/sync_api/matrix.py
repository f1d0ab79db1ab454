"""One of everything that an account may meet, each with what holds of it by the way it was made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
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
from contract.grants import Step, Way, Where
from contract.ids import new_id
from contract.records import (
    Audience,
    Category,
    ContactTerm,
    Guideline,
    GuidelineKind,
    Kindergarten,
    Level,
    MeetingState,
    MemberState,
    Network,
    Person,
    Post,
    Record,
)
from contract.where import (
    APPOINTS_NOBODY,
    ASKS,
    CLOSED_ROOM,
    CONTACT,
    CONTACT_AT_HOME,
    GUEST,
    INVITES,
    JOINS,
    JOINS_NOBODY,
    LEADS,
    LEAVES_WORDS,
    NO_PROMISE,
    ONLY_REPORTS,
    OPEN_ROOM,
    OWN_ACCOUNT,
    OWN_ANSWER,
    OWN_APPLICATION,
    OWN_KINDERGARTEN,
    OWN_PLACE,
    OWN_PLAIN_STAFF,
    OWN_ROOM,
    OWN_STAFF,
    TICKS_OFF,
)
from contract.writing import GRANTS
from tests.fixtures.service import Manager
from tests.sync_api.matrix_world import (
    COUNTY,
    ELSEWHERE,
    HOME,
    OTHER_COUNTY,
    World,
    application,
    comment,
    enrolment,
    feedback,
    net,
    outreach,
    place,
    post,
    receipt,
    request,
    thumb,
)

ALL_STEPS = frozenset(
    {APPOINTS_NOBODY, JOINS_NOBODY, LEAVES_WORDS, NO_PROMISE, ONLY_REPORTS, TICKS_OFF}
)


@dataclass(frozen=True)
class Specimen:
    """A record, whose it is in words, and what holds of it.

    `own` says that it lives in a room of the account's own, `change` what is changed in it.
    """

    whose: str
    record: Record
    holds: frozenset[Where] = frozenset()
    steps: frozenset[Step] = ALL_STEPS
    own: bool = False
    own_network: bool = False
    professional: bool = False
    """Whether it is of the professional network that the kindergarten has joined."""
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
        whole = replace(self, steps=ALL_STEPS)
        return any(whole.may_write(group, way) for way in (Way.CHANGE, Way.DELETE))

    def may_read(self, group: Group | None) -> bool:
        """What the data say."""
        room = Room(LIVES_IN[type(self.record)][0])
        if group is None:
            return room is Room.DIRECTORY or (room is Room.ACCOUNT and self.own)
        reach = READING[room].get(group, Reach.NONE)
        if group is Group.EXPERT and room in (Room.NETWORK, Room.CATEGORY):
            return self.professional
        if room is Room.CATEGORY:
            assert self.audience
            return group in AUDIENCES[self.audience]
        if room is Room.MEETING and self.state in DRAFTS.get(group, ()):
            network = READING[Room.NETWORK].get(group, Reach.NONE)
            if network is Reach.ALL or (network is Reach.OWN and self.own_network):
                return True
        return reach is Reach.ALL or (reach is Reach.OWN and self.own)


_ROOMS = {
    "open": (Audience.EVERYBODY, frozenset({OPEN_ROOM})),
    "closed": (Audience.LEADERS_AND_OWNERS, frozenset({CLOSED_ROOM})),
    "professional": (Audience.EVERYBODY, frozenset({OPEN_ROOM, OWN_ROOM})),
}
"""For whom each room of the world is, and what holds of one's own words in it."""
_NOWHERE = frozenset[Where]()


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


def enrolled(world: World, me: Manager) -> Iterator[Specimen]:
    """People of the own kindergarten and another: at work, to lead it later, and standing in."""
    own_staff, plain = frozenset({OWN_STAFF}), frozenset({OWN_STAFF, OWN_PLAIN_STAFF})
    yield Specimen("own", enrolment(me.kindergarten), plain, own=True, change={"name": "Mia Sand"})
    to_lead = {"next_roles": ["head"], "roles_from": "2027-02-01"}
    appoints = ALL_STEPS - {APPOINTS_NOBODY}
    for said, later, step in (
        ("own, made head from a day on", "", to_lead),
        ("own, head from a day on, with an address", "head", {"email": f"{new_id()}@example.no"}),
    ):
        one = enrolment(me.kindergarten, later)
        yield Specimen(said, one, own_staff if later else plain, appoints, own=True, change=step)
    yield Specimen("own, to be a cook", enrolment(me.kindergarten, "cook"), plain, own=True)
    stands_in = enrolment(me.kindergarten)
    stands_in.stands_in_from = stands_in.stands_in_until = date(2026, 12, 1)
    longer = {"stands_in_until": "2026-12-02"}
    said = "own, standing in"
    yield Specimen(said, stands_in, own_staff, appoints, own=True, change=longer)
    yield Specimen("other", enrolment(world.other.kindergarten), change={"name": "Mia Sand"})


def fresh(world: World, me: Manager) -> Iterator[Specimen]:
    """What is made anew for each account and each thing that it does."""
    own_staff = frozenset({OWN_STAFF})
    yield from enrolled(world, me)
    yield Specimen("own", receipt(me.account), frozenset({OWN_ACCOUNT}), own=True)
    yield Specimen("other", receipt(world.other.account))
    answer = {"answered_on": "2026-12-01"}
    for said, asked, county, holds in (
        ("own", request(me.kindergarten, HOME), COUNTY, {OWN_ANSWER}),
        ("asked by own", request(world.third, HOME, me.kindergarten), COUNTY, {ASKS}),
        ("own county", request(world.third, "5001", world.third), COUNTY, set[Where]()),
        ("other", request(world.other.kindergarten, ELSEWHERE), OTHER_COUNTY, set[Where]()),
    ):
        own = county == COUNTY
        yield Specimen(said, asked, frozenset(holds), own=own, change=answer)
    kept = ContactTerm(
        network_id=world.led.id, kindergarten_id=me.kindergarten, starts_on=date(2026, 1, 1)
    )
    yield Specimen("all", kept, change={"ends_on": "2026-12-01"})
    idea = {"body": "Større skrift"}
    mine = frozenset({OWN_ACCOUNT})
    yield Specimen("own", feedback(me.account), mine, own=True, change=idea)
    yield Specimen("other", feedback(world.other.account), change=idea)
    named = {"name": "Nye Lia"}
    yield Specimen("own", outreach(me.kindergarten), own_staff, own=True, change=named)
    yield Specimen("other", outreach(world.other.kindergarten), change=named)
    yield from written(world, me)


def written(world: World, me: Manager) -> Iterator[Specimen]:
    """What is read by all, and what is written in the rooms of the forum."""
    guideline = Guideline(kind=GuidelineKind.TERMS, version=1, title="Vilkår", body="Tekst")
    yield Specimen("all", guideline, change={"title": "Nye vilkår"})
    yield Specimen("all", Category(name="Ny"), change={"name": "Annet"})
    for base, writes in rooms():
        room, said = world.rooms[base.whose], base.whose
        for whose, who, holds in (("own", me, writes), ("other", world.other, _NOWHERE)):
            words = replace(base, whose=f"{whose}, {said}", change={"title": "Rettet"})
            yield replace(words, record=post(room, who), holds=holds)


def answers(world: World, me: Manager, posts: dict[str, Post]) -> Iterator[Specimen]:
    """Comments and thumbs-up on posts that are there."""
    for base, writes in rooms():
        on, said = posts[base.whose], base.whose
        for whose, who, holds in (("own", me, writes), ("other", world.other, _NOWHERE)):
            one = replace(base, whose=f"{whose}, {said}", holds=holds)
            yield replace(one, record=comment(on, who), change={"body": "Nei"})
            yield replace(one, record=thumb(on, who), change={"given": False})


def rooms() -> Iterator[tuple[Specimen, frozenset[Where]]]:
    """What holds of all that is in each room, and besides of what one has written there."""
    for said, (audience, writes) in _ROOMS.items():
        there = Category(name=said)
        professional = said == "professional"
        yield Specimen(said, there, audience=audience, professional=professional), writes


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


def new_places(
    world: World, me: Manager, open_led: Network, strange: Network
) -> Iterator[Specimen]:
    """Places in networks that are not there yet. `open_led` is led and not joined,
    `strange` is a local one elsewhere.
    """
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
    guest = place(strange, me.kindergarten)
    guest.guest = True
    yield Specimen("own, as a guest", guest, frozenset({GUEST, OWN_PLACE}))


def applications(world: World, me: Manager, made: Callable[[Level], Network]) -> Iterator[Specimen]:
    """Wishes to be expert kindergarten in networks that are made for them."""
    held = frozenset({OWN_APPLICATION})
    for said, kindergarten, level, holds in (
        ("own", me.kindergarten, Level.PROFESSIONAL, held),
        ("own, to a region", me.kindergarten, Level.REGIONAL, frozenset[Where]()),
        ("other", world.third, Level.PROFESSIONAL, frozenset[Where]()),
    ):
        wish = application(made(level), kindergarten)
        own = kindergarten == me.kindergarten
        yield Specimen(said, wish, holds, own=own, change={"text": "Mer"})


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
        ALL_STEPS - {JOINS_NOBODY},
        change={"state": "joined"},
    )
