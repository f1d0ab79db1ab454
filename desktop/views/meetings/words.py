"""How meetings and agenda items are told of."""

from datetime import time

from contract.records import ItemType, Level, MeetingSort, MeetingState, Mode
from desktop.models.agenda import AgendaLine
from desktop.models.meetings import MeetingRow
from desktop.texts import N_, _, bare_clock, clock, long_date, minutes
from desktop.views.theme.tokens import Tone

STATES: dict[MeetingState, tuple[str, Tone]] = {
    MeetingState.PLANNED: (N_("Planned"), "neutral"),
    MeetingState.CALLED: (N_("Called"), "info"),
    MeetingState.IN_PROGRESS: (N_("In progress"), "primary"),
    MeetingState.ADJOURNED: (N_("Adjourned"), "warn"),
    MeetingState.REVIEW: (N_("Out for comment"), "warn"),
    MeetingState.SUBMITTED: (N_("Submitted"), "primary"),
    MeetingState.APPROVED: (N_("Approved"), "primary"),
    MeetingState.CANCELLED: (N_("Cancelled"), "danger"),
}
MODES = {
    Mode.ONLINE: N_("online meeting"),
    Mode.IN_PERSON: N_("in person"),
    Mode.BOTH: N_("in person and online"),
}
TYPES = {
    ItemType.INFORMATION: N_("Information"),
    ItemType.DISCUSSION: N_("Discussion"),
    ItemType.DECISION: N_("Decision"),
}
SORTS = {
    MeetingSort.ORDINARY: N_("Ordinary"),
    MeetingSort.EXTRAORDINARY: N_("Extraordinary"),
    MeetingSort.INFORMAL: N_("Informal"),
}
SORT_HELP = {
    MeetingSort.ORDINARY: N_("In the rhythm of the network."),
    MeetingSort.EXTRAORDINARY: N_("Beside the ordinary ones, for a reason that the notice gives."),
    MeetingSort.INFORMAL: N_("A light note: no notice, no fixed agenda."),
}
USUAL_TITLES = {
    Level.LOCAL: N_("Local network meeting"),
    Level.REGIONAL: N_("Regional network meeting"),
    Level.NATIONAL: N_("National network meeting"),
    Level.PROFESSIONAL: N_("Professional network meeting"),
}


def pill(row: MeetingRow, *, past: bool = False) -> tuple[str, Tone]:
    """The state of a meeting, and its tone; of one whose day has passed, that it was not held, and
    of minutes that the service has not answered for, that they wait.
    """
    if row.minutes_wait:
        return _("Waits to be handed in"), "warn"
    if past and row.state in (MeetingState.PLANNED, MeetingState.CALLED):
        return _("Not held"), "warn"
    text, tone = STATES[row.state]
    return _(text), tone


def name(row: MeetingRow) -> str:
    """Lokalt nettverksmøte 4/2026; without a number until the service has given one."""
    return f"{row.title} {row.number}/{row.year}" if row.number else row.title


def hours(starts: time, ends: time) -> str:
    """kl. 09.00-11.00."""
    return f"{clock(starts)}–{bare_clock(ends)}"


def when(row: MeetingRow) -> str:
    """torsdag 26. november 2026 kl. 09.00-11.00."""
    return f"{long_date(row.on, weekday=True)} {hours(row.starts, row.ends)}"


def where(row: MeetingRow) -> str:
    """The place, or how the meeting is held."""
    return row.place if row.place and row.mode is not Mode.ONLINE else _(MODES[row.mode])


def facts(row: MeetingRow) -> str:
    """One line about a meeting: network, when, where."""
    extra = _(SORTS[row.sort]) if row.sort is not MeetingSort.ORDINARY else ""
    return " · ".join(part for part in (row.network, when(row), where(row), extra) if part)


def item_number(line: AgendaLine) -> str:
    """14/26, or nothing until the service has given a number."""
    return f"{line.number}/{(line.year or 0) % 100:02d}" if line.number else ""


def item_facts(line: AgendaLine) -> str:
    """What stands under an item's title: its type, who presents it, what is attached."""
    parts = [_(TYPES[line.type]), line.presenter]
    if line.attachments:
        parts.append(_("attachments: {n}").format(n=len(line.attachments)))
    parts.append(line.history)
    return " · ".join(part for part in parts if part)


def length(count: int) -> str:
    """25 min; 1 t 12 min."""
    return minutes(count)
