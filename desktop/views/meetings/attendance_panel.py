"""Who is there: the kindergartens with their votes, the guests without, and the quorum."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.models import attendance
from desktop.models.attendance import AttendanceForm, Attendee, GuestForm, quorum
from desktop.models.minutes import Held
from desktop.models.one_line import who_is_meant
from desktop.models.undoing import Removed
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.meetings.attendance_entry import AttendanceEntry
from desktop.views.meetings.attendance_row import AttendanceRow, form_of
from desktop.views.meetings.guest_form import GuestFields
from desktop.views.meetings.hold_words import quorum_words
from desktop.views.theme.tokens import SPACE_M, SPACE_S, SPACE_XS
from desktop.views.widgets.button import Button, IconButton
from desktop.views.widgets.card import Card
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.label import ElidedLabel, Label
from desktop.views.widgets.scrolled import scroll_area

_MANY = 40
"""So many rows are there at a time: a national meeting has hundreds."""


class AttendancePanel(Card):
    """show_held(held, item) shows who is present at that item."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Attendance"))
        self._desk = desk
        self._held: Held | None = None
        self._meeting: UUID | None = None
        self._shown: object = None
        self._item: UUID | None = None
        self._locked = True
        self.rows: dict[UUID, AttendanceRow] = {}
        self._quorum = Label("", "small")
        self.entry = AttendanceEntry()
        self.entry.said.connect(self._say)
        self.entry.line.textChanged.connect(self._filter)
        self._most = _MANY
        area = self._lists()
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(SPACE_M, SPACE_M + SPACE_XS, SPACE_S, SPACE_M)
        layout.setSpacing(SPACE_XS)
        self.body.addWidget(self._quorum)
        self.body.addWidget(self.entry)
        self.body.addWidget(area, 1)

    def _lists(self) -> QScrollArea:
        """The members, the guests, and a way to add one."""
        inner = QWidget()
        inner.setObjectName("scrolled")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(3, 3, SPACE_XS, 3)
        rows.setSpacing(0)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        rows.addLayout(self._lines)
        self.more = Button("", self._show_more, kind="quiet")
        rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._guests = QVBoxLayout()
        self._guests.setSpacing(0)
        rows.addLayout(self._guests)
        self.guest = GuestFields()
        self.guest.added.connect(self._add_guest)
        rows.addWidget(self.guest)
        rows.addStretch(1)
        area = scroll_area()
        area.setWidget(inner)
        return area

    def show_held(self, held: Held, item: UUID | None, *, locked: bool) -> None:
        """Show who is there when this item is treated."""
        self._held, self._meeting = held, held.facts.row.id
        self.entry.show_held(held, item)
        self.entry.setVisible(not locked)
        self._item, self._locked = item, locked
        self._tell_quorum(held, item)
        now = (held.attendees, tuple(one.line for one in held.items), locked)
        if now == self._shown:
            return  # laid out anew at each reload, it would cost the one who types
        self._shown = now
        self._show_members(held)
        self._lay_guests([line for line in held.attendees if line.guest], locked=locked)
        self.guest.setVisible(not locked)

    def _tell_quorum(self, held: Held, item: UUID | None) -> None:
        found = quorum(held.attendees, held.present(item), held.quorum)
        said, tone = quorum_words(found)
        counts = _("{present} of {members}")
        self.set_badge(counts.format(present=found.present, members=found.members), tone)
        self._quorum.setText(said)
        self._quorum.set_role("small" if found.reached else "error")

    def _show_members(self, held: Held) -> None:
        """All of a local network; of hundreds those whom the letters mean, some at a time."""
        members = [line for line in held.attendees if not line.guest]
        if len(members) > _MANY:
            meant = {line.id for line in who_is_meant(self.entry.letters(), members)}
            members = [line for line in members if line.id in meant] or members
        shown = members[: self._most]
        self.more.setText(f"{_('Show more')} ({len(members) - len(shown)})")
        self.more.setVisible(len(shown) < len(members))
        self._lay(shown)
        for line in shown:
            self.rows[line.id].show_line(line, held, locked=self._locked)

    def _filter(self) -> None:
        self._most = _MANY
        if self._held is not None:
            self._show_members(self._held)

    def _show_more(self) -> None:
        self._most += _MANY
        if self._held is not None:
            self._show_members(self._held)

    def _lay(self, lines: list[Attendee]) -> None:
        """Have a row for each of these, and keep those that are there."""
        ids = [line.id for line in lines]
        if list(self.rows) == ids:
            return
        for id_ in self.rows.keys() - set(ids):
            _drop(self._lines, self.rows.pop(id_))
        before, self.rows = self.rows, {}
        for place, line in enumerate(lines):
            row = self.rows[line.id] = before.get(line.id) or self._row(line)
            if self._lines.indexOf(row) != place:
                self._lines.insertWidget(place, row)

    def _row(self, line: Attendee) -> AttendanceRow:
        row = AttendanceRow(line)
        row.said.connect(
            lambda before, wanted, id_=line.kindergarten_id: self._mark(id_, before, wanted)
        )
        row.asked_for_details.connect(lambda: self._open(row))
        return row

    def _open(self, row: AttendanceRow) -> None:
        if self._held is not None:
            row.open_details(self._held).presence.setFocus()

    def _mark(self, kindergarten: UUID, before: object, wanted: AttendanceForm) -> None:
        mark, desk = attendance.mark, self._desk
        desk.do(
            mark,
            desk.me,
            self._meeting,
            kindergarten,
            before,
            wanted,
            failed=self._not_marked,
            owner=self,
        )

    def _say(self, line: Attendee, wanted: AttendanceForm) -> None:
        if line.kindergarten_id is not None:
            before = form_of(line) if line.presence is not None else None
            self._mark(line.kindergarten_id, before, wanted)

    def _not_marked(self, error: Exception) -> None:
        """Show again what holds."""
        self._desk.tell(error)
        held, self._shown = self._held, None
        if held is not None:
            self.show_held(held, self._item, locked=self._locked)

    def _add_guest(self, form: GuestForm) -> None:
        self._desk.do(attendance.add_guest, self._desk.me, self._meeting, form)

    def _lay_guests(self, guests: list[Attendee], *, locked: bool) -> None:
        clear(self._guests)
        if guests:
            self._guests.addWidget(Label(_("Guests, without a vote"), "label"))
        for guest in guests:
            self._guests.addWidget(self._guest_row(guest, locked=locked))

    def _guest_row(self, guest: Attendee, *, locked: bool) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(SPACE_S)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(guest.name))
        facts = " · ".join(part for part in (guest.kindergarten, guest.role) if part)
        if facts:
            words.addWidget(ElidedLabel(facts, "small"))
        row.addLayout(words, 1)
        if not locked:
            said = _("Remove {name}").format(name=guest.name)
            row.addWidget(IconButton("close", said, lambda: self._remove(guest)))
        return whole

    def _remove(self, guest: Attendee) -> None:
        desk = self._desk

        def offer(removed: Removed) -> None:
            said = _("{name} is no longer a guest.").format(name=guest.name)
            desk.messages.undo(said, lambda: desk.do(attendance.restore_guest, removed))

        desk.do(attendance.remove_guest, desk.me, guest.id, then=offer, owner=self)


def _drop(rows: QVBoxLayout, widget: QWidget) -> None:
    rows.removeWidget(widget)
    widget.hide()
    widget.deleteLater()
