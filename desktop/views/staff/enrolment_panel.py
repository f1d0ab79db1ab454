"""The side panel in which somebody is enrolled, or what is known about a person is changed."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.models import staff, staff_drafts
from desktop.models.staff import EnrolmentForm, Member, Removed, RoleChange, StaffList
from desktop.texts import _, clock, short_date
from desktop.views.desk import Desk
from desktop.views.privacy import saving
from desktop.views.sentences import problem
from desktop.views.staff.enrolment_fields import EnrolmentFields
from desktop.views.staff.leaving import Leaving
from desktop.views.staff.next_step import next_step
from desktop.views.staff.notice import Notice
from desktop.views.staff.panel_foot import PanelFoot
from desktop.views.staff.role_change import RoleChanging, told
from desktop.views.staff.words import pill, status_tone
from desktop.views.wall_clock import today
from desktop.views.widgets.label import Label
from desktop.views.widgets.side_panel import SidePanel

_KEEP_MS, _REST_MS = 700, 30_000


class EnrolmentPanel(SidePanel):
    """show_new() or show_member(); flush() before it is hidden. Says in its title which it is."""

    enrolled = Signal(object)
    told = Signal(object)

    def __init__(self, desk: Desk, kindergarten: UUID) -> None:
        super().__init__(_("Enrol an employee"))
        self._desk, self._kindergarten = desk, kindergarten
        self._staff = StaffList((), ())
        self.where: saving.Where = saving.ask_where
        self.member: Member | None = None
        self._loaded: EnrolmentForm | None = None
        self._clean: dict[str, str] = {}
        self.fields = EnrolmentFields(self._enrolled_as)
        self._notice = Notice(_("Empty the form"), self._empty)
        self._leaving = Leaving(
            told=lambda one: self.told.emit([one.id]),
            leaves=self._leaves,
            remove=self._remove,
            save=lambda one: saving.save_data(desk, self, one.name, one.email, self.where),
            erased_after=lambda: desk.me.erased_after,
        )
        self._role_change = RoleChanging(self._change_roles)
        self.foot = PanelFoot(cancel=self._cancel, enrol=self.enrol, done=self.closed.emit)
        self._next = Label(role="muted")
        self.body.addWidget(self._next)
        self.body.addWidget(self._notice)
        for field in self.fields.form.fields:
            self.body.addWidget(field)
        self.body.addWidget(self._role_change)
        self.body.addWidget(self._leaving)
        self.footer.addWidget(self.foot)
        self._keep_timer = self._timer(_KEEP_MS, self._keep)
        self._rest_timer = self._timer(_REST_MS, self.save)
        self.fields.changed.connect(self._typed)
        self.fields.left.connect(self.save)
        shortcut = QShortcut(QKeySequence.StandardKey.Save, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._save_by_keys)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing is typed that is not saved as an edit."""
        return self.fields.texts() == self._clean

    def show_new(self, texts: Mapping[str, str] | None = None, *, restored: bool = False) -> None:
        """Enrol somebody; `texts` are what is known or was typed already."""
        self._begin(None, texts or {})
        self.set_title(_("Enrol an employee"))
        self.set_badge("")
        self.fields.by_name["ends_on"].show()
        self._leaving.hide()
        self._role_change.hide()
        self._next.hide()
        self.foot.for_new()
        if restored:
            self._notice.say(_("What you wrote last time is here again."), action=True)
        self.fields.name.setFocus()

    def show_member(self, member: Member, texts: Mapping[str, str] | None = None) -> None:
        """Change what is known about a person; `texts` were typed before and are no edit yet."""
        self._begin(member, texts or {})
        self.set_title(_("Change employee"))
        # the leaver notice below has it
        self.fields.by_name["ends_on"].hide()
        self._tell_state(member)
        self._leaving.show()
        self.foot.for_member()
        if texts:
            self._notice.say(_("What you wrote last time is here again."))

    def show_staff(self, found: StaffList) -> None:
        """Take note of a list newly read; what is being typed is not touched."""
        self._staff = found
        if self.member is None:
            return
        now = next((one for one in found.everybody if one.id == self.member.id), None)
        if now is None:
            self._notice.say(_("This person is no longer in the list."))
            return
        self._take_news(now)

    def flush(self) -> None:
        """Save what is typed: as an edit where it is right, else as a draft."""
        self.save()
        if self._keep_timer.isActive():
            self._keep_timer.stop()
            self._keep()

    def enrol(self) -> None:
        """Enrol the new person, or lead to the field that is wrong."""
        if not self.fields.form.validate() or (form := self.fields.value()) is None:
            return
        self._stop_timers()
        self.foot.enrol.setEnabled(False)
        self._desk.do(
            staff_drafts.enrol,
            self._kindergarten,
            form,
            then=self._enrolled,
            failed=self._failed,
            owner=self,
        )

    def save(self) -> None:
        """Make an edit of what is typed about a person, where all fields are right."""
        wanted = self.fields.value()
        if self.member is None or wanted is None or self.is_untouched:
            return
        self._stop_timers()
        before, self._loaded = self._loaded, wanted
        self._clean = self.fields.texts()
        person = self.member.id

        def failed(error: Exception) -> None:
            self._loaded, self._clean = before, {}
            self._failed(error)

        self._desk.do(
            staff_drafts.change,
            self._kindergarten,
            person,
            before,
            wanted,
            then=lambda _done: self._saved(person, before, wanted),
            failed=failed,
            owner=self,
        )

    def _begin(self, member: Member | None, texts: Mapping[str, str]) -> None:
        self._stop_timers()
        self.member = member
        self._loaded = member.form if member else None
        self.fields.show_form(self._loaded, today())
        self._clean = self.fields.texts()
        self.fields.show_texts(texts)
        self._notice.say("")
        self.foot.enrol.setEnabled(True)

    def _take_news(self, member: Member) -> None:
        self.member = member
        self._tell_state(member)
        if member.form == self._loaded:
            return
        if self.is_untouched:
            self._loaded = member.form
            self.fields.show_form(member.form, today())
            self._clean = self.fields.texts()
        else:
            self._notice.say(
                _("Somebody else has changed this meanwhile. What you write here is kept.")
            )

    def _tell_state(self, member: Member) -> None:
        self.set_badge(pill(member), status_tone(member))
        self._leaving.show_member(member)
        alone = self._staff.leads_alone(member)
        self._role_change.show_member(member, leads_alone=alone)
        now = datetime.now().astimezone()
        self._next.setText(next_step(member, now, self._desk.me.erased_after))
        self._next.show()
        if member.rejected_because:
            reason = _("Rejected by the secretariat: {reason}")
            self._notice.say(reason.format(reason=member.rejected_because))

    def _typed(self) -> None:
        # never put off: what is typed without a pause has to be on disk within a second too
        if not self._keep_timer.isActive():
            self._keep_timer.start()
        self._rest_timer.start()

    def _keep(self) -> None:
        record = self.member.id if self.member else None
        self._desk.do(staff_drafts.keep, self._kindergarten, record, self.fields.texts())

    def _empty(self) -> None:
        self._desk.do(staff_drafts.forget, self._kindergarten, None)
        self.show_new()

    def _cancel(self) -> None:
        before = self.fields.texts()
        self._stop_timers()
        self._desk.do(staff_drafts.forget, self._kindergarten, None)
        if before != self._clean:
            keep = (staff_drafts.keep, self._kindergarten, None, before)
            self._desk.messages.undo(
                _("The enrolment form is emptied."),
                lambda: self._desk.do(*keep, then=lambda _done: self.show_new(before), owner=self),
            )
        self.show_new()
        self.closed.emit()

    def _enrolled(self, id_: UUID) -> None:
        name, desk = self.fields.name.value(), self._desk
        words = _("{name} is enrolled.").format(name=name)
        desk.messages.undo(words, lambda: desk.do(staff.remove, id_))
        self.show_new()
        self.enrolled.emit(id_)

    def _saved(self, id_: UUID, before: EnrolmentForm | None, wanted: EnrolmentForm) -> None:
        now = datetime.now().astimezone()
        self.foot.say(_("Saved on this PC {clock}.").format(clock=clock(now)))
        if before is None or (before.roles, before.email) == (wanted.roles, wanted.email):
            return
        # the account follows these, also when a slip of the mouse changed them
        words, desk, home = _("The access of {name} is changed."), self._desk, self._kindergarten
        desk.messages.undo(
            words.format(name=wanted.name),
            lambda: desk.do(staff_drafts.change, home, id_, wanted, before),
        )

    def _failed(self, error: Exception) -> None:
        self.foot.enrol.setEnabled(True)
        field = str(getattr(error, "field", ""))
        words = problem(str(getattr(error, "code", ""))) if field else ""
        if not self.fields.show_refusal(field, words):
            self._desk.tell(error)

    def _leaves(self, member: Member, day: date | None) -> None:
        words = (
            _("{name} leaves {date}.").format(name=member.name, date=short_date(day))
            if day
            else _("The leaver notice of {name} is taken back.").format(name=member.name)
        )

        def undo(before: date | None) -> None:
            self._desk.messages.undo(words, lambda: self._desk.do(staff.set_end, member.id, before))

        self._desk.do(
            staff.set_end,
            member.id,
            day,
            then=undo,
            failed=self._refuse_day,
            owner=self,
        )

    def _refuse_day(self, error: Exception) -> None:
        if getattr(error, "field", ""):
            self._leaving.refuse(problem(str(getattr(error, "code", ""))))
        else:
            self._desk.tell(error)

    def _change_roles(self, member: Member, change: RoleChange | None) -> None:
        self.save()
        act, desk = (staff.change_roles, self._desk.me, member.id), self._desk

        def undo(before: RoleChange | None) -> None:
            desk.messages.undo(told(member, change), lambda: desk.do(*act, before, today()))

        desk.do(*act, change, today(), then=undo, failed=self._refuse_change, owner=self)

    def _refuse_change(self, error: Exception) -> None:
        field = str(getattr(error, "field", ""))
        if field in self._role_change.fields:
            self._role_change.refuse(field, problem(str(getattr(error, "code", ""))))
        else:
            self._desk.tell(error)

    def _remove(self, member: Member) -> None:
        self._stop_timers()
        self._desk.do(staff_drafts.forget, self._kindergarten, member.id)
        self._desk.do(staff.remove, member.id, then=self._removed, owner=self)

    def _removed(self, removed: Removed) -> None:
        words = _("The enrolment of {name} is removed.").format(name=removed.form.name)
        desk = self._desk
        desk.messages.undo(words, lambda: desk.do(staff.bring_back, removed))
        self.member = None
        self.closed.emit()

    def _save_by_keys(self) -> None:
        if self.member is None:
            self.enrol()
        elif self.fields.form.validate():
            self.save()

    def _enrolled_as(self, email: str) -> Member | None:
        found = self._staff.named(email)
        mine = found is not None and self.member is not None and found.id == self.member.id
        return None if mine else found

    def _stop_timers(self) -> None:
        self._keep_timer.stop()
        self._rest_timer.stop()

    def _timer(self, pause: int, call: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(call)
        return timer
