"""Where something may be written, and how far a change of it may go: what grants are made of."""

from typing import Any

from contract.access import Access
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
from contract.grants import Find, Holds, Step, Where
from contract.records import (
    Audience,
    Category,
    MemberState,
    Network,
)
from contract.records.networks import Level


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
            and _writes_as_oneself(access, record, category)
        )

    return holds


def _writes_in_own(access: Access, record: Any, find: Find) -> bool:
    category = find("category", record.category_id)
    return (
        isinstance(category, Category)
        and category.id in access.categories
        and _writes_as_oneself(access, record, category)
    )


def _writes_as_oneself(access: Access, record: Any, category: Category) -> bool:
    return (
        not category.closed
        and access.person is not None
        and record.author_id == access.person
        and record.kindergarten_id == access.kindergarten
    )


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


def _is_professional(_: Access, record: Any, find: Find) -> bool:
    return has_level(find, record.network_id, Level.PROFESSIONAL)


def _is_named_in_meeting(access: Access, record: Any, find: Find) -> bool:
    return is_named(access, find("meeting", record.meeting_id), find)


def _all(*conditions: Holds) -> Holds:
    return lambda access, record, find: all(one(access, record, find) for one in conditions)


OWN_KINDERGARTEN = Where("own kindergarten", _is_own_kindergarten)
OWN_ANSWER = Where("own kindergarten", answers)
OWN_APPLICATION = Where("own kindergarten, to a professional network", applies)
OWN_ACCOUNT = Where("own account", _is_own_account)
OWN_STAFF = Where("own kindergarten", is_of_own_kindergarten)
OWN_PLAIN_STAFF = Where(
    "own kindergarten, of nobody who is to lead it from a day on or to stand in",
    _all(plans_no_leader, lets_nobody_stand_in),
)
OPEN_ROOM = Where(
    "in a category for everybody that is not closed, in one's own name",
    _writes_in(Audience.EVERYBODY),
)
CLOSED_ROOM = Where(
    "in «Eierforum» and its like where not closed, in one's own name",
    _writes_in(Audience.LEADERS_AND_OWNERS),
)
OWN_ROOM = Where(
    "in the category of a professional network that one takes part in, not closed, "
    "in one's own name",
    _writes_in_own,
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
    _all(is_named, _takes_part),
)
CHAIRS_NATIONAL = Where(
    "in a national network, named as chair or minute taker", _all(is_named, _is_national)
)
NAMED = Where("named as chair or minute taker", is_named)
CONDUCTS = Where("in a meeting that one leads or minutes", _is_named_in_meeting)
CONDUCTS_HERE = Where(
    "in a meeting that one leads or minutes", _all(is_in_its_network, _is_named_in_meeting)
)
LEADS_HERE = Where("in a network that one leads", _all(is_in_its_network, _leads))
LEADS_AND_TAKES_PART = Where(
    "in a network that one leads and takes part in",
    _all(is_in_its_network, _leads, _takes_part),
)
TAKES_PART = Where("in a network that one takes part in", _all(is_in_its_network, _takes_part))
PROPOSES = Where(
    "in a network that one takes part in, in one's own name",
    _all(is_in_its_network, _takes_part, proposes),
)
PROPOSED = Where(
    "own proposal in a network that one takes part in, until the notice has gone out",
    _all(is_in_its_network, is_before_notice, _takes_part, is_own_proposal),
)
NATIONAL = Where(
    "in a national network, in one's own name",
    _all(is_in_its_network, _is_national, proposes),
)
NATIONAL_PROPOSED = Where(
    "own proposal in a national network, until the notice has gone out",
    _all(is_in_its_network, is_before_notice, _is_national, is_own_proposal),
)
ANSWERS = Where(
    "own kindergarten's, in a network that one takes part in or a national one",
    _all(is_in_its_network, is_invited, is_of_own_kindergarten),
)
WAITS = Where(
    "in a network that one takes part in, in one's own name",
    _all(_takes_part, is_own_proposal),
)
WAITS_NATIONAL = Where("in a national network", _is_national)
PROFESSIONAL = Where(
    "in a professional network that one takes part in, in one's own name",
    _all(PROPOSES.holds, _is_professional),
)
PROFESSIONAL_PROPOSED = Where(
    "own proposal in a professional network that one takes part in, until the notice has gone out",
    _all(PROPOSED.holds, _is_professional),
)
ANSWERS_PROFESSIONAL = Where(
    "own kindergarten's, in a professional network that one takes part in",
    _all(ANSWERS.holds, _is_professional),
)
WAITS_PROFESSIONAL = Where(
    "in a professional network that one takes part in, in one's own name",
    _all(WAITS.holds, _is_professional),
)

NO_PROMISE = Step("without putting it on the agenda", is_no_promise)
COMMENTS = Where(
    "in one's own name on minutes that are out for comment, in a network that one takes part in "
    "or a national one, until it is answered",
    _all(is_in_its_network, is_invited, comments),
)

LEAVES_WORDS = Step("leaving what others wrote as it is", leaves_words)
APPOINTS_NOBODY = Step("leaving who is to lead or to stand in as it is", appoints_nobody)
JOINS_NOBODY = Step("without making another one joined", joins_nobody)
ONLY_REPORTS = Step("writing no more than the report", only_reports)
TICKS_OFF = Step("leaving what was minuted as it is", ticks_off)
