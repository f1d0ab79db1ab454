"""Prints docs/access.md from the data: `python -m tests.contract.access_page` writes it anew."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from contract.access import (
    AUDIENCES,
    DRAFTS,
    LIVES_IN,
    READING,
    Group,
    Reach,
    Room,
    groups_of,
)
from contract.grants import Grant, Way
from contract.records import (
    AgendaItem,
    AgendaTemplate,
    Attendance,
    Audience,
    Category,
    Comment,
    ContactRequest,
    ContactTerm,
    ExpertApplication,
    Feedback,
    FollowUp,
    Guideline,
    ItemMinutes,
    Kindergarten,
    Meeting,
    MeetingReply,
    Minutes,
    MinutesComment,
    MinutesCorrection,
    Network,
    NetworkMember,
    Outreach,
    Person,
    Post,
    QueuedItem,
    RaisedCase,
    ReadingReceipt,
    Record,
    StaffEnrolment,
    Thumb,
)
from contract.roles import roles
from contract.writing import GRANTS
from tests.source_tree import ROOT

PAGE = ROOT / "docs" / "access.md"

TERMS: Mapping[type[Record], str] = {
    Kindergarten: "kindergarten (barnehage)",
    Person: "person whom others may know (person)",
    Guideline: "guidelines and terms (retningslinjer, vilkår)",
    Category: "category (kategori)",
    Network: "network (nettverk)",
    NetworkMember: "place in a network (plass i et nettverk)",
    ContactTerm: "time as contact kindergarten (periode som kontaktbarnehage)",
    ContactRequest: "question whether one would be contact kindergarten (spørsmål)",
    ExpertApplication: "wish to be expert kindergarten (søknad)",
    RaisedCase: "case raised to the network above (løftet sak)",
    ReadingReceipt: "reading receipt (lest)",
    Feedback: "report or suggestion (melding, forslag)",
    StaffEnrolment: "enrolment (innmelding)",
    Outreach: "whom one asked to join (spørsmål om å bli med)",
    Post: "post (innlegg)",
    Comment: "comment (kommentar)",
    Thumb: "thumbs-up (tommel opp)",
    Meeting: "meeting (møte)",
    AgendaItem: "agenda item (sak)",
    MeetingReply: "answer to a notice (svar på innkalling)",
    QueuedItem: "item that waits (sak som venter)",
    AgendaTemplate: "template of an agenda (mal for saksliste)",
    FollowUp: "follow-up (oppfølging)",
    MinutesComment: "comment on minutes (merknad)",
    MinutesCorrection: "correction of submitted minutes (rettelse)",
    Minutes: "submitted minutes (innsendt referat)",
    ItemMinutes: "draft of minutes (utkast til referat)",
    Attendance: "attendance (til stede, forfall)",
}
GROUPS: Mapping[Group, str] = {
    Group.HEAD: "head",
    Group.OWNER: "owner's side",
    Group.DEPUTY: "deputy",
    Group.STAND_IN: "deputy standing in",
    Group.EMPLOYEE: "other employee",
    Group.EXPERT: "external expert",
    Group.SECRETARIAT: "secretariat",
}
STANDING_IN = "a deputy besides (stedfortreder), on the days that a head has set in the enrolment"
STATES = {3: "from «til gjennomlesing» on", 2: "once submitted"}
OWN: Mapping[Room, str] = {
    Room.ACCOUNT: "own",
    Room.KINDERGARTEN: "own kindergarten",
    Room.NETWORK: "own networks",
    Room.REGION: "own region",
    Room.MEETING: "where named",
}
OWN_PROFESSIONAL = "own professional networks"
INTRODUCTION = """\
# Who may what

Printed from `contract/access.py` (reading) and `contract/writing.py` (writing), which desktop \
and service both go by. A test fails when this page is not what they say; `.venv/bin/python -m \
tests.contract.access_page` writes it anew. `tests/sync_api/test_access_matrix.py` tries each \
cell over HTTP.

An account has the rights of all its roles together. A new account has none until the secretariat \
approves it, and no right outlasts its role: each request is judged by the roles as they then \
stand. A deputy has more on the days that a head has set in the enrolment: networks and meetings \
are read, notices answered, items proposed and minutes commented in the head's place. What a head \
leads nobody leads instead, and owners read notices without answering them.
"""
READS = """\
## Who reads what

A network is one's own where the kindergarten has joined it or is its contact kindergarten \
(kontaktbarnehage), be it local, regional or professional; the national one is everybody's who \
leads or owns a kindergarten, for its meetings invite them all. Submitted minutes of a regional \
network are read by heads, owners and the secretariat in its whole county, and by nobody else; \
those of a national one by all of these in the country. Chair (møteleder) and minute taker \
(referent) are named in the meeting. An external expert's own networks are the professional ones \
(fagnettverk) that the kindergarten has joined; of what is minuted there the submitted minutes are \
read.
"""
WRITES = """\
## Who writes what

What no line allows is forbidden; kinds without a line are written by the service alone. A \
condition holds for the record as it was and as it will be. To bring back what was deleted is to \
change it. A name under a post or comment is the account's own, or one that it had.
"""
END = """\
## What a guessed id tells

What an account may neither read nor write answers as what does not exist: a change, a deletion \
and a restore are refused as `gone`, and so is whatever is to belong to it. Only who makes \
something new under an id that is taken is refused, as it must be; ids have 74 random bits. That \
a record was erased is told to who knows its id ([decision 22](decisions/0022-erasure.md)).

## What the domain wants and no data hold yet

An employee's own enrolment on the desktop: «Min side» has the name, the address, the roles and \
those to come. The secretariat sees enrolments on its pages.
"""


def page() -> str:
    """The page as the data have it now."""
    parts = [INTRODUCTION, _table(("group", "roles"), _members())]
    parts += [READS, _table(("", *GROUPS.values()), _reading())]
    parts += [WRITES, _table(("", "may be", "by", "where"), _writing()), END]
    return "\n".join(parts)


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _members() -> Iterator[Sequence[str]]:
    for group, name in GROUPS.items():
        if group is Group.STAND_IN:
            yield name, STANDING_IN
            continue
        mine = [one for one in roles().values() if groups_of(frozenset({one.code})) == {group}]
        yield name, ", ".join(f"{one.code} ({one.short['nb'].casefold()})" for one in mine)


def _reading() -> Iterator[Sequence[str]]:
    for kind, (room, _) in LIVES_IN.items():
        if room != Room.CATEGORY:
            yield TERMS[kind], *(_cell(Room(room), group) for group in GROUPS)
            continue
        for audience, groups in AUDIENCES.items():
            told = "for everybody" if audience is Audience.EVERYBODY else "«Eierforum» and its like"
            cells = {one: "all" if one in groups else "–" for one in GROUPS}
            if audience is Audience.EVERYBODY:
                cells[Group.EXPERT] = OWN_PROFESSIONAL
            yield f"{TERMS[kind]}, {told}", *cells.values()


def _cell(room: Room, group: Group) -> str:
    reach = READING[room].get(group, Reach.NONE)
    found = {Reach.NONE: "–", Reach.ALL: "all"}.get(reach) or OWN[room]
    if group is Group.EXPERT and room is Room.NETWORK:
        return OWN_PROFESSIONAL
    if room is Room.MEETING and (states := DRAFTS.get(group)):
        network = READING[Room.NETWORK][group]
        whose = "all" if network is Reach.ALL else OWN[Room.NETWORK]
        found = f"{found}; {whose} {STATES[len(states)]}"
    return found


def _writing() -> Iterator[Sequence[str]]:
    for kind, term in TERMS.items():
        for grant in GRANTS.get(kind, ()):
            yield term, _ways(grant), _whom(grant), _where(grant)


def _ways(grant: Grant) -> str:
    told = {Way.CREATE: "created", Way.CHANGE: "changed", Way.DELETE: "deleted"}
    return ", ".join(word for way, word in told.items() if way in grant.ways)


def _whom(grant: Grant) -> str:
    if len(grant.groups) == len(GROUPS):
        return "all"
    return ", ".join(name for group, name in GROUPS.items() if group in grant.groups)


def _where(grant: Grant) -> str:
    return f"{grant.where.words}; {grant.step.words}" if grant.step else grant.where.words


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
