"""Today's meeting on top of the page, and the next ones in their card."""

from collections.abc import Callable

from desktop.models.overview_values import NextMeeting, Overview
from desktop.texts import _, clock, day_month
from desktop.views.overview.words import hours, state, where
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import Row, RowList

Go = Callable[[str, object], object]


class TodayCard(Card):
    """What is held today; hidden on other days."""

    def __init__(self, go: Go) -> None:
        super().__init__(marked=True)
        self.setAccessibleName(_("Meeting today"))
        self._go = go
        self._rows = RowList(name=_("Meeting today"))
        self.body.addWidget(self._rows)
        self.hide()

    def show_meetings(self, found: Overview) -> None:
        """Show those of today."""
        self._rows.set_rows([self._row(one) for one in found.meetings_today])
        self.setVisible(bool(found.meetings_today))

    def _row(self, meeting: NextMeeting) -> Row:
        parts = (hours(meeting), meeting.network, where(meeting))
        line = " · ".join(part for part in parts if part)
        title = _("Today {clock}: {meeting}")
        row = Row(title.format(clock=clock(meeting.starts), meeting=meeting.title), line)
        row.add(Badge(*state(meeting)))
        button = Button(
            _("Open the meeting"), lambda: self._go("meetings", meeting.id), kind="primary"
        )
        button.setAccessibleDescription(meeting.title)
        row.add(button)
        return row


class MeetingsCard(Card):
    """The meetings to come, and those begun that still lack their minutes."""

    def __init__(self, go: Go) -> None:
        super().__init__(_("Next meetings"))
        self._go = go
        self._new = Button(_("New meeting"), lambda: go("meetings", "new"), icon="plus")
        self.add_action(self._new)
        self._rows = RowList(name=_("Next meetings"))
        self._empty = Label(role="muted")
        self.body.addWidget(self._rows)
        self.body.addWidget(self._empty)

    def show_meetings(self, found: Overview) -> None:
        """Show all but those of today."""
        rest = [one for one in found.meetings if one.on != found.today]
        self._new.setVisible(found.who is not None and found.who.heads)
        self._rows.set_rows([self._row(one) for one in rest])
        self._rows.setVisible(bool(rest))
        self._empty.setVisible(not rest)
        self._empty.setText(
            _("No other meetings are planned.")
            if found.meetings
            else _("No meetings are planned. Those you are invited to show here.")
        )

    def _row(self, meeting: NextMeeting) -> Row:
        waits = meeting.state == "adjourned"
        when = _("the minutes are not submitted") if waits else hours(meeting)
        parts = (meeting.network, when)
        return Row(
            meeting.title,
            " · ".join(part for part in parts if part),
            lead=day_month(meeting.on),
            badge=(_("Answer the notice"), "warn") if meeting.unanswered else state(meeting),
            on_click=lambda: self._go("meetings", meeting.id),
        )
