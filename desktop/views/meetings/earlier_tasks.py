"""What earlier meetings asked for: ticked when it is done, with a way back."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.follow_ups import complete_follow_up, reopen_follow_up
from desktop.models.meeting_tasks import EarlierTask
from desktop.texts import _, short_date
from desktop.views.desk import Desk
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.check_box import CheckBox
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.label import ElidedLabel, Label


class EarlierTasks(QWidget):
    """show_tasks() shows the network's open follow-ups; a tick completes one at once."""

    def __init__(self, desk: Desk, today: date) -> None:
        super().__init__()
        self._desk, self._today = desk, today
        self._shown: tuple[EarlierTask, ...] | None = None
        self.boxes: list[CheckBox] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)

    def show_tasks(self, tasks: tuple[EarlierTask, ...], *, locked: bool) -> None:
        """Show these."""
        if tasks != self._shown:
            self._shown = tasks
            self._lay(tasks)
        for box in self.boxes:
            box.setEnabled(not locked)

    def _lay(self, tasks: tuple[EarlierTask, ...]) -> None:
        clear(self._rows)
        self.boxes = []
        self._rows.addWidget(Label(_("From earlier meetings"), "label"))
        for task in tasks:
            self._rows.addWidget(self._row(task))
        if not tasks:
            self._rows.addWidget(Label(_("Nothing is left open."), "muted"))

    def _row(self, task: EarlierTask) -> QWidget:
        box = CheckBox("", checked=task.done_on is not None, name=task.task)
        box.changed.connect(lambda: self._tick(task, done=box.isChecked()))
        self.boxes.append(box)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(task.task))
        words.addWidget(ElidedLabel(_facts(task), "small"))
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(SPACE_S)
        row.addWidget(box)
        row.addLayout(words, 1)
        if task.done_on is not None:
            row.addWidget(Badge(_("done"), "primary"))
        elif task.overdue:
            row.addWidget(Badge(_("overdue"), "warn"))
        return whole

    def _tick(self, task: EarlierTask, *, done: bool) -> None:
        desk = self._desk
        if not done:
            desk.do(reopen_follow_up, task.id)
            return
        desk.do(complete_follow_up, task.id, self._today)
        said = _("Done: {task}").format(task=task.task)
        desk.messages.undo(said, lambda: desk.do(reopen_follow_up, task.id))


def _facts(task: EarlierTask) -> str:
    due = _("due {date}").format(date=short_date(task.due_on)) if task.due_on else ""
    return " · ".join(part for part in (task.responsible, due, task.meeting) if part)
