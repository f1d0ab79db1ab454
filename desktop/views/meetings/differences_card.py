"""Where two versions of minutes differ, each place as two sides with the changes marked."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from contract.minutes import Attendee
from contract.records import Presence
from desktop.models.correcting import Difference, Side
from desktop.models.minutes import Verdict
from desktop.texts import N_, _
from desktop.views.meetings.hold_words import PRESENCES, outcome_words
from desktop.views.sync.text_side import TextSide
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label

LABELS = {
    "title": N_("Title"),
    "background": N_("Background"),
    "discussion": N_("Discussion"),
    "proposal": N_("Proposal"),
    "decision": N_("Decision"),
    "dissent": N_("Dissent"),
    "outcome": N_("Outcome"),
    "follow_ups": N_("Follow-ups"),
    "attendance": N_("Attendance"),
    "starts": N_("From"),
    "ends": N_("To"),
    "place": N_("Place"),
    "link": N_("Link"),
    "chair": N_("Chair"),
    "minute_taker": N_("Minute taker"),
    "adjourned_at": N_("Adjourned"),
    "next_on": N_("Next meeting"),
    "raised": N_("Cases raised"),
}
"""What the parts of minutes are called."""
_LINES, _LINE = 3, 22
_LETTERS = 60


class DifferencesCard(Card):
    """One pair of sides for each difference."""

    def __init__(self, found: Sequence[Difference]) -> None:
        super().__init__()
        for one in found:
            self._add(one)
        self.setVisible(bool(found))

    def _add(self, one: Difference) -> None:
        label = _(LABELS[one.field])
        where = f"{one.item}, {label}" if one.item else label
        self.body.addWidget(Label(where, "strong"))
        before, after = side_words(one.before), side_words(one.after)
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_L)
        for base, text, said in ((after, before, _("before")), (before, after, _("after"))):
            side = TextSide(base, text, f"{where}, {said}")
            lines = max(map(_lines, (before, after)))
            side.setFixedHeight(px(_LINE * min(max(lines, _LINES), 4 * _LINES)))
            row.addWidget(side, 1)
        self.body.addWidget(pair)


def side_words(side: Side) -> str:
    """One side of a difference, in words."""
    if isinstance(side, Verdict):
        words = outcome_words(side)
        abstained = _("{n} abstained").format(n=side.votes_abstained)
        return f"{words}, {abstained}" if side.votes_abstained else words
    if isinstance(side, Attendee):
        return _attendee(side)
    return side or ""


def _attendee(one: Attendee) -> str:
    presence = (
        _("Guest") if one.presence == Presence.GUEST else _(PRESENCES[Presence(one.presence)])
    )
    parts = [presence, one.name, one.role]
    if one.presence == Presence.GUEST:
        parts.append(one.kindergarten)
    if one.arrived_at:
        parts.append(_("came to {item}").format(item=f"«{one.arrived_at}»"))
    if one.left_at:
        parts.append(_("left before {item}").format(item=f"«{one.left_at}»"))
    return ", ".join(part for part in parts if part)


def _lines(text: str) -> int:
    return sum(len(line) // _LETTERS + 1 for line in text.splitlines())
