"""How networks and the kindergartens in them are told of."""

from datetime import datetime

from contract.records import MemberState, Mode
from desktop.models.networks import LocalNetwork, LocalView, Member
from desktop.texts import N_, _, moment, ngettext, short_date
from desktop.views.theme.tokens import Tone

_STATES: dict[MemberState, tuple[str, Tone]] = {
    MemberState.JOINED: (N_("Takes part"), "primary"),
    MemberState.INVITED: (N_("Invited"), "info"),
    MemberState.DECLINED: (N_("Said no thanks"), "neutral"),
    MemberState.LEFT: (N_("Has left"), "neutral"),
}

FREQUENCIES = (1, 2, 3, 4, 6)
"""How many months there can be between the meetings of a network."""

_OFTEN = {
    1: N_("Every month"),
    2: N_("Every second month"),
    3: N_("Every third month"),
    4: N_("Three times a year"),
    6: N_("Twice a year"),
}
_MODES = {
    Mode.ONLINE: N_("Online"),
    Mode.IN_PERSON: N_("In person"),
    Mode.BOTH: N_("In person and online"),
}


def how_often(months: int | None) -> str:
    """How often a network meets."""
    if months is None:
        return _("Not agreed")
    named = _OFTEN.get(months)
    return _(named) if named else _("Every {n} months").format(n=months)


def usual_mode(mode: Mode | None) -> str:
    """How a network usually meets."""
    return _(_MODES[mode]) if mode is not None else _("Not agreed")


def quorum_of(quorum: int | None) -> str:
    """How many kindergartens have to be there."""
    if quorum is None:
        return _("More than half of the kindergartens")
    said = ngettext("At least {n} kindergarten", "At least {n} kindergartens", quorum)
    return said.format(n=quorum)


def member_pill(member: Member) -> tuple[str, Tone]:
    """What a kindergarten is in the network."""
    if member.leads and member.state is not MemberState.LEFT:
        return _("Contact kindergarten"), "primary"
    if member.guest and member.state is MemberState.JOINED:
        return _("Guest"), "neutral"
    text, tone = _STATES[member.state]
    return _(text), tone


def member_note(member: Member) -> str:
    """What is to be said of a member beside its state."""
    parts = [_("your kindergarten") if member.mine else ""]
    if member.answered_on is not None and not member.leads:
        parts.append(_("answered {date}").format(date=short_date(member.answered_on)))
    elif member.invited_on is not None and member.state is MemberState.INVITED:
        parts.append(_("invited {date}").format(date=short_date(member.invited_on)))
    parts.append(_("waits to be sent") if member.unsent else "")
    return " · ".join(part for part in parts if part)


def taking_part(network: LocalNetwork) -> str:
    """3 barnehager deltar, 1 er invitert."""
    joined = len(network.in_state(MemberState.JOINED))
    asked = len(network.in_state(MemberState.INVITED))
    said = ngettext("{n} kindergarten takes part", "{n} kindergartens take part", joined)
    parts = [said.format(n=joined)]
    if asked:
        parts.append(ngettext("{n} is invited", "{n} are invited", asked).format(n=asked))
    return ", ".join(parts)


def age(as_of: datetime | None) -> str:
    """How old what is shown may be."""
    if as_of is None:
        return _("Not synchronised yet: there may be more.")
    return _("As of {moment}.").format(moment=moment(as_of))


def private_count(view: LocalView) -> str:
    """How many private kindergartens the municipality has."""
    said = ngettext("{n} private kindergarten", "{n} private kindergartens", view.private)
    return said.format(n=view.private)
