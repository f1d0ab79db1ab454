"""Who may what, over HTTP: each group tries each kind, its own and others', held to the data."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from contract.access import Group
from contract.geography import municipalities
from contract.grants import Way
from contract.records import (
    ItemMinutes,
    Kindergarten,
    Level,
    MeetingState,
    Minutes,
    MinutesCorrection,
    Network,
    Person,
    Record,
    kinds,
)
from contract.where import CONDUCTS_HERE
from contract.wire import Mutation, Result, Status
from contract.writing import GRANTS
from server.tables import change as feed
from tests.fixtures.served import served
from tests.fixtures.service import (
    Manager,
    Service,
    assert_applied,
    change,
    creation,
    deletion,
    sqlite_service,
)
from tests.sync_api import matrix, matrix_meetings, matrix_world
from tests.sync_api.device import Device
from tests.sync_api.matrix import Specimen
from tests.sync_api.matrix_meetings import Held
from tests.sync_api.matrix_world import World

ROLES = {
    Group.HEAD: "head",
    Group.OWNER: "owner",
    Group.DEPUTY: "deputy_head",
    Group.STAND_IN: "stands_in",
    Group.EMPLOYEE: "assistant",
    Group.EXPERT: "external_expert",
    Group.SECRETARIAT: "secretariat",
    None: "",
}
READ = "read"


@dataclass
class Cell:
    """What came of each specimen of a kind, and what the data say."""

    expected: dict[str, str] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)

    def note(self, whose: str, expected: str, found: str) -> None:
        place = f"{whose} {len(self.expected)}"
        self.expected[place], self.found[place] = expected, found


Cells = dict[tuple[Group | None, str, str], Cell]


class Trial:
    """One account, and one of everything for each thing that it may try to do."""

    def __init__(
        self, world: World, group: Group | None, me: Manager, numbers: Callable[[], str]
    ) -> None:
        self.world, self.group, self.me, self._numbers = world, group, me, numbers
        self.service = world.service
        self.device = Device(world.service.api(me))
        self.cells: Cells = {}

    def run(self, archive: Sequence[Specimen]) -> Cells:
        changed, deleted = self._there(), self._there()
        self._read([*changed, *deleted, *archive])
        self._hold(Way.CHANGE, [*changed, *archive], self._change)
        self._hold(Way.DELETE, [*deleted, *archive], self._delete)
        self._create()
        return self.cells

    def _there(self) -> list[Specimen]:
        """Everything once, made by the service."""
        world, me = self.world, self.me
        alone = list(matrix.alone(world, me))
        posts = {said: matrix_world.post(id_, world.other) for said, id_ in world.rooms.items()}
        meetings = self._held()
        found = [
            *alone[4:],
            *matrix.answers(world, me, posts),
            *matrix.networks(world, me, self._numbers),
            *matrix.places(world, me, self._network),
            *matrix.applications(world, me, self._of_level),
            *matrix_meetings.meetings(world, me),
            *matrix_meetings.before_meetings(world, me),
            *(one for held in meetings for one in matrix_meetings.parts(world, me, held)),
        ]
        self.service.write(*posts.values(), *(one.record for one in found))
        return [*alone[:4], *found]

    def _held(self) -> list[Held]:
        made = list(matrix_meetings.held(self.world, self.me))
        self.service.write(*(record for one in made for record in one.records))
        return made

    def _network(self, contact: UUID | None) -> Network:
        return self.world.network(Level.REGIONAL, contact, county=matrix_world.COUNTY)

    def _local(self) -> Network:
        return self.world.network(Level.LOCAL, self.world.third, municipality=self._numbers())

    def _of_level(self, level: Level) -> Network:
        county = matrix_world.COUNTY if level is Level.REGIONAL else None
        return self.world.network(level, county=county)

    def _create(self) -> None:
        world, me = self.world, self.me
        posts = {said: matrix_world.post(id_, world.other) for said, id_ in world.rooms.items()}
        self.service.write(*posts.values())
        new = [
            Specimen("new", Kindergarten(name="Ny", municipality=matrix_world.HOME)),
            Specimen("new", Person(name="Ny")),
            Specimen("new", self._minutes()),
            *matrix.fresh(world, me),
            *matrix.answers(world, me, posts),
            *matrix.networks(world, me, self._numbers),
            matrix.at_home(me),
            *matrix.new_places(world, me, self._network(me.kindergarten), self._local()),
            *matrix.applications(world, me, self._of_level),
            *corrections(world, me),
            *matrix_meetings.meetings(world, me),
            *matrix_meetings.before_meetings(world, me),
            *(one for held in self._held() for one in matrix_meetings.parts(world, me, held)),
        ]
        results = self.device.push(*(creation(one.record) for one in new))
        for one, result in zip(new, results, strict=True):
            allowed = one.may_write(self.group, Way.CREATE)
            code = "refused" if result.code in ("forbidden", "gone") else told(result)
            self._cell(one, Way.CREATE).note(one.whose, "applied" if allowed else "refused", code)

    def _minutes(self) -> Minutes:
        held = matrix_world.meeting(self.world.led)
        self.service.write(held)
        return Minutes(
            meeting_id=held.id,
            network_id=held.network_id,
            version=1,
            content="{}",
            fingerprint="",
            submitted_at=datetime.now(UTC),
        )

    def _read(self, there: Sequence[Specimen]) -> None:
        self.device.pull()
        for one in there:
            held = (one.record.__tablename__, str(one.record.id)) in self.device.records
            expected = one.may_read(self.group)
            self._cell(one, READ).note(one.whose, str(expected), str(held))

    def _hold(
        self,
        way: Way,
        there: Sequence[Specimen],
        asked: Callable[[Specimen, Record, int], Mutation],
    ) -> None:
        """Try it on each, and on one of each kind that nobody has ever made."""
        versions = self._versions()
        known = [asked(one, one.record, versions[one.record.id]) for one in there]
        nothing = {type(one.record): asked(one, like(one.record), 1) for one in there}
        results = self.device.push(*known, *nothing.values())
        unknown = dict(zip(nothing, results[len(known) :], strict=True))
        for one, result in zip(there, results, strict=False):
            self._cell(one, way).note(
                one.whose, self._expected(one, way, unknown[type(one.record)]), told(result)
            )

    def _expected(self, one: Specimen, way: Way, of_nothing: Result) -> str:
        if one.may_write(self.group, way):
            return "applied"
        if one.may_read(self.group) or one.may_be_touched(self.group):
            return "forbidden"
        return told(of_nothing)

    def _change(self, one: Specimen, record: Record, version: int) -> Mutation:
        return change(record, version, **one.change)

    def _delete(self, _: Specimen, record: Record, version: int) -> Mutation:
        return deletion(record, version)

    def _versions(self) -> dict[UUID, int]:
        with self.service.engine.connect() as connection:
            rows = connection.execute(select(feed.c.record_id, feed.c.version))
            return {id_: version for id_, version in rows}  # noqa: C416 - rows are no pairs to mypy

    def _cell(self, one: Specimen, way: str) -> Cell:
        place = (self.group, one.record.__tablename__, str(way))
        return self.cells.setdefault(place, Cell())


def like(record: Record) -> Record:
    """A record of the same kind under an id that nobody has ever used."""
    return type(record)(
        **{
            name: getattr(record, name)
            for name in type(record).__mapper__.columns.keys()  # noqa: SIM118 - no mapping
            if name != "id"
        }
    )


def told(result: Result) -> str:
    """All that an answer says, but for whose it is."""
    if result.status is Status.APPLIED:
        return "applied"
    return " ".join(filter(None, [result.code or result.status.value, result.field]))


def archive(world: World) -> list[Specimen]:
    """Minutes that were handed in in every network, with what was minuted on the way."""
    found: list[Specimen] = []
    for whose, network, own in world.networks():
        made, draft = handed_in(world, network, world.other)
        # Those of the country are read by all who lead or own a kindergarten of it.
        reads = own or network is world.national
        professional = network is world.professional
        there = matrix_meetings.submitted(made, whose, own=reads, professional=professional)
        found.append(there)
        state = MeetingState.SUBMITTED
        found.append(Specimen(f"{whose}, submitted", draft, own_network=reads, state=state))
        mended = correction(made)
        world.service.write(mended)
        found.append(replace(there, record=mended, change={"reason": "Annet"}))
    return found


def handed_in(world: World, network: Network, who: Manager) -> tuple[Minutes, ItemMinutes]:
    """Minutes that somebody led, wrote and handed in."""
    held = matrix_world.meeting(network, who.person, MeetingState.REVIEW, taker=who.person)
    item = matrix_world.item(held)
    draft = matrix_world.minuted(item)
    world.service.write(held, item, draft)
    (_, version) = place_of(world.service, held.id)
    assert_applied(world.service.sync.write([change(held, version, state="submitted")]))
    with world.service.engine.connect() as connection:
        query = select(Minutes.id, Minutes.content).where(Minutes.meeting_id == held.id)
        id_, content = connection.execute(query).one()
    made = Minutes(
        id=id_,
        meeting_id=held.id,
        network_id=network.id,
        version=1,
        content=content,
        fingerprint="",
        submitted_at=datetime.now(UTC),
    )
    return made, draft


def correction(of: Minutes) -> MinutesCorrection:
    return MinutesCorrection(
        meeting_id=of.meeting_id,
        network_id=of.network_id,
        version=of.version,
        content=of.content,
        reason="Skrivefeil",
    )


def corrections(world: World, me: Manager) -> Iterator[Specimen]:
    """A correction of what one led, and of what somebody else did."""
    own, _ = handed_in(world, world.led, me)
    yield Specimen("in the chair", correction(own), frozenset({CONDUCTS_HERE}), own=True)
    other, _ = handed_in(world, world.joined, world.other)
    yield Specimen("led by another", correction(other), own=True)


def place_of(service: Service, id_: UUID) -> tuple[str, int]:
    with service.engine.connect() as connection:
        query = select(feed.c.scope, feed.c.version).where(feed.c.record_id == id_)
        row = connection.execute(query).one()
        return row.scope, row.version


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cells]:
    """All cells, each group with a world of records of its own in one service."""
    service = sqlite_service(tmp_path_factory.mktemp("matrix"))
    with served(service.engine, service.sync) as address:
        service.address = address
        world = World(service)
        kept = archive(world)
        free = iter(
            set(municipalities()) - {matrix_world.HOME, matrix_world.ELSEWHERE, "5006", "5001"}
        )
        cells: Cells = {}
        for group, role in ROLES.items():
            roles = [role] if role else []
            me = service.manager(f"M{role}", world.home, roles=roles)
            cells |= Trial(world, group, me, lambda: next(free)).run(kept)
        yield cells
    service.close()


@pytest.mark.parametrize("way", [READ, *Way])
@pytest.mark.parametrize("kind", sorted(kinds()))
@pytest.mark.parametrize("who", ROLES, ids=lambda who: who or "no role")
def test_each_cell_is_what_the_data_say(
    tried: Cells, who: Group | None, kind: str, way: str
) -> None:
    cell = tried[who, kind, str(way)]

    assert cell.found == cell.expected


def test_every_grant_and_every_kind_is_tried_where_it_holds_and_where_it_does_not(
    tried: Cells,
) -> None:
    def answers(who: Group | None, kind: str, way: Way) -> set[str]:
        return set(tried[who, kind, str(way)].expected.values())

    for kind, grants in GRANTS.items():
        for way in {way for grant in grants for way in grant.ways}:
            granted = {who for grant in grants if way in grant.ways for who in grant.groups}
            for who in ROLES:
                assert ("applied" in answers(who, kind.__tablename__, way)) == (who in granted)
                assert answers(who, kind.__tablename__, way) != {"applied"}
