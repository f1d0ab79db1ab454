"""Minutes as they will be printed: what is shown of them can be chosen."""

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.documents import Shown, minutes_pdf
from desktop.models.closing import MinutesNow
from desktop.texts import N_, _, long_date
from desktop.views.desk import Desk
from desktop.views.meetings.minutes_values import file_name, minutes_of
from desktop.views.meetings.pdf_page import PdfPage
from desktop.views.theme.tokens import SPACE_L
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
    """show_minutes(now) shows minutes; boxes above the page say what is printed of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._now: MinutesNow | None = None
        self.parts = {name: CheckBox(_(words), checked=True) for name, words in _PARTS.items()}
        choice = QWidget()
        row = FlowLayout(choice)
        row.setSpacing(SPACE_L)
        row.addWidget(Label(_("Take along"), "muted"))
        for box in self.parts.values():
            box.toggled.connect(self._show_pdf)
            row.addWidget(box)
        self.body.insertWidget(0, choice)

    def show_minutes(self, now: MinutesNow) -> None:
        """Show minutes as they stand, or as they were submitted."""
        self._now = now
        number = f" {now.content.number}/{now.content.year}" if now.content.number else ""
        self.set_title(_("Meeting minutes") + number)
        said = [now.content.network, long_date(date.fromisoformat(now.content.on))]
        if now.fingerprint:
            said.append(_("Submitted, version {n}").format(n=now.version))
            said.append(_("fingerprint {digits}").format(digits=now.fingerprint[:12]))
        else:
            said.append(_("Draft"))
        self.set_facts(" · ".join(said))
        self._show_pdf()

    @property
    def shown(self) -> Shown:
        """What is printed."""
        return Shown(**{name: box.isChecked() for name, box in self.parts.items()})

    def _show_pdf(self) -> None:
        if self._now is None:
            return
        value, shown = minutes_of(self._now), self.shown
        self.show_pdf(lambda: minutes_pdf(value, shown), file_name(self._now))
