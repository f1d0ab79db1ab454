"""Who may write what: for each kind the groups, the ways, and what must hold of the record besides.

GRANTS is the whole of it: what no grant allows is forbidden, and written by the service alone.
"""

from collections.abc import Iterable, Mapping

from contract.access import AUDIENCES, CONDUCTORS, EVERYBODY, Access, Group
from contract.grants import Find, Grant, Way
from contract.records import (
    AgendaItem,
    AgendaTemplate,
    Attendance,
    Audience,
    Comment,
    ContactRequest,
    ExpertApplication,
    Feedback,
    FollowUp,
    ItemMinutes,
    Kindergarten,
    Meeting,
    MeetingReply,
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
from contract.where import (
    ANSWERS,
    ANSWERS_PROFESSIONAL,
    APPOINTS_NOBODY,
    ASKS,
    CHAIRS_AMONG_OWN,
    CHAIRS_NATIONAL,
    CLOSED_ROOM,
    COMMENTS,
    CONDUCTS,
    CONDUCTS_HERE,
    CONTACT,
    CONTACT_AT_HOME,
    GUEST,
    HEARS,
    INVITES,
    JOINS,
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
    OPEN_ROOM,
    OWN_ACCOUNT,
    OWN_ANSWER,
    OWN_APPLICATION,
    OWN_KINDERGARTEN,
    OWN_PLACE,
    OWN_PLAIN_STAFF,
    OWN_ROOM,
    OWN_STAFF,
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


_ANY = frozenset(Way)
_CREATE = frozenset({Way.CREATE})
_CHANGE = frozenset({Way.CHANGE})
_AFTER = frozenset({Way.CHANGE, Way.DELETE})
_HEAD = frozenset({Group.HEAD})
_DEPUTY = frozenset({Group.DEPUTY})
_STAFF = _HEAD | _DEPUTY
_IN_PLACE = _HEAD | {Group.STAND_IN}
_OFFICE = frozenset({Group.SECRETARIAT})
_EXPERT = frozenset({Group.EXPERT})
_READERS = frozenset({Group.HEAD, Group.OWNER, Group.SECRETARIAT})

_WRITING = (
    Grant(AUDIENCES[Audience.EVERYBODY], _ANY, OPEN_ROOM),
    Grant(AUDIENCES[Audience.LEADERS_AND_OWNERS], _ANY, CLOSED_ROOM),
    Grant(_EXPERT, _ANY, OWN_ROOM),
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
        Grant(_EXPERT, _CREATE, PROFESSIONAL),
        Grant(_EXPERT, _AFTER, PROFESSIONAL_PROPOSED, NO_PROMISE),
    ),
    MeetingReply: (
        Grant(CONDUCTORS, _ANY, CONDUCTS_HERE),
        Grant(_HEAD, _ANY, LEADS_HERE),
        Grant(_IN_PLACE, _ANY, ANSWERS),
        Grant(_EXPERT, _ANY, ANSWERS_PROFESSIONAL),
    ),
    QueuedItem: (
        Grant(_HEAD, _ANY, LEADS),
        Grant(_IN_PLACE, _ANY, WAITS),
        Grant(_OFFICE, _ANY, WAITS_NATIONAL),
        Grant(_EXPERT, _ANY, WAITS_PROFESSIONAL),
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
