"""The agenda on its card: the items, how long they take, and when the meeting is over."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.models.agenda import AgendaLine, expected_end, total_minutes
from desktop.models.meetings import MeetingFacts
from desktop.texts import _, clock, minutes, ngettext
from desktop.views.meetings.agenda_list import AgendaList
from desktop.views.theme.tokens import SPACE_M
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label


class AgendaCard(Card):
    """show_lines(lines, facts). new_asked wants a new item, template_asked a template of this."""

    new_asked = Signal()
    template_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Agenda"))
        self.list = AgendaList()
        self._wanted: UUID | None = None
        self._sum = Label("", "muted")
        self._over = Badge()
        self._hint = Label("", "small")
        self._new = Button(_("New item"), self.new_asked.emit, icon="plus")
        said = _("Keep the agenda as a template")
        keep = self.template_asked.emit
        self._template = Button(_("Save as a template"), keep, kind="quiet", icon="save", tip=said)
        self.add_action(self._template)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_M)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._new)
        line = QHBoxLayout()
        line.addWidget(self._sum, 1)
        line.addWidget(self._over)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(line)
        self.body.addLayout(foot)
        for unknown in (self._over, self._new, self._template):
            unknown.hide()

    def show_lines(self, lines: list[AgendaLine], facts: MeetingFacts) -> None:
        """Show the items of a meeting, and what they come to."""
        row = facts.row
        self.list.set_lines(lines, row.starts, may_order=facts.may_plan)
        if self._wanted is not None and self.list.choose(self._wanted):
            self._wanted = None
            self.list.setFocus()
        total = total_minutes(lines)
        count = ngettext("{n} item", "{n} items", len(lines)).format(n=len(lines))
        ends = _("done about {time}").format(time=clock(expected_end(row.starts, total)))
        self._sum.setText(f"{count} · {minutes(total)} · {ends}")
        over = total - _between(facts)
        text = _("{time} too long").format(time=minutes(over)) if over > 0 else ""
        self._over.set(text, "warn")
        self._new.setVisible(facts.may_propose)
        self._new.setText(_("New item") if facts.may_plan else _("Propose an item"))
        hint = _("Drag an item to move it, or use Alt with the arrow keys.")
        self._hint.setText(hint)
        self._template.setVisible(facts.may_plan and bool(lines))
        self._hint.setVisible(facts.may_plan and len(lines) > 1)

    def choose_when_shown(self, id_: UUID) -> None:
        """Put the cursor on an item that will be shown next."""
        self._wanted = id_

    def summary(self) -> str:
        """What the items come to, in words."""
        return self._sum.text()


def _between(facts: MeetingFacts) -> int:
    starts, ends = facts.row.starts, facts.row.ends
    return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
