"""The side panel that says how a list is read: its columns, and what stands in where it is bare."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal

from desktop.models.staff_columns import Field as Column
from desktop.models.staff_import import Plan
from desktop.texts import _
from desktop.views.staff.import_words import FIELDS
from desktop.views.staff.role_picker import RolePicker
from desktop.views.widgets.button import Button
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.side_panel import SidePanel

_NONE = -1


class ImportOptions(SidePanel):
    """changed when plan() has become another; sheet_chosen(index) for a file with several."""

    changed = Signal()
    sheet_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("How the list is read"))
        self._plan: Plan | None = None
        self.sheet = Combo(name=_("Sheet"))
        self._sheet = Field(_("Sheet"), self.sheet)
        self.known = Combo(
            [(False, _("Pass over")), (True, _("Update with what the file says"))],
            name=_("Who is enrolled already"),
        )
        self.columns = {one: Combo(name=_(label)) for one, label in FIELDS.items()}
        self.roles, self.starts_on = RolePicker(), DateEdit()
        self._starts = Field(_("Start date where the list has none"), self.starts_on, required=True)
        self._lay_out()
        self.sheet.changed.connect(lambda: self.sheet_chosen.emit(self.sheet.value()))
        for combo in (self.known, *self.columns.values()):
            combo.changed.connect(self._changed)
        self.roles.changed.connect(self._changed)
        self.starts_on.changed.connect(self._changed)

    def show_plan(self, plan: Plan, columns: Sequence[str], sheets: Sequence[str], at: int) -> None:
        """Show how the list is read; `columns` are the names of the file's own."""
        self._plan = plan
        self.sheet.set_choices(list(enumerate(sheets)), at)
        self._sheet.setVisible(len(sheets) > 1)
        offered = [(_NONE, _("– not in the list –")), *enumerate(columns)]
        for one, combo in self.columns.items():
            combo.set_choices(offered, plan.columns.get(one, _NONE))
        self.known.set_value(plan.updates)
        self.roles.set_value(plan.roles)
        self.starts_on.set_value(plan.starts_on)

    def changes(self, plan: Plan) -> Plan:
        """The plan with what is chosen here."""
        chosen = {one: combo.value() for one, combo in self.columns.items()}
        return replace(
            plan,
            columns={one: at for one, at in chosen.items() if at is not None and at != _NONE},
            updates=bool(self.known.value()),
            roles=frozenset(self.roles.value()),
            starts_on=self.starts_on.value() or plan.starts_on,
        )

    def _lay_out(self) -> None:
        words = _("The program has guessed the columns. Choose others where it guessed wrong.")
        self.body.addWidget(Label(words, "muted"))
        self.body.addWidget(self._sheet)
        self.body.addWidget(Field(_("Who is enrolled already"), self.known))
        for one, label in FIELDS.items():
            self.body.addWidget(Field(_(label), self.columns[one], help=_help(one)))
        self.body.addWidget(Field(_("Role where the list has none"), self.roles))
        self.body.addWidget(self._starts)
        self.footer.addStretch()
        self.footer.addWidget(Button(_("Done"), self.closed.emit))

    def _changed(self) -> None:
        if not self.starts_on.problem():
            self.changed.emit()


def _help(column: Column) -> str:
    if column is Column.ENDS_ON:
        return _("Rows with a day that has passed are left out.")
    return ""
