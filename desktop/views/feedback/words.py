"""What is told the secretariat, in a manager's words."""

import platform

from contract.records import FeedbackSort, FeedbackState
from desktop.models.feedback import Sent
from desktop.texts import N_, _, moment
from desktop.version import VERSION
from desktop.views.theme.tokens import Tone

SORTS = {
    FeedbackSort.IDEA: N_("An idea"),
    FeedbackSort.ERROR: N_("An error in the program"),
    FeedbackSort.CATEGORY: N_("A new category in the forum"),
    FeedbackSort.REPORT: N_("Report of a post"),
}
_STATES: dict[FeedbackState, tuple[str, Tone]] = {
    FeedbackState.RECEIVED: (N_("Received"), "info"),
    FeedbackState.IN_WORK: (N_("In work"), "warn"),
    FeedbackState.DONE: (N_("Done"), "primary"),
    FeedbackState.DECLINED: (N_("Turned down"), "neutral"),
}


def system() -> str:
    """What the program runs on: no name of a person or a PC."""
    return f"{platform.system()} {platform.release()}"


def version() -> str:
    """Which program it is and what it runs on, as it is sent along with an error."""
    return f"Barnehagealliansen {VERSION}, {system()}"


def state(one: Sent) -> tuple[str, Tone]:
    """How far it has come."""
    if one.waits and one.received_at is None:
        return _("Waits to be sent"), "info"
    words, tone = _STATES[one.state]
    return _(words), tone


def head(one: Sent) -> str:
    """What it is, and when it was received."""
    when = moment(one.received_at) if one.received_at else _("not sent yet")
    return f"{_(SORTS[one.sort])} · {when}"
