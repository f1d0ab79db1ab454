"""What others wait for from the kindergarten; hidden where there is nothing."""

from collections.abc import Callable
from datetime import date
from typing import Final

from desktop.models.overview_values import Duty, Overview, Reminder
from desktop.texts import N_, _, long_date
from desktop.views.overview.words import due
from desktop.views.widgets.card import Card
from desktop.views.widgets.rows import Row, RowList

_SAID: Final = {
    Duty.ANSWERS: (
        N_("{about} asks: will you be contact kindergarten?"),
        N_("{place} has none yet. Answer there: take it on, or say no thanks."),
    ),
    Duty.TAKES_OVER: (
        N_("You take over as contact kindergarten {date}"),
        N_("{place}. See what the contact kindergarten may and has to do."),
    ),
    Duty.HANDS_OVER: (N_("{about} takes over as contact kindergarten {date}"), N_("{place}")),
    Duty.REPORTS: (
        N_("Write the status report: {about}"),
        N_("{place}. Those who raised the case are to hear by {date}."),
    ),
}
_UNASKED: Final = N_("Will you be contact kindergarten?")


class RemindersCard(Card):
    """Each row leads to where it is done."""

    def __init__(self, go: Callable[[str, object], object]) -> None:
        super().__init__(_("Others wait for you"))
        self._go = go
        self._rows = RowList(name=_("Others wait for you"))
        self.body.addWidget(self._rows)
        self.hide()

    def show_reminders(self, found: Overview) -> None:
        """Show these."""
        self._rows.set_rows([self._row(one, found.today) for one in found.reminders])
        self.setVisible(bool(found.reminders))

    def _row(self, one: Reminder, today: date) -> Row:
        title, note = _SAID[one.duty]
        if one.duty is Duty.ANSWERS and not one.about:
            title = _UNASKED
        told = {"about": one.about, "place": one.place}
        told["date"] = long_date(one.on) if one.on else ""
        target = "cases" if one.duty is Duty.REPORTS else one.municipality
        words, tone = due(one.on, today) if one.duty is Duty.REPORTS else ("", None)
        return Row(
            _(title).format(**told),
            _(note).format(**told),
            icon="case" if one.duty is Duty.REPORTS else "pin",
            badge=(words, tone) if tone else None,
            on_click=lambda: self._go("networks", target),
        )
