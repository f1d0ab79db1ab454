"""Says who is there by the first letters of a name, with one hand on the keyboard."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.records import MeetingState, Presence
from desktop.models.attendance import AttendanceForm, Attendee
from desktop.models.minutes import Held
from desktop.models.one_line import who_is_meant
from desktop.texts import _
from desktop.views.meetings.attendance_row import form_of
from desktop.views.meetings.hold_words import item_name
from desktop.views.widgets.announce import announce
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_line import TextLine

_EXCUSED = "-"


class AttendanceEntry(QWidget):
    """said(line, wanted form): the letters of somebody absent say that he is there, from the item
    that is treated on; those of somebody present that she leaves. A dash after them says excused.
    """

    said = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._held: Held | None = None
        self._item: UUID | None = None
        self.line = TextLine(placeholder=_("Letters + Enter (Ctrl+T)"))
        self.line.setToolTip(
            _("First letters of a name, then Enter. Esc leads back to the item. (Ctrl+T)")
        )
        self.line.setAccessibleName(_("Who is there, by the first letters"))
        self._note = Label("", "small")
        self._note.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(self.line)
        rows.addWidget(self._note)
        self.line.changed.connect(self._look)
        self.line.returnPressed.connect(self._give)

    def show_held(self, held: Held, item: UUID | None) -> None:
        """Whom the letters can mean, and which item is treated."""
        self._held, self._item = held, item
        if self.line.value():
            self._look()

    def note(self) -> str:
        """What Enter would say."""
        return self._note.text()

    def letters(self) -> str:
        """The letters typed, without the dash that says excused."""
        return self.line.value().strip().rstrip(_EXCUSED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.line.value():
            self.line.set_value("")
            self._say("")
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        found = self._meant()
        if found is None:
            self._say(_("Nobody is called that.") if self.line.value().strip(" -") else "")
            return
        line, wanted = found
        self._say(f"{line.kindergarten}: {self._words(wanted)}")

    def _give(self) -> None:
        found = self._meant()
        if found is None:
            return
        line, wanted = found
        self.line.set_value("")
        words = f"{line.kindergarten}: {self._words(wanted)}"
        self._say(words)
        announce(self, words)
        if wanted != form_of(line) or line.presence is None:
            self.said.emit(line, wanted)

    def _meant(self) -> tuple[Attendee, AttendanceForm] | None:
        if self._held is None:
            return None
        members = [line for line in self._held.attendees if not line.guest]
        found = who_is_meant(self.letters(), members)
        if not found:
            return None
        return found[0], self._wanted(
            found[0], excused=self.line.value().strip().endswith(_EXCUSED)
        )

    def _wanted(self, line: Attendee, *, excused: bool) -> AttendanceForm:
        now, late = form_of(line), self._under_way()
        if excused:
            return AttendanceForm(now.name, now.role, Presence.EXCUSED)
        if now.presence is not Presence.PRESENT or line.presence is None:
            return AttendanceForm(now.name, now.role, Presence.PRESENT, late)
        if now.left_item_id is not None:
            return replace(now, left_item_id=None)
        return replace(now, left_item_id=late) if late != now.arrived_item_id else now

    def _under_way(self) -> UUID | None:
        """The item from which on one comes too late, or before which one leaves."""
        held = self._held
        if held is None or held.facts.row.state is not MeetingState.IN_PROGRESS:
            return None
        first = held.order[0] if held.order else None
        return self._item if self._item != first else None

    def _words(self, wanted: AttendanceForm) -> str:
        assert self._held is not None
        if wanted.presence is Presence.EXCUSED:
            return _("excused")
        if wanted.left_item_id is not None:
            return _("left before {item}").format(item=item_name(self._held, wanted.left_item_id))
        if wanted.arrived_item_id is not None:
            return _("came to {item}").format(item=item_name(self._held, wanted.arrived_item_id))
        return _("present")

    def _say(self, words: str) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words))
