"""A kindergarten at the meeting: a tick for present, and the rest one click away."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contract.records import Presence
from desktop.models.attendance import AttendanceForm, Attendee
from desktop.models.minutes import Held
from desktop.texts import _
from desktop.views.meetings.hold_words import PRESENCES, attendance_words, item_name
from desktop.views.theme.tokens import SPACE_S, SPACE_XS
from desktop.views.widgets.button import IconButton
from desktop.views.widgets.check_box import CheckBox
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import ElidedLabel
from desktop.views.widgets.text_line import TextLine

_INDENT = 26


class AttendanceRow(QWidget):
    """said(loaded form or None, wanted form) tells what the user said."""

    said = Signal(object, object)

    def __init__(self, line: Attendee) -> None:
        super().__init__()
        self.line = line
        self._form: AttendanceForm | None = None
        self.box = CheckBox("", name=line.kindergarten)
        self._name = ElidedLabel(line.kindergarten)
        self._words = ElidedLabel("", "small")
        about = _("More on {kindergarten}").format(kindergarten=line.kindergarten)
        self.more = IconButton("chevron-down", about, self._open)
        self._details: Details | None = None
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._words)
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        top.addWidget(self.box)
        top.addLayout(words, 1)
        top.addWidget(self.more)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 2, 0, 2)
        self._rows.setSpacing(SPACE_XS)
        self._rows.addLayout(top)
        self.box.changed.connect(self._tick)

    def show_line(self, line: Attendee, held: Held, *, locked: bool) -> None:
        """Show what is known of the kindergarten."""
        self.line = line
        self._form = form_of(line) if line.presence is not None else None
        self.box.set_value(line.presence is Presence.PRESENT)
        self._words.setText(attendance_words(line, held))
        self.box.setAccessibleDescription(self._words.text())
        self.box.setEnabled(not locked)
        self.more.setVisible(not locked)
        if self._details is not None:
            self._details.show_form(form_of(line), held)
            self._details.setVisible(not locked and not self._details.isHidden())

    def open_details(self, held: Held) -> "Details":
        """The fields of who, since when, until when."""
        if self._details is None:
            self._details = Details(self.line.kindergarten)
            self._details.changed.connect(self._on_details)
            self._rows.addWidget(self._details)
        self._details.show_form(form_of(self.line), held)
        self._details.show()
        self.more.set_icon("chevron-up")
        return self._details

    asked_for_details = Signal()

    def _open(self) -> None:
        if self._details is not None and self._details.isVisible():
            self._details.hide()
            self.more.set_icon("chevron-down")
        else:
            self.asked_for_details.emit()

    def _tick(self) -> None:
        now = form_of(self.line)
        presence = Presence.PRESENT if self.box.isChecked() else Presence.ABSENT
        self._tell(AttendanceForm(now.name, now.role, presence))

    def _on_details(self) -> None:
        if self._details is not None:
            self._tell(self._details.form(form_of(self.line)))

    def _tell(self, wanted: AttendanceForm) -> None:
        if wanted != self._form:
            before, self._form = self._form, wanted
            self.said.emit(before, wanted)


class Details(QWidget):
    """Whether, who, since and until which item."""

    changed = Signal()

    def __init__(self, kindergarten: str) -> None:
        super().__init__()
        self.presence = Combo([(one, _(said)) for one, said in PRESENCES.items()])
        self.person = TextLine()
        self.arrived = Combo()
        self.left = Combo()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(_INDENT, 0, 0, SPACE_S)
        rows.setSpacing(SPACE_S)
        controls = (self.presence, self.person, self.arrived, self.left)
        labels = (_("Attendance"), _("Person"), _("Came"), _("Left"))
        self._fields = [Field(label, one) for label, one in zip(labels, controls, strict=True)]
        for label, field in zip(labels, self._fields, strict=True):
            field.control.setAccessibleName(f"{label}, {kindergarten}")
            rows.addWidget(field)
        for combo in (self.presence, self.arrived, self.left):
            combo.changed.connect(self.changed)
        self.person.left.connect(self.changed)

    def show_form(self, form: AttendanceForm, held: Held) -> None:
        """Show this; a name that is being typed stays."""
        self.presence.set_value(form.presence)
        if not self.person.hasFocus():
            self.person.set_value(form.name)
        came = [(None, _("from the beginning")), *_items(held, _("to {item}"))]
        left = [(None, _("at the end")), *_items(held, _("before {item}"))]
        _offer(self.arrived, came, form.arrived_item_id)
        _offer(self.left, left, form.left_item_id)
        there = form.presence is Presence.PRESENT
        for field in self._fields[2:]:
            field.setVisible(there)

    def form(self, before: AttendanceForm) -> AttendanceForm:
        """What the fields say; the role goes with the name it was given for."""
        name = self.person.value()
        role = before.role if name == before.name else ""
        presence = Presence(self.presence.value())  # Qt hands back a plain str
        if presence is not Presence.PRESENT:
            return AttendanceForm(name, role, presence)
        return AttendanceForm(name, role, presence, self.arrived.value(), self.left.value())


def form_of(line: Attendee) -> AttendanceForm:
    """A line as its row holds it; who is not spoken of is absent."""
    presence = line.presence or Presence.ABSENT
    return AttendanceForm(line.name, line.role, presence, line.arrived_item_id, line.left_item_id)


def _items(held: Held, words: str) -> list[tuple[UUID | None, str]]:
    return [
        (one.line.id, words.format(item=item_name(held, one.line.id))) for one in held.items[1:]
    ]


def _offer(combo: Combo, choices: Sequence[tuple[UUID | None, str]], value: UUID | None) -> None:
    shown = [(combo.itemData(at), combo.itemText(at)) for at in range(combo.count())]
    if shown != list(choices):
        combo.set_choices(choices, value)
    else:
        combo.set_value(value)
