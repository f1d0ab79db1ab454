"""The side panel in which an agenda item is written."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from contract.records import ItemType
from desktop.models.agenda import (
    DRAFTS,
    AgendaLine,
    ItemForm,
    add_item,
    change_item,
    item_form,
    new_item,
)
from desktop.models.faults import Refused
from desktop.models.waiting_items import queue_item, remove_waiting
from desktop.texts import _, clock
from desktop.views.desk import Desk
from desktop.views.meetings.keeping import Keeper
from desktop.views.meetings.mark_tools import MarkTools
from desktop.views.meetings.words import TYPES, item_number
from desktop.views.sentences import problem
from desktop.views.theme.tokens import SPACE_XS
from desktop.views.wall_clock import now
from desktop.views.widgets.button import Button, IconButton
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.number_edit import NumberEdit
from desktop.views.widgets.side_panel import SidePanel
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.text_line import TextLine

_REST_MS = 30_000


class ItemPanel(SidePanel):
    """show_new() writes a new item, show_line() one that is there, which saves by itself.

    added(id) tells that a new item is on the agenda; removal_asked(id), move_asked(id, step) and
    put_off_asked(id, whether to the next meeting) leave the doing to the page.
    """

    added = Signal(object)
    put_off_asked = Signal(object, bool)
    removal_asked = Signal(object)
    move_asked = Signal(object, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("New item"))
        self._desk = desk
        self._meeting: UUID | None = None
        self._line: AgendaLine | None = None
        self._saving: ItemForm | None = None
        self.has_next = False
        """Whether the network has a next meeting that an item can be moved to."""
        self._make_controls()
        self._keeper = Keeper(
            desk,
            DRAFTS,
            {
                "title": self.title_line,
                "type": self.kind,
                "minutes": self.minutes,
                "presenter": self.presenter,
                "background": self.background,
                "attachments": self.attachments,
            },
            self,
        )
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.save)
        self._keeper.changed.connect(self._rest.start)
        self._make_footer()
        QShortcut(
            QKeySequence.StandardKey.Save,
            self,
            self._finish,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )

    def show_new(self, meeting: UUID, presenter: str = "", *, proposal: bool = False) -> None:
        """Begin a new item, or go on with the one that was begun."""
        self.save()
        self._meeting, self._line = meeting, None
        self._say(_("Propose an item") if proposal else _("New item"), new=True)
        self._add.setText(_("Propose the item") if proposal else _("Add to the agenda"))
        self._later.setVisible(not proposal)
        self._fill(ItemForm(presenter=presenter))
        self._keeper.watch(new_item(meeting))
        self._keeper.restore(self._restored)
        self.show()
        self.title_line.setFocus()

    def show_line(self, line: AgendaLine, *, may_order: bool) -> None:
        """Write in an item that is on the agenda."""
        self.save()
        self._meeting, self._line = line.meeting_id, line
        number = item_number(line)
        self._say(_("Item {number}").format(number=number) if number else _("Item"), new=False)
        for button in (self._up, self._down, self._later, self._remove):
            button.setVisible(may_order)
        self._next.setVisible(may_order and self.has_next)
        self._fill(item_form(line))
        self._keeper.watch(line.id)
        self._keeper.restore(self._restored)
        self.show()

    def line_id(self) -> UUID | None:
        """The item that is shown, if it is on the agenda."""
        return self._line.id if self._line is not None and not self.isHidden() else None

    def take_news(self, line: AgendaLine | None) -> None:
        """The item is now this, or gone. What is being typed is never written over."""
        if self._line is None or line == self._line or self._saving is not None:
            return
        if line is None:
            if self._keeper.typed:
                self._note.setText(_("Somebody took this item off the agenda. Copy your words."))
                return
            self.hide()
            return
        if self._keeper.typed:
            text = _("Somebody changed this item meanwhile. Your words are merged when saved.")
            self._note.setText(text)
            return
        self._line = line
        self._fill(item_form(line))
        self._keeper.settled()

    def save(self) -> None:
        """Make an edit of what is typed into an item that is on the agenda."""
        self._rest.stop()
        line = self._line
        if line is None or not self._keeper.typed or self._saving is not None:
            self._keeper.flush()
            return
        self._keeper.flush()
        if not self._form.validate():
            return
        wanted = self._wanted()
        loaded = item_form(line)
        if wanted == loaded:
            self._keeper.forget()
            return
        self._saving = wanted
        self._desk.do(
            change_item,
            self._desk.me,
            line.id,
            loaded,
            wanted,
            then=lambda _nothing: self._saved(line, wanted),
            failed=self._refused,
            owner=self,
        )

    def flush(self) -> None:
        """Save what is typed: the page is left."""
        self.save()

    def _make_controls(self) -> None:
        self.title_line = TextLine()
        self.kind = Combo([(kind, _(label)) for kind, label in TYPES.items()])
        self.minutes = NumberEdit(10, least=0, most=480, unit=_("min"))
        self.presenter = TextLine()
        self.background = TextArea(lines=4, most=12)
        self.attachments = TextArea(lines=2, most=6, spelled=False)
        self._title_field = Field(_("Title"), self.title_line, required=True)
        self._minutes_field = Field(_("Allotted time"), self.minutes, required=True)
        self._form = Form(self._title_field, self._minutes_field)
        self._note = Label("", "small")
        reminder = _("No names of children, nothing about health.")
        marks = _("The marks become bold words, points and links in the notice.")
        background = Field(_("Background"), self.background, help=f"{reminder}\n{marks}")
        background.put_above(MarkTools(self.background))
        for field in (
            self._title_field,
            Field(_("What the meeting is to do"), self.kind),
            self._minutes_field,
            Field(_("Presenter"), self.presenter),
            background,
            Field(
                _("Attachments"),
                self.attachments,
                help=_("Titles, one a line, with the link after it: Budget https://…"),
            ),
        ):
            self.body.addWidget(field)
        self.body.addWidget(self._note)
        for control in (
            self.title_line,
            self.kind,
            self.minutes,
            self.presenter,
            self.background,
            self.attachments,
        ):
            control.left.connect(self._left)

    def _make_footer(self) -> None:
        self._add = Button(_("Add to the agenda"), self._on_add, kind="primary", icon="plus")
        self._up = IconButton("arrow-up", _("Move up"), lambda: self._move(-1))
        self._down = IconButton("arrow-down", _("Move down"), lambda: self._move(1))
        said = _("Move to the next meeting")
        next_ = partial(self._put_off, to_next=True)
        self._next = Button(_("To the next"), next_, kind="quiet", icon="arrow-right", tip=said)
        said = _("Let it wait for a later meeting")
        later = partial(self._put_off, to_next=False)
        self._later = Button(_("Put off"), later, kind="quiet", icon="clock", tip=said)
        ways = QWidget()
        flow = FlowLayout(ways, spacing=SPACE_XS)
        self._remove = Button(_("Remove"), self._on_remove, kind="danger", icon="trash")
        for button in (self._add, self._up, self._down, self._later, self._next):
            flow.addWidget(button)
        self.footer.addWidget(ways, 1)
        self.footer.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)

    def _say(self, title: str, *, new: bool) -> None:
        self.set_title(title)
        self._note.setText("" if new else _("Saves by itself."))
        self._add.setVisible(new)
        for button in (self._up, self._down, self._next, self._later, self._remove):
            button.setVisible(not new)
        self._form.clear_errors()

    def _fill(self, form: ItemForm) -> None:
        self.title_line.set_value(form.title)
        self.kind.set_value(form.type)
        self.minutes.set_value(form.minutes)
        self.presenter.set_value(form.presenter)
        self.background.set_value(form.background)
        self.attachments.set_value(form.attachments)

    def _wanted(self) -> ItemForm:
        return ItemForm(
            title=self.title_line.value(),
            type=ItemType(self.kind.value() or ItemType.DISCUSSION),
            background=self.background.value(),
            presenter=self.presenter.value(),
            minutes=self.minutes.value() or 0,
            attachments=self.attachments.value(),
        )

    def _restored(self, found: object) -> None:
        if found:
            self._note.setText(_("This is what you had written when the program was closed."))

    def _left(self) -> None:
        if self._line is not None:
            self.save()

    def _finish(self) -> None:
        self._on_add() if self._line is None else self.save()

    def _saved(self, line: AgendaLine, wanted: ItemForm) -> None:
        self._saving = None
        if self._line is None or self._line.id != line.id:
            return
        attachments = tuple(one.strip() for one in wanted.attachments.splitlines() if one.strip())
        self._line = replace(
            line,
            title=wanted.title,
            type=wanted.type,
            background=wanted.background,
            presenter=wanted.presenter,
            minutes=wanted.minutes,
            attachments=attachments,
        )
        if self._wanted() == wanted:
            self._keeper.settled()
        self._offer_undo(item_form(line), wanted, line.id)
        saved = clock(now())
        self._note.setText(_("Saved on this PC {time}").format(time=saved))

    def _offer_undo(self, before: ItemForm, now: ItemForm, id_: UUID) -> None:
        """What is chosen has no Ctrl+Z of its own, as text has."""
        back = replace(now, type=before.type, minutes=before.minutes, presenter=before.presenter)
        if back != now:
            desk = self._desk
            said = _("«{title}» is changed.").format(title=now.title)
            desk.messages.undo(said, lambda: desk.do(change_item, desk.me, id_, now, back))

    def _refused(self, error: Exception) -> None:
        self._saving = None
        if isinstance(error, Refused) and error.field in ("title", "minutes"):
            field = self._title_field if error.field == "title" else self._minutes_field
            field.set_error(problem(error.code))
        else:
            self._desk.tell(error)

    def _on_add(self) -> None:
        if self._meeting is None or self._line is not None or not self._form.validate():
            return
        self._add.setEnabled(False)
        self._desk.do(
            add_item,
            self._desk.me,
            self._meeting,
            self._wanted(),
            then=self._on_added,
            failed=self._on_not_added,
        )

    def _on_added(self, id_: UUID) -> None:
        self._add.setEnabled(True)
        self._fill(ItemForm())
        self._keeper.settled()
        self.hide()
        self.added.emit(id_)

    def _on_not_added(self, error: Exception) -> None:
        self._add.setEnabled(True)
        self._refused(error)

    def _move(self, step: int) -> None:
        if self._line is not None:
            self.move_asked.emit(self._line.id, step)

    def _put_off(self, *, to_next: bool) -> None:
        if self._line is not None:
            self.put_off_asked.emit(self._line.id, to_next)
        elif self._meeting is not None and self._form.validate():
            wanted, desk = self._wanted(), self._desk
            queued = partial(self._queued, wanted.title)
            failed = self._on_not_added
            desk.do(queue_item, desk.me, self._meeting, wanted, then=queued, failed=failed)

    def _queued(self, title: str, id_: UUID) -> None:
        self._fill(ItemForm())
        self._keeper.settled()
        desk = self._desk
        said = _("«{title}» waits for a later meeting.").format(title=title)
        desk.messages.undo(said, lambda: desk.do(remove_waiting, desk.me, id_))
        self.closed.emit()

    def _on_remove(self) -> None:
        if self._line is not None:
            self.removal_asked.emit(self._line.id)
