"""The side panel in which one row of a list is mended, or left out."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models.staff import EnrolmentForm
from desktop.models.staff_import import Action, Entry
from desktop.texts import _
from desktop.views.staff.enrolment_fields import EnrolmentFields
from desktop.views.staff.import_words import action_text, action_tone, problem_sentence
from desktop.views.staff.notice import Notice
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.side_panel import SidePanel


class ImportRow(SidePanel):
    """mended(row, form) when all fields are right; left_out(row, whether) for the whole row."""

    mended = Signal(int, object)
    left_out = Signal(int, bool)

    def __init__(self, next_wrong: Callable[[], object]) -> None:
        super().__init__("")
        self.entry: Entry | None = None
        self._clean: dict[str, str] = {}
        self.fields = EnrolmentFields(lambda _email: None)
        self._notice = Notice()
        self._out = Button(_("Leave the row out"), self._leave_out)
        self.next = Button(_("Next to mend"), next_wrong, kind="primary", icon="arrow-down")
        self.body.addWidget(self._notice)
        for field in self.fields.form.fields:
            self.body.addWidget(field)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, SPACE_S, 0, 0)
        row.addWidget(self._out)
        row.addStretch()
        row.addWidget(self.next)
        self.footer.addWidget(foot)
        self.fields.roles.changed.connect(self.flush)
        self.fields.left.connect(self.flush)

    def show_entry(self, entry: Entry, more_wrong: bool) -> None:  # noqa: FBT001 - one of two facts
        """Show a row; what is being typed into the same row is not touched."""
        same = self.entry is not None and self.entry.number == entry.number
        self.entry = entry
        self.set_title(_("Row {n}").format(n=entry.number))
        self.set_badge(action_text(entry) if not entry.problems else _("Mend"), action_tone(entry))
        out = entry.action is Action.OUT
        self._out.setText(_("Take the row after all") if out else _("Leave the row out"))
        self.next.setVisible(more_wrong)
        self._notice.say(self._why(entry))
        if not same:
            self.fields.show_form(None, date.today())  # noqa: DTZ011 - written over at once
            self.fields.show_texts(entry.texts)
            self._clean = self.fields.texts()
            self._show_problems(entry)

    def flush(self) -> None:
        """Tell what is typed, where all of it is right."""
        form: EnrolmentForm | None = self.fields.value()
        if self.entry is None or form is None or self.fields.texts() == self._clean:
            return
        self._clean = self.fields.texts()
        self.mended.emit(self.entry.number, form)

    def _show_problems(self, entry: Entry) -> None:
        first = True
        for name in self.fields.by_name:
            if name in entry.problems:
                self.fields.by_name[name].set_error(problem_sentence(entry, name))
                if first:
                    self.fields.by_name[name].control.setFocus()
                first = False

    def _why(self, entry: Entry) -> str:
        if entry.action is Action.KNOWN:
            return _("This address is enrolled already. The row is passed over.")
        if entry.action is Action.SAME:
            return _("This person is enrolled with the same facts already.")
        if entry.action is Action.LEFT:
            return _("This person has left. Nobody who has left is enrolled from a list.")
        return ""

    def _leave_out(self) -> None:
        if self.entry is not None:
            self.left_out.emit(self.entry.number, self.entry.action is not Action.OUT)
