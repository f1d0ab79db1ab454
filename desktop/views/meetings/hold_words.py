"""How a held meeting is told of: outcomes, clocks, attendance, and the quorum."""

from contract.records import MeetingState, Outcome, Presence
from desktop.models.attendance import Attendee, Quorum
from desktop.models.minutes import Held, HeldItem, Verdict
from desktop.texts import N_, _, minutes
from desktop.views.meetings.words import item_number
from desktop.views.theme.tokens import Tone

OUTCOMES = {
    Outcome.UNANIMOUS: N_("Carried unanimously"),
    Outcome.CARRIED: N_("Carried by vote"),
    Outcome.NOTED: N_("Noted"),
    Outcome.POSTPONED: N_("Postponed"),
    Outcome.FELL: N_("Fell"),
}
PRESENCES = {
    Presence.PRESENT: N_("Present"),
    Presence.EXCUSED: N_("Excused"),
    Presence.ABSENT: N_("Absent"),
}
COUNTED = (Outcome.CARRIED, Outcome.FELL)
_MINUTE = 60
_NEAR_END = 0.8


def outcome_words(verdict: Verdict) -> str:
    """Enstemmig vedtatt; vedtatt 4-1; empty where nothing is decided."""
    if verdict.outcome is None:
        return ""
    words = _(OUTCOMES[verdict.outcome])
    if verdict.outcome in COUNTED and verdict.counted:
        against = verdict.votes_against or 0
        kind = _("Carried") if verdict.outcome is Outcome.CARRIED else _("Fell")
        words = f"{kind} {verdict.votes_for or 0}–{against}"
    return words


def item_state(item: HeldItem, *, current: bool, running: bool) -> tuple[str, str]:
    """The icon and the words that tell how far an item has come."""
    said = outcome_words(item.verdict)
    if current and running:
        return "half-circle", _("in progress") + (f" · {said.lower()}" if said else "")
    if item.verdict.outcome is Outcome.POSTPONED:
        return "pause", said.lower()
    if said:
        return "check-filled", said.lower()
    if item.written:
        return "check-circle", _("discussed")
    return "circle", ""


def clock(seconds: int, planned: int) -> tuple[str, Tone]:
    """12 av 25 min, in a colour; over the time in words as well. 12 min where none are planned."""
    spent = seconds // _MINUTE
    if not planned:
        return _("{n} min").format(n=spent), "neutral"
    said = _("{spent} of {planned} min").format(spent=spent, planned=planned)
    if spent > planned:
        over = _("{n} min over").format(n=spent - planned)
        return f"{said} · {over}", "danger"
    if seconds >= _NEAR_END * planned * _MINUTE:
        left = _("{n} min left").format(n=planned - spent)
        if spent == planned:
            left = _("the time is up")
        return f"{said} · {left}", "warn"
    return said, "primary"


def minutes_left(held: Held, current: HeldItem | None, seconds: int) -> int:
    """How many minutes the rest of the agenda takes, the current item's rest among them."""
    if current is None:
        return sum(one.line.minutes for one in held.items)
    after = held.items[held.order.index(current.line.id) + 1 :]
    rest = max(0, current.line.minutes - seconds // _MINUTE)
    return rest + sum(one.line.minutes for one in after)


def left_words(count: int) -> str:
    """1 t 12 min igjen."""
    return _("{time} left").format(time=minutes(count))


def quorum_words(quorum: Quorum) -> tuple[str, Tone]:
    """Beslutningsdyktig: 5 av 7; or how many it takes."""
    counts = {"present": quorum.present, "members": quorum.members, "needed": quorum.needed}
    if quorum.reached:
        return _("Quorum: {present} of {members}").format(**counts), "primary"
    said = _("No quorum: {present} of {members}, {needed} are needed")
    return said.format(**counts), "warn"


def attendance_words(line: Attendee, held: Held) -> str:
    """What stands under a kindergarten's name: who is there, and since or until when."""
    if line.presence is None:
        return _("not said yet")
    if line.presence is not Presence.PRESENT:
        return _(PRESENCES[line.presence]).lower()
    parts = [line.name]
    if line.arrived_item_id is not None:
        parts.append(_("came to {item}").format(item=item_name(held, line.arrived_item_id)))
    if line.left_item_id is not None:
        parts.append(_("left before {item}").format(item=item_name(held, line.left_item_id)))
    return " · ".join(part for part in parts if part) or _("present")


def item_name(held: Held, id_: object) -> str:
    """Sak 15/26, or its title while it has no number."""
    found = next((one.line for one in held.items if one.line.id == id_), None)
    if found is None:
        return "?"
    number = item_number(found)
    return _("item {number}").format(number=number) if number else f"«{found.title}»"


def state_sentence(held: Held) -> str:
    """What is to be known of the minutes' way, in a sentence; nothing while all is ordinary."""
    state, row = held.facts.row.state, held.facts.row
    if state is MeetingState.SUBMITTED and not held.published:
        return _("The minutes are handed in when you are online. Until then they are locked here.")
    if state is MeetingState.REVIEW:
        return _("The minutes are out for comment. You can still change them.")
    if not held.facts.may_hold and row.state.is_open:
        return _("Only the chair and the minute taker write in the minutes.")
    return ""
