"""A follow-up in its table: what, who, when."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QSizePolicy, QWidget

from desktop.models.meeting_tasks import Task, TaskForm
from desktop.models.one_line import read_task
from desktop.texts import _, read_date
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_S
from desktop.views.wall_clock import now
from desktop.views.widgets.button import IconButton
from desktop.views.widgets.completions import Completions
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_line import TextLine

_KEEP_MS = 500
DATE_WIDTH, ACT_WIDTH, _ONE_LINE = 140, 36, 600


def lay_columns(grid: QGridLayout) -> None:
    """The columns that head and rows share."""
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE_S)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(0, 5)
    grid.setColumnStretch(1, 3)
    grid.setColumnMinimumWidth(2, px(DATE_WIDTH))
    grid.setColumnMinimumWidth(3, px(ACT_WIDTH))


def is_narrow(widget: QWidget) -> bool:
    """Whether a task does not fit one line of this width."""
    return widget.width() < px(_ONE_LINE)


class TaskRow(QWidget):
    """given(TaskForm) when a whole row is left or Enter is pressed; typed(texts) while it is not.

    A row without an id is for the next task: given, it is empty again.
    """

    given = Signal(object)
    typed = Signal(object)
    removed = Signal()

    def __init__(self, id_: UUID | None, responsible: Sequence[str]) -> None:
        super().__init__()
        self.id = id_
        self._loaded = TaskForm()
        self.dirty = False
        self._names: Sequence[str] = ()
        hint = _("Solbakken: draft of the agreement, 10.12") if id_ is None else ""
        self.task = TextLine(placeholder=hint, name=_("Follow-up"))
        self.responsible = TextLine(placeholder=_("Responsible"), name=_("Responsible"))
        self.due = DateEdit(name=_("Due"))
        self.due.setFixedWidth(px(DATE_WIDTH))
        for edit in (self.task, self.responsible):
            edit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.note = Label("", "error")
        self.note.hide()
        self._act = IconButton("trash", _("Remove the follow-up"), self.removed.emit)
        self._grid = QGridLayout(self)
        lay_columns(self._grid)
        self._lines = 0
        self._arrange()
        if id_ is None:
            self._act.set_icon("plus")
            self._act.setToolTip(_("Add the follow-up"))
            self._act.setAccessibleName(_("Add the follow-up"))
            self._act.clicked.disconnect()
            self._act.clicked.connect(lambda _on=False: self.give(insist=True))
        self.set_names(responsible)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep)
        for control in (self.task, self.responsible, self.due):
            control.changed.connect(self._on_typing)
            control.left.connect(self._on_left)
            control.returnPressed.connect(lambda: self.give(insist=True))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """What is to be done has a line of its own where it would be cut beside the others."""
        lines = 2 if is_narrow(self) else 1
        if lines == self._lines:
            return
        self._lines = lines
        last = lines - 1
        self._grid.addWidget(self.task, 0, 0, 1, 4 if last else 1)
        self._grid.addWidget(self.responsible, last, 0 if last else 1, 1, 2 if last else 1)
        self._grid.addWidget(self.due, last, 2)
        self._grid.addWidget(self._act, last, 3)
        self._grid.addWidget(self.note, 2, 0, 1, 4)

    def set_names(self, names: Sequence[str]) -> None:
        """Offer these as responsible."""
        if list(names) == list(self._names):
            return
        self._names = names
        self.responsible.setCompleter(Completions(list(names), self.responsible))

    def show_task(self, task: Task) -> None:
        """Show what is on disk, unless something else is being typed."""
        form = TaskForm(task.task, task.responsible, task.due_on)
        if self.dirty or form == self._loaded:
            return
        self._put(form)
        if task.typed:
            self.put_texts(task.typed)

    def begin(self) -> None:
        """Be empty, for a task that nobody has typed of."""
        self._put(TaskForm())
        self._say("")

    def put_texts(self, texts: object) -> None:
        """Bring back what was typed."""
        if not isinstance(texts, dict) or not texts:
            return
        self.task.setText(texts.get("task", ""))
        self.responsible.setText(texts.get("responsible", ""))
        self.due.set_value(read_date(texts.get("due_on", "")))
        self.dirty = True

    def form(self) -> TaskForm:
        """What the row holds."""
        return TaskForm(self.task.value(), self.responsible.value(), self.due.value())

    def loaded(self) -> TaskForm:
        """What it held when it was loaded."""
        return self._loaded

    def keep(self) -> None:
        """Say what is typed, for the disk."""
        self._timer.stop()
        if self.dirty:
            texts = {
                "task": self.task.text(),
                "responsible": self.responsible.text(),
                "due_on": self.due.text(),
            }
            self.typed.emit(texts)

    def give(self, *, insist: bool = False) -> None:
        """Hand the row over if it is whole; else say what it lacks, where it was asked for."""
        if self.id is None:
            self._read_one_line()
        form = self.form()
        wrong = self._wrong(form)
        if not self.dirty and not insist:
            return
        if wrong:
            if form != TaskForm():
                self._say(wrong)
            return
        self._say("")
        self._timer.stop()
        self.dirty = False
        if form != self._loaded:
            self.given.emit(form)
        if self.id is None:
            self._put(TaskForm())
            self.task.setFocus()
        else:
            self._loaded = form

    def _read_one_line(self) -> None:
        """Who and when can be typed with what: «Solbakken: utkast til avtale, 10.12»."""
        form = self.form()
        if form.responsible or form.due_on is not None or self.due.text():
            return
        read = read_task(form.task, self._names, now().date())
        if read.task and (read.responsible or read.due_on is not None):
            self.task.setText(read.task)
            self.responsible.setText(read.responsible)
            self.due.set_value(read.due_on)

    def take_back(self, form: TaskForm, before: TaskForm, sentence: str) -> None:
        """The row could not be saved: it stands as it was typed."""
        self._put(form)
        self._loaded, self.dirty = before, True
        self._say(sentence)
        self.keep()

    def set_read_only(self, *, locked: bool) -> None:
        """Show it without letting it be changed."""
        for edit in (self.task, self.responsible, self.due):
            edit.setReadOnly(locked)
        self._act.setVisible(not locked)

    def _wrong(self, form: TaskForm) -> str:
        if not form.task:
            return _("Write what is to be done.")
        if not form.responsible:
            return _("Write who is responsible.")
        return self.due.problem()

    def _put(self, form: TaskForm) -> None:
        self.task.setText(form.task)
        self.task.setCursorPosition(0)
        self.task.setToolTip(form.task)
        self.responsible.setText(form.responsible)
        self.responsible.setCursorPosition(0)
        self.responsible.setToolTip(form.responsible)
        self.due.set_value(form.due_on)
        self._loaded, self.dirty = form, False

    def _on_typing(self) -> None:
        self.dirty = True
        if not self._timer.isActive():
            self._timer.start(_KEEP_MS)

    def _on_left(self) -> None:
        focused = QApplication.focusWidget()
        popup = QApplication.activePopupWidget()
        if popup is not None or (focused is not None and self.isAncestorOf(focused)):
            return
        self.give()

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
