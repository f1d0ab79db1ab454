"""How networks and the kindergartens in them are told of."""

from datetime import datetime

from contract.records import MemberState
from desktop.models.networks import LocalNetwork, LocalView, Member
from desktop.texts import N_, _, moment, ngettext
from desktop.views.theme.tokens import Tone

_STATES: dict[MemberState, tuple[str, Tone]] = {
    MemberState.JOINED: (N_("Takes part"), "primary"),
    MemberState.INVITED: (N_("Invited"), "info"),
    MemberState.DECLINED: (N_("Said no thanks"), "neutral"),
    MemberState.LEFT: (N_("Has left"), "neutral"),
}


def member_pill(member: Member) -> tuple[str, Tone]:
    """What a kindergarten is in the network."""
    if member.leads:
        return _("Contact kindergarten"), "primary"
    text, tone = _STATES[member.state]
    return _(text), tone


def member_note(member: Member) -> str:
    """What is to be said of a member beside its state."""
    parts = [_("your kindergarten") if member.mine else ""]
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
