"""What the staff area calls roles, states and rights."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from contract.roles import choosable, leads, roles
from desktop.models.staff import Member, RoleChange, Sending, StaffList, Status
from desktop.models.staff_rights import Right, rights
from desktop.texts import N_, _, language, long_date, short_date
from desktop.views.staff.next_step import clock_text, clock_tone, hours_waited, too_long
from desktop.views.theme.tokens import Tone

# The reference file names the roles in Norwegian only.
_STATES: Final[dict[Status, tuple[str, Tone]]] = {
    Status.ENROLLED: (N_("Enrolled"), "info"),
    Status.TOLD: (N_("Told"), "info"),
    Status.REGISTERED: (N_("Registered"), "info"),
    Status.AWAITING: (N_("Awaiting approval"), "warn"),
    Status.HAS_ACCESS: (N_("Has access"), "primary"),
    Status.REJECTED: (N_("Rejected"), "danger"),
    Status.LEAVING: (N_("Leaves {date}"), "warn"),
    Status.LEFT: (N_("Left {date}"), "neutral"),
}

_SENDING: Final[dict[Sending, tuple[str, Tone]]] = {
    Sending.WAITING: (N_("not sent"), "info"),
    Sending.REFUSED: (N_("not accepted"), "danger"),
    Sending.CONFLICT: (N_("conflict"), "danger"),
}

_RIGHTS: Final = {
    Right.FORUM: N_("the forum"),
    Right.OWNERS_FORUM: N_("the owners' forum"),
    Right.MEETINGS: N_("meetings and minutes"),
    Right.READS_STAFF: N_("the staff list"),
    Right.EDITS_STAFF: N_("the staff list, with changes"),
}


def role_name(code: str) -> str:
    """A role as it stands in a list."""
    role = roles().get(code)
    if role is None:
        return code
    return role.short[language()]


def role_names(codes: Iterable[str]) -> str:
    """Several roles in the order in which people expect them."""
    wanted = set(codes)
    return ", ".join(role_name(code) for code in roles() if code in wanted)


def role_text(member: Member) -> str:
    """The roles of a person, and those that she or he has from a later day on.

    For whom the status tells how far the way to access is, the last day stands here.
    """
    now = role_names(member.form.roles)
    if member.ends_on is not None and member.status not in (Status.LEAVING, Status.LEFT):
        now = _("{now}, until {date}").format(now=now, date=long_date(member.ends_on))
    if member.becomes is None:
        return now
    words = _("{now}, becomes {roles} from {date}")
    then = role_names(member.becomes.roles).lower()
    return words.format(now=now, roles=then, date=long_date(member.becomes.on))


def becoming(change: RoleChange) -> str:
    """What somebody becomes, and when."""
    words = _("Becomes {roles} from {date}.")
    return words.format(roles=role_names(change.roles).lower(), date=long_date(change.on))


def choices() -> list[tuple[str, str]]:
    """The roles that an enrolment can have, with their full names."""
    spoken = language()
    return [
        (code, role.long.get(spoken) or role_name(code))
        for code, role in roles().items()
        if code in choosable()
    ]


def status_text(member: Member) -> str:
    """The state of a person in a word or two."""
    hours = hours_waited(member, datetime.now(UTC))
    if hours is not None:
        return clock_text(hours)
    day = short_date(member.ends_on) if member.ends_on else ""
    return _(_STATES[member.status][0]).format(date=day)


def status_tone(member: Member) -> Tone:
    """The colour that helps the words of the state."""
    if member.sending in (Sending.REFUSED, Sending.CONFLICT):
        return "danger"
    hours = hours_waited(member, datetime.now(UTC))
    if hours is not None:
        return clock_tone(hours)
    return _STATES[member.status][1]


def pill(member: Member) -> str:
    """The state of a person, and what becomes of the last change where it is not sent."""
    words = status_text(member)
    if member.sending is Sending.NOTHING:
        return words
    return f"{words} · {_(_SENDING[member.sending][0])}"


def facts(staff: StaffList) -> str:
    """The line under the title of the page."""
    counts = staff.counts
    waits = counts.get(Status.REGISTERED, 0) + counts.get(Status.AWAITING, 0)
    parts = (
        (staff.here, _("{n} enrolled")),
        (sum(one.has_access for one in staff.everybody), _("{n} with access")),
        (waits, _("{n} on the way to approval")),
        (too_long(staff), _("{n} over 48 hours")),
        (counts.get(Status.LEFT, 0), _("{n} left")),
        (staff.unsent, _("{n} not sent")),
    )
    return " · ".join(words.format(n=n) for at, (n, words) in enumerate(parts) if n or not at)


def access_sentence(codes: Iterable[str]) -> str:
    """What these roles give access to, and what they do not."""
    found = rights(codes)
    given = _("Gives access to: {things}.").format(things=_listed(found.given))
    if not found.withheld:
        return given
    return f"{given} {_('Not to: {things}.').format(things=_listed(found.withheld))}"


def role_change_sentence(
    now: Iterable[str], then: Iterable[str], *, leads_alone: bool = False
) -> str:
    """What somebody loses, keeps and gets who has other roles than now."""
    before, after = rights(now).given, rights(then).given
    told = (
        (_("From that day the person loses: {things}."), [x for x in before if x not in after]),
        (_("Keeps: {things}."), [x for x in before if x in after]),
        (_("Gets: {things}."), [x for x in after if x not in before]),
    )
    parts = [words.format(things=_listed(things)) for words, things in told if things]
    if leads_alone and leads(now) and not leads(then):
        parts.append(
            _("Nobody else leads the kindergarten. Until somebody does, the person keeps doing it.")
        )
    return " ".join(parts)


def leaving_sentence(codes: Iterable[str], erased_after: int) -> str:
    """What somebody with these roles loses by leaving, and what stays, and for how many days."""
    lost = _("After the last day the person loses: {things}.").format(
        things=_listed(rights(codes).given)
    )
    stays = _("Posts stay. Minutes keep name and role.")
    goes = (
        _("All else is erased after {n} days, on every PC.").format(n=erased_after)
        if erased_after
        else _("All else is kept until the secretariat erases it.")
    )
    return f"{lost} {stays} {goes}"


def _listed(found: Sequence[Right]) -> str:
    return ", ".join(_(_RIGHTS[right]) for right in found)
