"""What the overview calls times of day, states of meetings and dates that are due."""

from datetime import date, datetime
from typing import Final

from desktop.models.overview_values import NewPost, NextMeeting
from desktop.texts import N_, _, bare_clock, day_month, ngettext, relative_day
from desktop.views.theme.tokens import Tone

_NOON, _EVENING = 10, 18

# By their words in the database: the records bring SQLAlchemy, for which the page does not wait.
_STATES: Final[dict[str, tuple[str, Tone]]] = {
    "planned": (N_("Planned"), "neutral"),
    "called": (N_("Called"), "info"),
    "in_progress": (N_("In progress"), "primary"),
    "adjourned": (N_("Adjourned"), "warn"),
}
_MODES: Final = {
    "online": N_("Online"),
    "in_person": N_("In person"),
    "both": N_("In person and online"),
}


def greeting(now: datetime, name: str) -> str:
    """Good morning, Ingrid."""
    first = name.split(maxsplit=1)[0] if name.split() else ""
    if now.hour < _NOON:
        words, bare = _("Good morning, {name}"), _("Good morning")
    elif now.hour < _EVENING:
        words, bare = _("Good day, {name}"), _("Good day")
    else:
        words, bare = _("Good evening, {name}"), _("Good evening")
    return words.format(name=first) if first else bare


def part_of_day(now: datetime) -> tuple[date, bool, bool]:
    """What the greeting and the dates of the page hang on."""
    return now.date(), now.hour < _NOON, now.hour < _EVENING


def hours(meeting: NextMeeting) -> str:
    """09.00–10.30."""
    return f"{bare_clock(meeting.starts)}–{bare_clock(meeting.ends)}"


def where(meeting: NextMeeting) -> str:
    """The place, or how one takes part."""
    return meeting.place or _(_MODES.get(meeting.mode, ""))


def state(meeting: NextMeeting) -> tuple[str, Tone]:
    """The state of a meeting as a pill."""
    words, tone = _STATES.get(meeting.state, (meeting.state, "neutral"))
    return _(words), tone


def due(day: date | None, today: date) -> tuple[str, Tone | None]:
    """When something is due, and with what weight it is said."""
    if day is None:
        return _("No due date"), None
    late = (today - day).days
    if late > 0:
        return ngettext("{n} day overdue", "{n} days overdue", late).format(n=late), "danger"
    if late == 0:
        return _("Due today"), "warn"
    return relative_day(day, today=today) if late == -1 else day_month(day), None


def post_line(post: NewPost) -> str:
    """Category and number of answers."""
    answers = ngettext("{n} answer", "{n} answers", post.answers).format(n=post.answers)
    return " · ".join(part for part in (post.category, answers if post.answers else "") if part)
