"""How raised cases are told of."""

from datetime import date

from contract.records import Level
from desktop.models.cases import Event, Stage, Step, What
from desktop.texts import N_, _, ngettext, short_date
from desktop.views.theme.tokens import Tone

LEVELS = {
    Level.LOCAL: N_("Local"),
    Level.REGIONAL: N_("Regional"),
    Level.NATIONAL: N_("National"),
}
_STAGES: dict[Stage, tuple[str, Tone]] = {
    Stage.MEETING_ABOVE: (N_("Waits for a meeting"), "warn"),
    Stage.TREATMENT: (N_("On the agenda"), "info"),
    Stage.REPORT: (N_("Waits for a status report"), "warn"),
    Stage.MEETING_BELOW: (N_("On its way back"), "info"),
    Stage.TOLD: (N_("Told"), "primary"),
}
_EVENTS = {
    What.RAISED: N_("Raised"),
    What.TAKEN: N_("On the agenda"),
    What.REPORTED: N_("Status report"),
    What.TOLD: N_("Told"),
}


def pill(step: Step, today: date) -> tuple[str, Tone]:
    """What a case waits for, and its tone; red where the report is late."""
    if step.late(today):
        return _("The status report is late"), "danger"
    text, tone = _STAGES[step.stage]
    return _(text), tone


def waited(step: Step, today: date) -> str:
    """For how long it has waited."""
    days = max(0, (today - step.since).days)
    return ngettext("{n} day", "{n} days", days).format(n=days) if step.waits_at else ""


def note(step: Step, today: date) -> str:
    """What happens next, in a sentence."""
    if step.stage is Stage.MEETING_ABOVE:
        text = _("{network} puts it on the agenda of the next meeting that it plans.")
        return text.format(network=step.above)
    if step.stage is Stage.TREATMENT and step.taken_on:
        text = _("{network} treats it on {date}.")
        return text.format(network=step.above, date=short_date(step.taken_on))
    if step.stage is Stage.REPORT and step.due:
        text = _("{network} was to report by {date}.") if step.late(today) else ""
        text = text or _("{network} reports back by {date}.")
        return text.format(network=step.above, date=short_date(step.due))
    if step.stage is Stage.MEETING_BELOW:
        text = _("The report stands on the next agenda of {network} by itself.")
        return text.format(network=step.below)
    return _("{network} has heard what came of it.").format(network=step.below)


def event_line(event: Event) -> str:
    """Hevet, sak 12/26: what happened, with the number of the item."""
    said = _(_EVENTS[event.what])
    return (
        _("{what}, item {number}").format(what=said, number=event.number) if event.number else said
    )


def level_name(level: Level) -> str:
    """The name of a level."""
    return _(LEVELS[level]) if level in LEVELS else ""
