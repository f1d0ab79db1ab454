"""Minutes as they will be printed: what is shown of them can be chosen."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from contract.minutes import Raised
from desktop.documents import Shown, minutes_pdf
from desktop.models import correcting
from desktop.models.case_records import raised_words
from desktop.models.closing import MinutesNow
from desktop.models.correcting import Kept
from desktop.texts import N_, _, long_date
from desktop.views.desk import Desk
from desktop.views.meetings.minutes_values import file_name, minutes_of, submitted_words
from desktop.views.meetings.pdf_page import PdfPage
from desktop.views.theme.tokens import SPACE_L
from desktop.views.widgets.button import Button
from desktop.views.widgets.check_box import CheckBox
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label

_PARTS = {
    "attendance": N_("Attendance"),
    "discussion": N_("Discussion"),
    "follow_ups": N_("Follow-ups"),
    "attachments": N_("List of attachments"),
}


class MinutesPage(PdfPage):
    """show_minutes(now) shows minutes; boxes above the page say what is printed of them.

    asked("correct") and asked("versions") come for submitted minutes.
    """

    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._now: MinutesNow | None = None
        self._said: list[str] = []
        self.parts = {name: CheckBox(_(words), checked=True) for name, words in _PARTS.items()}
        choice = QWidget()
        row = FlowLayout(choice)
        row.setSpacing(SPACE_L)
        row.addWidget(Label(_("Take along"), "muted"))
        for box in self.parts.values():
            box.toggled.connect(self._show_pdf)
            row.addWidget(box)
        self.raised = Label("", "muted")
        self.raised.hide()
        self.body.insertWidget(0, choice)
        self.body.insertWidget(1, self.raised)
        self.correct = Button(_("Correct the minutes"), lambda: self.asked.emit("correct"))
        self.versions = Button(_("Versions"), lambda: self.asked.emit("versions"))
        for button in (self.versions, self.correct):
            self.add_action(button)
            button.hide()

    def show_minutes(self, now: MinutesNow) -> None:
        """Show minutes as they stand, or as they were submitted."""
        self._now = now
        self._offer(None)
        if now.fingerprint and now.meeting is not None:
            me, meeting = self._desk.me, now.meeting
            self._desk.ask(correcting.kept, me, meeting, then=self._offer, owner=self)
        number = f" {now.content.number}/{now.content.year}" if now.content.number else ""
        self.set_title(_("Meeting minutes") + number)
        said = [now.content.network, long_date(date.fromisoformat(now.content.on))]
        if now.fingerprint:
            said.append(_("Submitted, version {n}").format(n=now.version))
            if now.submitted_at is not None:
                said.append(_("handed in {when}").format(when=submitted_words(now.submitted_at)))
            said.append(_("fingerprint {digits}").format(digits=now.fingerprint[:12]))
        else:
            said.append(_("Draft"))
        self._said = said
        self.set_facts(" · ".join(said))
        self._tell_raised(now.content.raised)
        self._show_pdf()

    @property
    def shown(self) -> Shown:
        """What is printed."""
        return Shown(**{name: box.isChecked() for name, box in self.parts.items()})

    def _offer(self, kept: Kept | None) -> None:
        """Offer what may be done with submitted minutes; nothing with a draft."""
        self.correct.setVisible(kept is not None and kept.may_correct and not kept.waits)
        self.versions.setVisible(kept is not None and len(kept.versions) > 1)
        if kept is not None and kept.waits:
            waits = _("a correction waits to be sent")
            self.set_facts(" · ".join([*self._said, waits]))

    def _tell_raised(self, cases: Sequence[Raised]) -> None:
        """Say which cases the meeting raised, and to which network."""
        self.raised.setText(f"{_('Cases raised')}: {'; '.join(map(raised_words, cases))}.")
        self.raised.setVisible(bool(cases))

    def _show_pdf(self) -> None:
        if self._now is None:
            return
        value, shown = minutes_of(self._now), self.shown
        self.show_pdf(lambda: minutes_pdf(value, shown), file_name(self._now))
