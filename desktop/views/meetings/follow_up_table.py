"""The follow-ups of an item: one row each, and one for the next."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.models import meeting_tasks
from desktop.models.meeting_tasks import Task, TaskForm, new_task
from desktop.models.minutes import HeldItem
from desktop.models.undoing import Removed
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.meetings.task_row import TaskRow, is_narrow, lay_columns
from desktop.views.sentences import sentence
from desktop.views.theme.tokens import SPACE_XS
from desktop.views.widgets.label import ElidedLabel


class FollowUpTable(QWidget):
    """show_item() for another item, take() for news of the same one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._item: UUID | None = None
        self._names: Sequence[str] = ()
        self._locked = False
        self.rows: dict[UUID, TaskRow] = {}
        self.new = TaskRow(None, ())
        self.new.given.connect(self._add)
        self.new.typed.connect(self._keep_new)
        head = QGridLayout()
        lay_columns(head)
        self._heads = [ElidedLabel(text, "label") for text in (_("Responsible"), _("Due"))]
        for at, label in enumerate((ElidedLabel(_("Follow-up"), "label"), *self._heads)):
            head.addWidget(label, 0, at)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE_XS)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_XS)
        whole.addLayout(head)
        whole.addLayout(self._lines)
        whole.addWidget(self.new)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for label in self._heads:
            label.setVisible(not is_narrow(self))

    def show_item(self, item: HeldItem, names: Sequence[str], *, locked: bool) -> None:
        """Show the tasks of another item, and what was typed of the next."""
        self.flush()
        self._item, self._names = item.line.id, names
        self.new.begin()
        self.new.put_texts(dict(item.new_task))
        self._clear()
        self.take(item, names, locked=locked)

    def take(self, item: HeldItem, names: Sequence[str], *, locked: bool) -> None:
        """Show what is on disk; a row that is being typed in stays as it is."""
        if item.line.id != self._item:
            return
        self._locked = locked
        if list(names) != list(self._names):
            self._names = names
            for row in (self.new, *self.rows.values()):
                row.set_names(names)
        gone = self.rows.keys() - {task.id for task in item.tasks}
        for id_ in gone:
            self._drop(self.rows.pop(id_))
        for task in item.tasks:
            self._row(task).show_task(task)
        self.new.setVisible(not locked)
        self.new.set_names(names)
        for row in self.rows.values():
            row.set_read_only(locked=locked)

    def flush(self) -> None:
        """Save what is whole, keep what is not."""
        for row in (self.new, *self.rows.values()):
            if row.dirty:
                row.keep()
        for row in self.rows.values():
            row.give()

    def _row(self, task: Task) -> TaskRow:
        row = self.rows.get(task.id)
        if row is None:
            row = self.rows[task.id] = TaskRow(task.id, self._names)
            row.given.connect(lambda form, row=row: self._change(row, form))
            row.typed.connect(lambda texts, row=row: self._keep(row.id, texts))
            row.removed.connect(lambda row=row: self._remove(row))
            self._lines.addWidget(row)
        return row

    def _add(self, form: TaskForm) -> None:
        if self._item is None:
            return

        def failed(error: Exception) -> None:
            self.new.take_back(form, TaskForm(), sentence(error))

        self._desk.do(
            meeting_tasks.add_task, self._desk.me, self._item, form, failed=failed, owner=self
        )

    def _change(self, row: TaskRow, form: TaskForm) -> None:
        before = row.loaded()

        def failed(error: Exception) -> None:
            row.take_back(form, before, sentence(error))

        change = meeting_tasks.change_task
        self._desk.do(change, self._desk.me, row.id, before, form, failed=failed, owner=row)

    def _remove(self, row: TaskRow) -> None:
        task = row.task.value()
        desk = self._desk

        def offer(removed: Removed) -> None:
            said = _("«{task}» is taken away.").format(task=task)
            desk.messages.undo(said, lambda: desk.do(meeting_tasks.restore_task, removed))

        desk.do(meeting_tasks.remove_task, desk.me, row.id, then=offer, owner=self)

    def _keep_new(self, texts: dict[str, str]) -> None:
        if self._item is not None:
            self._keep(new_task(self._item), texts)

    def _keep(self, id_: UUID | None, texts: dict[str, str]) -> None:
        self._desk.do(meeting_tasks.keep_task, id_, texts)

    def _clear(self) -> None:
        for row in self.rows.values():
            self._drop(row)
        self.rows = {}

    def _drop(self, row: TaskRow) -> None:
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()
