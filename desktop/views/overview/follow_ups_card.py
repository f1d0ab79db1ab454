"""What is left to do after meetings, nearest first, ticked off in place."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.overview_values import FollowUps, OpenFollowUp
from desktop.texts import _, ngettext
from desktop.views.overview.words import due
from desktop.views.theme.tokens import SPACE_M
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.card import Card
from desktop.views.widgets.check_box import CheckBox
from desktop.views.widgets.label import ElidedLabel, Label
from desktop.views.widgets.rows import RowList

Done = Callable[[OpenFollowUp], object]


class FollowUpRow(QWidget):
    """A box to tick, the task, who has it, and when it is due."""

    def __init__(self, item: OpenFollowUp, today: date, done: Done) -> None:
        super().__init__()
        self.button = CheckBox("", name=item.task)
        words, tone = due(item.due_on, today)
        self.button.setAccessibleDescription(f"{item.responsible}, {words}")
        self.button.changed.connect(lambda: done(item))
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(_TaskLabel(item.task, self.button))
        about = " · ".join(part for part in (item.responsible, item.meeting) if part)
        texts.addWidget(ElidedLabel(about, "small"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(SPACE_M)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(Badge(words, tone) if tone else Label(words, "muted", wrap=False))


class _TaskLabel(ElidedLabel):
    """A click on the words ticks the box, as people expect."""

    def __init__(self, text: str, box: CheckBox) -> None:
        super().__init__(text)
        self._box = box

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._box.click()


class FollowUpsCard(Card):
    """done(item) is called when its box is ticked."""

    def __init__(self, done: Done) -> None:
        super().__init__(_("Follow-ups"))
        self._done = done
        self._rows = RowList(name=_("Follow-ups"))
        self._more = Label(role="small")
        self._empty = Label(
            _("Nothing to follow up. What meetings hand out shows here until it is done."), "muted"
        )
        for widget in (self._rows, self._more, self._empty):
            self.body.addWidget(widget)

    def show_follow_ups(self, found: FollowUps, today: date) -> None:
        """Show the nearest, and tell of the rest."""
        self._rows.set_rows([FollowUpRow(item, today, self._done) for item in found.nearest])
        self._rows.setVisible(bool(found.nearest))
        self._empty.setVisible(not found.nearest)
        rest = found.count - len(found.nearest)
        self._more.setText(ngettext("and {n} more", "and {n} more", rest).format(n=rest))
        self._more.setVisible(rest > 0)
        if found.overdue:
            words = ngettext("{n} overdue", "{n} overdue", found.overdue)
            self.set_badge(words.format(n=found.overdue), "danger")
        elif found.due_this_week:
            words = ngettext("{n} due within a week", "{n} due within a week", found.due_this_week)
            self.set_badge(words.format(n=found.due_this_week), "warn")
        else:
            self.set_badge("")
