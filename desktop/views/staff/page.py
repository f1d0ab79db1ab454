"""The page «Ansatte»: the list, and beside it the form or the message to the staff."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from contract.collation import norwegian_key
from desktop.background import Lane
from desktop.models import staff, staff_drafts, staff_owner
from desktop.models.staff import Member, StaffList
from desktop.models.staff_drafts import Unfinished
from desktop.texts import _, ngettext
from desktop.views.desk import Desk
from desktop.views.staff import export
from desktop.views.staff.enrolment_panel import EnrolmentPanel
from desktop.views.staff.message_panel import MessagePanel
from desktop.views.staff.reminder import Reminder
from desktop.views.staff.words import facts, pill, role_names, role_text, status_tone
from desktop.views.wall_clock import today
from desktop.views.widgets.button import Button, IconButton
from desktop.views.widgets.card import Card
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.search_field import SearchField
from desktop.views.widgets.split import Split
from desktop.views.widgets.table_view import Table
from desktop.views.widgets.tables import Column

_KINDS = frozenset({"staff_enrolment"})
_CLOCK_MS = 300_000


class StaffPage(Page):
    """show_target(id) opens a person's form; show_target("new") an empty one.

    `where` asks where to save the list; it can be given by whoever has another way to ask.
    """

    import_asked = Signal()

    def __init__(
        self, desk: Desk, *, where: Callable[[QWidget, str], Path | None] = export.ask_where
    ) -> None:
        super().__init__(_("Staff"))
        self._desk, self._where = desk, where
        # somebody without a kindergarten, such as the secretariat, has an empty list
        self._kindergarten = desk.me.kindergarten or UUID(int=0)
        self._may_edit = desk.me.edits_staff and desk.me.kindergarten is not None
        self._list = StaffList((), ())
        self._wanted: object = None
        self._is_open = self._is_shown = False
        self.search = SearchField(_("Search for name, e-mail or role"))
        self.search.searched.connect(lambda _text: self._load())
        self._empty = EmptyState("people", "")
        self.table = self._make_table()
        self.panel = EnrolmentPanel(desk, self._kindergarten)
        self.message = MessagePanel(desk, self._kindergarten)
        self._side = QStackedWidget()
        self._side.addWidget(self.panel)
        self._side.addWidget(self.message)
        self._side.hide()
        self._reminder = Reminder(
            enrol_me=self._enrol_me, enrol_owner=self._enrol_owner, same_person=self._same_person
        )
        self._clock = QTimer(self)
        self._clock.setInterval(_CLOCK_MS)
        self._clock.timeout.connect(self._load)
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Show the list and keep it fresh; a form left unfinished by a crash is opened again."""
        if not self._is_open:
            self._is_open = True
            self._desk.changed.connect(self._on_change)
            self._clock.start()
            if self._may_edit and self._side.isHidden():
                self._desk.ask(
                    staff_drafts.unfinished, self._kindergarten, then=self._go_on, owner=self
                )
        self._load()

    def close_view(self) -> None:
        """Save what is typed and stop listening."""
        self.flush()
        if self._is_open:
            self._is_open = False
            self._desk.changed.disconnect(self._on_change)
            self._clock.stop()

    def flush(self) -> None:
        """Save what is typed."""
        self.panel.flush()
        self.message.flush()

    def show_target(self, target: object) -> None:
        """Open the form of a person by id, or an empty one for "new"."""
        if target == "new" and self._may_edit:
            self.add()
        elif isinstance(target, UUID):
            self._wanted = target
            self._load()

    def add(self) -> None:
        """Open the form for somebody new, with what was typed in it before."""
        if self._open_panel(self.panel) and self.panel.member is None:
            self.panel.fields.name.setFocus()
            return
        self._leave_row()
        self.panel.show_new()
        self._desk.ask(
            staff_drafts.texts_of, self._kindergarten, None, then=self._restore_new, owner=self
        )

    def write_message(self) -> None:
        """Open the message to those who have not been told."""
        self.panel.flush()
        self._leave_row()
        self._open_panel(self.message)
        self.message.open_for(self._list.unregistered)

    def save_list(self) -> None:
        """Save the list as it is shown, where the user says."""
        path = self._where(self, f"{_('Staff')}.xlsx")
        if path is not None:
            write = export.save(path, self.table.rows())
            self._desk.background.submit(
                Lane.NETWORK, write, self._saved, self._desk.tell, owner=self
            )

    def _saved(self, path: Path) -> None:
        self._desk.messages.done(_("Saved as {path}").format(path=path))

    def _lay_out(self) -> None:
        card = Card()
        card.body.addWidget(self.search)
        card.body.addWidget(self.table, 1)
        self.body.addWidget(self._reminder)
        if not self._may_edit:
            words = _(
                "You can read this list. Enrolling and changing is done by the head, "
                "the general manager or the deputy head."
            )
            self.body.addWidget(Label(words, "muted"))
        self.body.addWidget(Split(card, self._side), 1)
        save = IconButton("download", _("Save the list as a file"), self.save_list)
        self.add_action(save)
        if self._may_edit:
            self.add_action(Button(_("Import from Excel"), self.import_asked.emit, icon="upload"))
            self.add_action(Button(_("Message to staff"), self.write_message, icon="mail"))
            self.set_primary(
                Button(
                    _("Enrol an employee"),
                    self.add,
                    kind="primary",
                    icon="person-add",
                    shortcut="Ctrl+N",
                )
            )

    def _connect(self) -> None:
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self.panel.closed.connect(self._close_panel)
        self.message.closed.connect(self._close_panel)
        self.message.told.connect(self._told)
        self.panel.told.connect(self._told)
        self.panel.enrolled.connect(lambda _id: self.panel.fields.name.setFocus())

    def _make_table(self) -> Table:
        columns = [
            Column(_("Name"), lambda one: one.name, sort=_name_key, stretch=True),
            Column(_("Role"), role_text, sort=_role_key, stretch=True),
            Column(_("E-mail"), lambda one: one.email, stretch=True, muted=True),
            Column(_("Status"), pill, tone=status_tone, width=204),
        ]
        return Table(columns, name=_("Staff"), empty=self._empty)

    def _load(self) -> None:
        self._desk.ask(
            staff.staff, self._kindergarten, today(), self.search.value(), then=self._show
        )

    def _on_change(self, kinds: frozenset[str]) -> None:
        # what sync sends and gets refused shows in the list as well
        if kinds & _KINDS or "sync" in kinds:
            self._load()

    def _show(self, found: StaffList) -> None:
        self._list = found
        self.set_facts(facts(found) if found.everybody else "")
        self._remind()
        self._say_empty()
        self.panel.show_staff(found)
        self.message.show_members(found.unregistered)
        self._is_shown = False
        self.table.set_rows(found.members)
        self._is_shown = True
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.table.choose(wanted)

    def _remind(self) -> None:
        # an open form needs the room, and is perhaps the very one that the reminder asks for
        if self._may_edit and self._side.isHidden():
            self._reminder.show_missing(self._list.misses(self._desk.me.email))
        else:
            self._reminder.hide()

    def _say_empty(self) -> None:
        if self.search.value():
            self._empty.set_text(
                _("Nobody found"), _("Try a part of the name, the e-mail address or the role.")
            )
        else:
            self._empty.set_text(
                _("Nobody is enrolled yet"),
                _("Enrol yourself, the owner's representative and the staff. They get access."),
            )

    def _chosen(self, member: Member | None) -> None:
        if member is None or not self._may_edit or not self._is_shown:
            return
        shown = self.panel.member if self._shows(self.panel) else None
        if shown is not None and shown.id == member.id:
            return
        self.flush()
        self._open_panel(self.panel)
        self._show_member(member, {})
        self._desk.ask(
            staff_drafts.texts_of,
            self._kindergarten,
            member.id,
            then=lambda texts: self._restore(member, texts),
            owner=self,
        )

    def _opened(self, member: Member) -> None:
        self._chosen(member)
        if self._may_edit:
            self.panel.fields.name.setFocus()

    def _show_member(self, member: Member, texts: dict[str, str]) -> None:
        self.panel.show_member(member, texts)
        if self.table.isHidden() or not self.table.isVisible():
            self.panel.fields.name.setFocus()

    def _restore(self, member: Member, texts: dict[str, str]) -> None:
        current = self.panel.member
        same = current is not None and current.id == member.id
        if texts and current is not None and same and self.panel.is_untouched:
            self.panel.show_member(current, texts)

    def _restore_new(self, texts: dict[str, str]) -> None:
        # whoever has begun to type anew meanwhile goes on with that
        if texts and self.panel.member is None and self.panel.is_untouched:
            self.panel.show_new(texts, restored=True)

    def _go_on(self, left: Unfinished | None) -> None:
        if left is None:
            return
        if left.record is None:
            self._open_panel(self.panel)
            self.panel.show_new(left.texts, restored=True)
        else:
            self.show_target(left.record)

    def _enrol_me(self) -> None:
        me = self._desk.me
        mine = self._list.named(me.email)
        if mine is not None:
            self.show_target(mine.id)
            return
        self._prefill({"name": me.name, "email": me.email, "roles": ",".join(sorted(me.roles))})

    def _enrol_owner(self) -> None:
        self._prefill({"roles": "owner_representative"})

    def _prefill(self, texts: dict[str, str]) -> None:
        self.panel.flush()
        self._leave_row()
        self._open_panel(self.panel)
        self.panel.show_new(texts)

    def _same_person(self) -> None:
        mine = self._list.named(self._desk.me.email)
        if mine is None:
            return
        desk, id_ = self._desk, mine.id
        words = _("You are enrolled as the owner's representative as well.")

        def offer(_done: None) -> None:
            desk.messages.undo(words, lambda: desk.do(staff_owner.take_owner_role, id_))

        desk.do(staff_owner.add_owner_role, id_, then=offer, owner=self)

    def _told(self, ids: list[UUID]) -> None:
        self._desk.do(staff.mark_told, ids, today(), then=self._say_told, owner=self)

    def _say_told(self, ids: tuple[UUID, ...]) -> None:
        n = len(ids)
        words = ngettext("{n} person is marked as told.", "{n} people are marked as told.", n)
        self._desk.messages.undo(
            words.format(n=n), lambda: self._desk.do(staff.mark_told, ids, None)
        )

    def _shows(self, panel: QWidget) -> bool:
        return not self._side.isHidden() and self._side.currentWidget() is panel

    def _open_panel(self, panel: QWidget) -> bool:
        """Show this panel; whether it was shown already."""
        was = self._shows(panel)
        self._side.setCurrentWidget(panel)
        self._side.show()
        self._remind()
        return was

    def _close_panel(self) -> None:
        self.flush()
        self._side.hide()
        self._remind()
        self.panel.member = None
        self._leave_row()
        self.table.setFocus()

    def _leave_row(self) -> None:
        self.table.view.clearSelection()
        self.table.view.setCurrentIndex(QModelIndex())


def _name_key(member: Member) -> str:
    return norwegian_key(member.name)


def _role_key(member: Member) -> str:
    return norwegian_key(role_names(member.form.roles))
