"""Who stands in for the head, set by the head for a while."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.stand_in import Deputy, Period, deputies, stand_in
from desktop.texts import _, short_date
from desktop.views.desk import Desk
from desktop.views.sentences import problem
from desktop.views.settings.heads_card import HeadsCard
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.wall_clock import today
from desktop.views.widgets.button import Button
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label

_KINDS = frozenset({"staff_enrolment"})
_DATE = 170


class StandInCard(HeadsCard):
    """The deputies, each with the days on which to stand in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Who stands in for you"), _KINDS)
        self._found: Sequence[Deputy] = ()
        self.rows: list[DeputyRow] = []
        note = _(
            "On these days a deputy reads notices, agendas and minutes of your networks, proposes "
            "items, comments on minutes and answers notices, as you do."
        )
        self.body.addWidget(Label(note, "muted"))
        self._nobody = Label(_("Enrol a deputy head first, under Staff."), "muted")
        self.body.addWidget(self._nobody)
        self.hide()

    def fetch(self, me: Me, id_: UUID) -> None:  # noqa: ARG002
        self._desk.ask(deputies, me, today(), then=self._show, owner=self)

    def _show(self, found: Sequence[Deputy]) -> None:
        self.show()
        self._nobody.setVisible(not found)
        if found == self._found:
            return
        self._found = found
        for row in self.rows:
            row.deleteLater()
        self.rows = [DeputyRow(one, partial(self._set, one)) for one in found]
        for row in self.rows:
            self.body.addWidget(row)

    def _set(self, deputy: Deputy, row: "DeputyRow", wanted: Period | None) -> None:
        desk = self._desk

        def tell(before: Period | None) -> None:
            said = _("{name} stands in from {starts} until {ends}.") if wanted else ""
            words = said or _("{name} does not stand in any more.")
            days = wanted or before
            told = words.format(
                name=deputy.name,
                starts=short_date(days.starts) if days else "",
                ends=short_date(days.ends) if days else "",
            )
            desk.messages.undo(
                told, lambda: desk.do(stand_in, desk.me, deputy.id, before, date.min)
            )

        me = desk.me
        desk.do(stand_in, me, deputy.id, wanted, today(), then=tell, failed=row.refuse, owner=self)


class DeputyRow(QWidget):
    """One deputy: from, until, and whether it is to be so."""

    def __init__(self, deputy: Deputy, give: Callable[["DeputyRow", Period | None], None]) -> None:
        super().__init__()
        self._give = give
        period = deputy.period
        self.starts = DateEdit(period.starts if period else None)
        self.ends = DateEdit(period.ends if period else None)
        self._from = Field(_("First day"), self.starts, required=True)
        self.until = Field(_("Last day"), self.ends, required=True)
        self._form = Form(self._from, self.until)
        for label, field in ((_("First day"), self._from), (_("Last day"), self.until)):
            field.control.setAccessibleName(f"{deputy.name}, {label}")
            field.setFixedWidth(px(_DATE))
        self.save = Button(_("Let stand in"), self._save, icon="check")
        self.stop = Button(_("Stands in no more"), self._stop)
        for button in (self.save, self.stop):
            button.setAccessibleName(f"{deputy.name}: {button.text()}")
        self.stop.setVisible(period is not None)
        line, rows = QWidget(), QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_S)
        rows.addWidget(Label(deputy.name, "strong"))
        rows.addWidget(line)
        flow = FlowLayout(line, spacing=SPACE_M)
        for widget in (self._from, self.until):
            flow.addWidget(widget)
        foot = QWidget()
        buttons = FlowLayout(foot, spacing=SPACE_M)
        buttons.addWidget(self.save)
        buttons.addWidget(self.stop)
        rows.addWidget(foot)

    def refuse(self, error: Exception) -> None:
        """Say beside the last day what is wrong with the period."""
        code = error.code if isinstance(error, Refused) else "invalid"
        self.until.set_error(problem(code))
        self.ends.setFocus()

    def _save(self) -> None:
        starts, ends = self.starts.value(), self.ends.value()
        if self._form.validate() and starts is not None and ends is not None:
            self._give(self, Period(starts, ends))

    def _stop(self) -> None:
        self._give(self, None)
