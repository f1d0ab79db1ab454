"""Who may write what: for each kind the groups, the ways, and what must hold of the record besides.

GRANTS is the whole of it: what no grant allows is forbidden, and written by the service alone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from contract.access import AUDIENCES, CONDUCTORS, EVERYBODY, Access, Group
from contract.conditions import (
    answers,
    applies,
    appoints_nobody,
    asks,
    comments,
    has_level,
    hears,
    is_before_notice,
    is_guest,
    is_in_its_network,
    is_invited,
    is_named,
    is_no_promise,
    is_of_own_kindergarten,
    is_own_municipality,
    is_own_proposal,
    is_raised_to_nation,
    joins_nobody,
    leaves_words,
    lets_nobody_stand_in,
    only_reports,
    plans_no_leader,
    proposes,
    raises,
    takes_part,
    ticks_off,
)
from contract.grants import Find, Grant, Holds, Step, Way, Where
from contract.records import (
    AgendaItem,
    AgendaTemplate,
    Attendance,
    Audience,
    Category,
    Comment,
    ContactRequest,
    ExpertApplication,
    Feedback,
    FollowUp,
    ItemMinutes,
    Kindergarten,
    Meeting,
    MeetingReply,
    MemberState,
    MinutesComment,
    MinutesCorrection,
    Network,
    NetworkMember,
    Outreach,
    Post,
    QueuedItem,
    RaisedCase,
    ReadingReceipt,
    Record,
    StaffEnrolment,
    Thumb,
)
from contract.records.networks import Level


def may(
    access: Access,
    before: Record | None,
    after: Record | None,
    find: Find,
    found_before: Find | None = None,
) -> bool:
    """Whether the account may take a record from one form to the other.

    `before` is None for what is new, `after` for what is to be deleted. `found_before` finds what
    stood before the change, where that is not as `find` has it.
    """
    if before is None:
        kind, way = type(after), Way.CREATE
    else:
        kind, way = type(before), Way.DELETE if after is None else Way.CHANGE
    groups, earlier = access.groups, found_before or find
    for grant in _GRANTED.get((kind, way), ()):
        holds = grant.where.holds
        if (
            not groups.isdisjoint(grant.groups)
            and (before is None or holds(access, before, earlier))
            and (after is None or holds(access, after, find))
            and (way is not Way.CHANGE or grant.step is None or grant.step.holds(before, after))
        ):
            return True
    return False


def may_touch(access: Access, record: Record, find: Find) -> bool:
    """Whether there is anything at all that the account may do to a record that lives."""
    groups = access.groups
    return any(
        not groups.isdisjoint(grant.groups) and grant.where.holds(access, record, find)
        for way in (Way.CHANGE, Way.DELETE)
        for grant in _GRANTED.get((type(record), way), ())
    )


def alike(record: type[Record]) -> tuple[str, ...] | None:
    """The fields that with their category alone decide where what is new lives, and who may
    create it; None for kinds where more does.
    """
    return _ALIKE.get(record)


def _is_own_kindergarten(access: Access, record: Any, _: Find) -> bool:
    return bool(record.id == access.kindergarten)


def _is_own_account(access: Access, record: Any, _: Find) -> bool:
    return bool(record.account_id == access.account)


def _writes_in(audience: Audience) -> Holds:
    def holds(access: Access, record: Any, find: Find) -> bool:
        category = find("category", record.category_id)
        return (
            isinstance(category, Category)
            and category.audience is audience
            and not category.closed
            and access.person is not None
            and record.author_id == access.person
            and record.kindergarten_id == access.kindergarten
        )

    return holds


def _is_contact(access: Access, record: Any, _: Find) -> bool:
    return (
        record.level is Level.LOCAL
        and access.kindergarten is not None
        and record.contact_kindergarten_id == access.kindergarten
    )


def _is_contact_at_home(access: Access, record: Any, find: Find) -> bool:
    return _is_contact(access, record, find) and is_own_municipality(
        access, record.municipality, find
    )


def _leads(access: Access, record: Any, find: Find) -> bool:
    network = find("network", record.network_id)
    return (
        isinstance(network, Network)
        and access.kindergarten is not None
        and network.contact_kindergarten_id == access.kindergarten
    )


def _may_join(access: Access, record: Any, find: Find) -> bool:
    if not is_of_own_kindergarten(access, record, find):
        return False
    network = find("network", record.network_id)
    if not isinstance(network, Network):
        # A desktop may not have heard of it yet; the service has said before that it is gone.
        return True
    local = network.level is Level.LOCAL
    return _leads(access, record, find) or (
        local and is_own_municipality(access, network.municipality, find)
    )


def _invites(access: Access, record: Any, find: Find) -> bool:
    return (
        record.state is not MemberState.JOINED and not record.guest and _leads(access, record, find)
    )


def _takes_part(access: Access, record: Any, find: Find) -> bool:
    return takes_part(access, record.network_id, find)


def _is_national(_: Access, record: Any, find: Find) -> bool:
    return has_level(find, record.network_id, Level.NATIONAL)


def _is_named_in_meeting(access: Access, record: Any, find: Find) -> bool:
    return is_named(access, find("meeting", record.meeting_id), find)


def _both(one: Holds, other: Holds) -> Holds:
    return lambda access, record, find: one(access, record, find) and other(access, record, find)


OWN_KINDERGARTEN = Where("own kindergarten", _is_own_kindergarten)
OWN_ANSWER = Where("own kindergarten", answers)
OWN_APPLICATION = Where("own kindergarten, to a professional network", applies)
OWN_ACCOUNT = Where("own account", _is_own_account)
OWN_STAFF = Where("own kindergarten", is_of_own_kindergarten)
OWN_PLAIN_STAFF = Where(
    "own kindergarten, of nobody who is to lead it from a day on or to stand in",
    _both(plans_no_leader, lets_nobody_stand_in),
)
OPEN_ROOM = Where(
    "in a category for everybody that is not closed, in one's own name",
    _writes_in(Audience.EVERYBODY),
)
CLOSED_ROOM = Where(
    "in «Eierforum» and its like where not closed, in one's own name",
    _writes_in(Audience.LEADERS_AND_OWNERS),
)
CONTACT_AT_HOME = Where(
    "local network of the own municipality, as its contact kindergarten", _is_contact_at_home
)
CONTACT = Where("local network of which one is the contact kindergarten", _is_contact)
JOINS = Where(
    "own place in the local network of the own municipality, or in one that one leads", _may_join
)
INVITES = Where("place of another in a network that one leads, not yet as joined", _invites)
GUEST = Where("own place as a guest, in a local network", is_guest)
ASKS = Where("asking another one of the own municipality, without an answer yet", asks)
RAISES = Where(
    "from a meeting that one leads or minutes to the network above, not yet on its agenda", raises
)
HEARS = Where("raised to a network that one takes part in", hears)
NATION_HEARS = Where("raised to the national network", is_raised_to_nation)
OWN_PLACE = Where("own place", is_of_own_kindergarten)
LEADS = Where("in a network that one leads", _leads)
CHAIRS_AMONG_OWN = Where(
    "in a network that one takes part in, named as chair or minute taker",
    _both(is_named, _takes_part),
)
CHAIRS_NATIONAL = Where(
    "in a national network, named as chair or minute taker", _both(is_named, _is_national)
)
NAMED = Where("named as chair or minute taker", is_named)
CONDUCTS = Where("in a meeting that one leads or minutes", _is_named_in_meeting)
CONDUCTS_HERE = Where(
    "in a meeting that one leads or minutes", _both(is_in_its_network, _is_named_in_meeting)
)
LEADS_HERE = Where("in a network that one leads", _both(is_in_its_network, _leads))
LEADS_AND_TAKES_PART = Where(
    "in a network that one leads and takes part in",
    _both(_both(is_in_its_network, _leads), _takes_part),
)
TAKES_PART = Where("in a network that one takes part in", _both(is_in_its_network, _takes_part))
PROPOSES = Where(
    "in a network that one takes part in, in one's own name",
    _both(_both(is_in_its_network, _takes_part), proposes),
)
PROPOSED = Where(
    "own proposal in a network that one takes part in, until the notice has gone out",
    _both(_both(_both(is_in_its_network, is_before_notice), _takes_part), is_own_proposal),
)
NATIONAL = Where(
    "in a national network, in one's own name",
    _both(_both(is_in_its_network, _is_national), proposes),
)
NATIONAL_PROPOSED = Where(
    "own proposal in a national network, until the notice has gone out",
    _both(_both(_both(is_in_its_network, is_before_notice), _is_national), is_own_proposal),
)
ANSWERS = Where(
    "own kindergarten's, in a network that one takes part in or a national one",
    _both(_both(is_in_its_network, is_invited), is_of_own_kindergarten),
)
WAITS = Where(
    "in a network that one takes part in, in one's own name",
    _both(_takes_part, is_own_proposal),
)
WAITS_NATIONAL = Where("in a national network", _is_national)

NO_PROMISE = Step("without putting it on the agenda", is_no_promise)
COMMENTS = Where(
    "in one's own name on minutes that are out for comment, in a network that one takes part in "
    "or a national one, until it is answered",
    _both(_both(is_in_its_network, is_invited), comments),
)

LEAVES_WORDS = Step("leaving what others wrote as it is", leaves_words)
APPOINTS_NOBODY = Step("leaving who is to lead or to stand in as it is", appoints_nobody)
JOINS_NOBODY = Step("without making another one joined", joins_nobody)
ONLY_REPORTS = Step("writing no more than the report", only_reports)
TICKS_OFF = Step("leaving what was minuted as it is", ticks_off)

_ANY = frozenset(Way)
_CREATE = frozenset({Way.CREATE})
_CHANGE = frozenset({Way.CHANGE})
_AFTER = frozenset({Way.CHANGE, Way.DELETE})
_HEAD = frozenset({Group.HEAD})
_DEPUTY = frozenset({Group.DEPUTY})
_STAFF = _HEAD | _DEPUTY
_IN_PLACE = _HEAD | {Group.STAND_IN}
_OFFICE = frozenset({Group.SECRETARIAT})
_READERS = frozenset({Group.HEAD, Group.OWNER, Group.SECRETARIAT})

_WRITING = (
    Grant(AUDIENCES[Audience.EVERYBODY], _ANY, OPEN_ROOM),
    Grant(AUDIENCES[Audience.LEADERS_AND_OWNERS], _ANY, CLOSED_ROOM),
)

GRANTS: Mapping[type[Record], Iterable[Grant]] = {
    Kindergarten: (Grant(_HEAD, _CHANGE, OWN_KINDERGARTEN),),
    ReadingReceipt: (Grant(EVERYBODY, _ANY, OWN_ACCOUNT),),
    Feedback: (Grant(EVERYBODY, _ANY, OWN_ACCOUNT),),
    StaffEnrolment: (
        Grant(_HEAD, _ANY, OWN_STAFF),
        Grant(_DEPUTY, _CREATE, OWN_PLAIN_STAFF),
        Grant(_DEPUTY, _AFTER, OWN_STAFF, APPOINTS_NOBODY),
    ),
    Outreach: (Grant(_STAFF, _ANY, OWN_STAFF),),
    Post: _WRITING,
    Comment: _WRITING,
    Thumb: _WRITING,
    Network: (
        Grant(_HEAD, _CREATE, CONTACT_AT_HOME),
        Grant(_HEAD, _AFTER, CONTACT),
    ),
    NetworkMember: (
        Grant(_HEAD, _CREATE, JOINS),
        Grant(_HEAD, _CREATE, GUEST),
        Grant(_HEAD, _CREATE, INVITES),
        Grant(_HEAD, _AFTER, OWN_PLACE),
        Grant(_HEAD, _AFTER, LEADS, JOINS_NOBODY),
    ),
    ContactRequest: (
        Grant(_HEAD, _ANY, OWN_ANSWER),
        Grant(_HEAD, _ANY, ASKS),
    ),
    ExpertApplication: (Grant(_HEAD, _ANY, OWN_APPLICATION),),
    RaisedCase: (
        Grant(_READERS, _ANY, RAISES),
        Grant(_HEAD, _CHANGE, HEARS, ONLY_REPORTS),
        Grant(_OFFICE, _CHANGE, NATION_HEARS, ONLY_REPORTS),
    ),
    Meeting: (
        Grant(_HEAD, _ANY, LEADS),
        Grant(_HEAD, _CREATE, CHAIRS_AMONG_OWN),
        Grant(_OFFICE, _CREATE, CHAIRS_NATIONAL),
        Grant(CONDUCTORS, _AFTER, NAMED),
    ),
    AgendaItem: (
        Grant(CONDUCTORS, _ANY, CONDUCTS_HERE),
        Grant(_HEAD, _ANY, LEADS_HERE),
        Grant(_IN_PLACE, _CREATE, PROPOSES),
        Grant(_IN_PLACE, _AFTER, PROPOSED, NO_PROMISE),
        Grant(_OFFICE, _CREATE, NATIONAL),
        Grant(_OFFICE, _AFTER, NATIONAL_PROPOSED, NO_PROMISE),
    ),
    MeetingReply: (
        Grant(CONDUCTORS, _ANY, CONDUCTS_HERE),
        Grant(_HEAD, _ANY, LEADS_HERE),
        Grant(_IN_PLACE, _ANY, ANSWERS),
    ),
    QueuedItem: (
        Grant(_HEAD, _ANY, LEADS),
        Grant(_IN_PLACE, _ANY, WAITS),
        Grant(_OFFICE, _ANY, WAITS_NATIONAL),
    ),
    AgendaTemplate: (
        Grant(_HEAD, _ANY, LEADS),
        Grant(_OFFICE, _ANY, WAITS_NATIONAL),
    ),
    ItemMinutes: (Grant(CONDUCTORS, _ANY, CONDUCTS),),
    MinutesComment: (
        Grant(_IN_PLACE, _ANY, COMMENTS),
        Grant(CONDUCTORS, _CHANGE, CONDUCTS_HERE, LEAVES_WORDS),
    ),
    MinutesCorrection: (Grant(CONDUCTORS, _CREATE, CONDUCTS_HERE),),
    Attendance: (Grant(CONDUCTORS, _ANY, CONDUCTS),),
    FollowUp: (
        Grant(CONDUCTORS, _ANY, CONDUCTS_HERE),
        Grant(_HEAD, _ANY, LEADS_AND_TAKES_PART),
        Grant(_HEAD, _CHANGE, TAKES_PART, TICKS_OFF),
    ),
}

_GRANTED: Mapping[tuple[type, Way], tuple[Grant, ...]] = {
    (kind, way): tuple(grant for grant in grants if way in grant.ways)
    for kind, grants in GRANTS.items()
    for way in Way
}

_ALIKE: Mapping[type[Record], tuple[str, ...]] = {
    ReadingReceipt: ("account_id",),
    Feedback: ("account_id",),
    StaffEnrolment: ("kindergarten_id", "next_roles", "stands_in_from"),
    Outreach: ("kindergarten_id",),
    Post: ("category_id", "author_id", "author_name", "kindergarten_id"),
    Comment: ("category_id", "author_id", "author_name", "kindergarten_id"),
    Thumb: ("category_id", "author_id", "kindergarten_id"),
}
