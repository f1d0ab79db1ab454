"""What is decided about a meeting, beside its agenda."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.records import MeetingState
from desktop.models.meetings import MeetingFacts
from desktop.models.people import PersonChoice
from desktop.texts import _, capital, long_date, relative_day
from desktop.views.meetings.words import MODES, hours, pill
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.label import Label


class PlanCard(Card):
    """show_meeting(facts). cancel_asked wants the meeting cancelled."""

    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("The meeting"))
        self._note = Label("", "muted")
        rows = QWidget()
        self._rows = QVBoxLayout(rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SPACE_S)
        self.body.addWidget(self._note)
        self.body.addWidget(rows)
        self._cancel = Button(_("Cancel the meeting"), self.cancel_asked.emit, kind="danger")
        self.body.addWidget(self._cancel)

    def offer_nothing(self) -> None:
        """Until it is known what may be done with the meeting."""
        self._cancel.hide()

    def show_meeting(self, found: MeetingFacts) -> None:
        """Show the plan of a meeting and how far it has come."""
        self.set_badge(*pill(found.row))
        begun = found.row.state not in (MeetingState.PLANNED, MeetingState.CALLED)
        self._cancel.setVisible(found.may_plan and not begun)
        note = _note(found)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        clear(self._rows)
        for label, text in _told(found):
            self._rows.addWidget(_Fact(label, text))


class _Fact(QWidget):
    def __init__(self, label: str, text: str) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(1)
        rows.addWidget(Label(label, "label"))
        rows.addWidget(Label(text, selectable=True))


def _note(found: MeetingFacts) -> str:
    row = found.row
    if row.notice_waits:
        return _("The notice is sent when you are online. Numbers are given then.")
    if row.state is MeetingState.PLANNED:
        return _("Nobody is called yet. Items get their numbers when the notice goes out.")
    if row.state is MeetingState.CANCELLED:
        return _("The meeting is cancelled.")
    if found.called_on is not None:
        return _("Called {day}.").format(day=relative_day(found.called_on))
    return ""


def _told(found: MeetingFacts) -> list[tuple[str, str]]:
    row, form = found.row, found.form
    undecided = _("Not decided yet")
    told = [
        (_("Network"), row.network),
        (_("Date"), capital(long_date(row.on, weekday=True))),
        (_("Time"), hours(row.starts, row.ends)),
        (_("How"), capital(_(MODES[row.mode]))),
        (_("Place"), row.place),
        (_("Link"), row.link or (_("Missing") if not row.place else "")),
        (_("Chair"), _who(found.chair) or undecided),
        (_("Minute taker"), _who(found.minute_taker) or undecided),
        (_("Reply by"), long_date(form.reply_by) if form.reply_by else ""),
    ]
    return [(label, text) for label, text in told if text]


def _who(person: PersonChoice | None) -> str:
    if person is None:
        return ""
    return f"{person.name}, {person.kindergarten}" if person.kindergarten else person.name
