"""The page on which a list from Excel is looked at, mended and enrolled."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.background import Lane
from desktop.models import staff, staff_import
from desktop.models.staff import EnrolmentForm, Member, StaffList
from desktop.models.staff_columns import Field, column_names, role_codes
from desktop.models.staff_import import Action, Entry, Imported, Plan, Preview
from desktop.spreadsheets import Sheet
from desktop.texts import _, ngettext
from desktop.views.desk import Desk
from desktop.views.staff.import_file import ask_list, read_list
from desktop.views.staff.import_options import ImportOptions
from desktop.views.staff.import_row import ImportRow
from desktop.views.staff.import_words import (
    action_text,
    action_tone,
    button_text,
    facts,
    outcome,
    tell_undone,
)
from desktop.views.staff.words import role_names
from desktop.views.theme.tokens import SPACE_M
from desktop.views.wall_clock import today
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.check_box import CheckBox
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.split import Split
from desktop.views.widgets.table_view import Table
from desktop.views.widgets.tables import Column


class ImportPage(Page):
    """begin() starts anew. back asks to be left: with Esc, or after the import.

    `which` asks the user for a file; it can be given by whoever has another way to ask.
    """

    back = Signal()

    def __init__(
        self,
        desk: Desk,
        kindergarten: UUID,
        *,
        which: Callable[[QWidget], Path | None] = ask_list,
    ) -> None:
        super().__init__(_("Import a staff list"))
        self._desk, self._kindergarten, self.which = desk, kindergarten, which
        self._sheets: tuple[Sheet, ...] = ()
        self._at = self._asked = self._shown = 0
        self._do_it = False
        self._last: Imported | None = None
        self._name = ""
        self._everybody: tuple[Member, ...] = ()
        self.plan: Plan | None = None
        self.preview = Preview(())
        self.options, self.row = ImportOptions(), ImportRow(self.next_wrong)
        self.only_wrong = CheckBox(_("Only rows to mend ({n})").format(n=0))
        self.table = self._make_table()
        self._problem = Label("", "error")
        self._problem.hide()
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)

    def begin(self) -> None:
        """Ask for a file; what was looked at before is gone."""
        self._sheets, self.plan, self.preview = (), None, Preview(())
        self.set_facts("")
        self._say("")
        self._side.hide()
        self._stack.setCurrentIndex(0)
        self._show_actions()

    def choose(self) -> None:
        """Ask the user for the file, and read it."""
        path = self.which(self)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a file and show what would become of it."""
        self._say("")
        self._name = path.name
        self._desk.background.submit(
            Lane.NETWORK, lambda: read_list(path), self._have_read, self._cannot_read
        )

    def next_wrong(self) -> None:
        """Open the next row that must be mended, from the one that is open on."""
        self.row.flush()
        wrong = [one.number for one in self.preview.entries if one.action is Action.WRONG]
        here = self.row.entry.number if self.row.entry is not None else 0
        if others := [one for one in wrong if one != here]:
            self._open(next((one for one in others if one > here), others[0]))

    def carry_out(self) -> None:
        """Enrol and update what is right."""
        self.row.flush()
        if self._asked != self._shown:
            # what was mended just now counts as well
            self._do_it = True
            return
        taken = self.preview.taken
        if not taken or self.plan is None:
            return
        self._do.setEnabled(False)
        self._desk.do(
            staff_import.carry_out,
            self._kindergarten,
            taken,
            then=self._done,
            failed=self._failed,
            owner=self,
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(one.isLocalFile() for one in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = [one for one in event.mimeData().urls() if one.isLocalFile()]
        if found:
            event.acceptProposedAction()
            self.read(Path(found[0].toLocalFile()))

    def take_back(self) -> None:
        """Undo the last import, as long as the program runs."""
        done, self._last = self._last, None
        self._show_actions()
        if done is not None:
            desk = self._desk
            desk.do(staff_import.take_back, done, then=partial(tell_undone, desk))

    def _lay_out(self) -> None:
        nothing = EmptyState(
            "upload",
            _("Choose a list from Excel"),
            _(
                "An Excel file or CSV with name, e-mail and role, one person in each row. You see "
                "all of it before anybody is enrolled. Other columns are not read."
            ),
            action=(_("Choose a file"), self.choose),
        )
        card = Card()
        above = QHBoxLayout()
        above.setSpacing(SPACE_M)
        above.addWidget(self.only_wrong)
        above.addStretch()
        above.addWidget(Button(_("How the list is read"), self._open_options, icon="settings"))
        card.body.addLayout(above)
        card.body.addWidget(self.table, 1)
        self._side = QStackedWidget()
        self._side.addWidget(self.options)
        self._side.addWidget(self.row)
        self._side.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(nothing)
        self._stack.addWidget(Split(card, self._side))
        self.body.addWidget(self._problem)
        self.body.addWidget(self._stack, 1)
        self._another = Button(_("Another file"), self.choose, icon="folder")
        self._do = Button("", self.carry_out, kind="primary", icon="person-add")
        self.add_action(Button(_("Back"), self.back.emit, icon="arrow-left"))
        self._undo = Button(_("Undo the last import"), self.take_back, icon="undo")
        self.add_action(self._undo)
        self.add_action(self._another)
        self.set_primary(self._do)
        self._show_actions()

    def _connect(self) -> None:
        self.only_wrong.changed.connect(self._show_rows)
        self.table.chosen.connect(self._chosen)
        self.options.changed.connect(self._options_changed)
        self.options.sheet_chosen.connect(self._choose_sheet)
        self.options.closed.connect(self._close_side)
        self.row.closed.connect(self._close_side)
        self.row.mended.connect(self._mended)
        self.row.left_out.connect(self._left_out)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._escape, context=scope)

    def _make_table(self) -> Table:
        columns = [
            Column(_("Row"), lambda one: str(one.number), sort=lambda one: one.number, width=64),
            Column(_("Name"), lambda one: one.texts["name"], stretch=True),
            Column(_("E-mail"), lambda one: one.texts["email"], stretch=True, muted=True),
            Column(_("Role"), _role, stretch=True),
            Column(_("What happens"), action_text, tone=action_tone, width=190),
        ]
        empty = EmptyState("check-circle", _("Nothing to mend"), _("All rows are right."))
        return Table(columns, name=_("Rows of the list"), empty=empty)

    def _have_read(self, sheets: tuple[Sheet, ...]) -> None:
        self._sheets = sheets
        self._choose_sheet(max(range(len(sheets)), key=lambda at: len(sheets[at].rows)))

    def _cannot_read(self, error: Exception) -> None:
        sentence = getattr(error, "sentence", "")
        self._say(sentence) if sentence else self._desk.tell(error)

    def _choose_sheet(self, at: int) -> None:
        self._at = at
        rows = self._sheets[at].rows
        before = self.plan
        self.plan = staff_import.first_plan(rows, today())
        if before is not None:
            self.plan = replace(self.plan, updates=before.updates, roles=before.roles)
        self._show_plan()
        if Field.EMAIL not in self.plan.columns:
            self._say(_("Which column has the e-mail addresses? Choose it at the right."))
            self._open_options()
        self._desk.ask(staff.staff, self._kindergarten, today(), then=self._know, owner=self)

    def _know(self, found: StaffList) -> None:
        self._everybody = found.everybody
        self._look()

    def _show_plan(self) -> None:
        if self.plan is None:
            return
        rows, names = self._sheets[self._at].rows, [one.name for one in self._sheets]
        columns = column_names(rows, self.plan.above)
        self.options.show_plan(self.plan, columns, names, self._at)

    def _options_changed(self) -> None:
        if self.plan is not None:
            self._say("")
            self.plan = self.options.changes(self.plan)
            self._look()

    def _look(self) -> None:
        """Look at the list anew; only the newest answer counts."""
        plan = self.plan
        if plan is None:
            return
        self._asked += 1
        asked, sheet, everybody, day = (
            self._asked,
            self._sheets[self._at],
            self._everybody,
            today(),
        )
        self._desk.background.submit(
            Lane.NETWORK,
            lambda: staff_import.preview(sheet.rows, sheet.numbers, plan, everybody, day),
            lambda found: self._show(asked, found),
            owner=self,
        )

    def _show(self, asked: int, found: Preview) -> None:
        if asked != self._asked:
            return
        self.preview, self._shown = found, asked
        self._stack.setCurrentIndex(1)
        self.set_facts(f"{self._name} · {facts(found)}")
        self._do.setText(button_text(found))
        self._show_actions()
        self._show_rows()
        self._show_entry()
        if self._do_it:
            self._do_it = False
            self.carry_out()

    def _show_actions(self) -> None:
        self._undo.setVisible(self.plan is None and self._last is not None)
        self._another.setVisible(self.plan is not None)
        self._do.setVisible(self.plan is not None)
        self._do.setEnabled(bool(self.preview.taken))

    def _show_rows(self) -> None:
        wrong = self.preview.count(Action.WRONG)
        self.only_wrong.setText(_("Only rows to mend ({n})").format(n=wrong))
        only = self.only_wrong.value()
        shown = [one for one in self.preview.entries if not only or one.action is Action.WRONG]
        self.table.set_rows(shown)

    def _show_entry(self) -> None:
        entry = self._entry(self.row.entry.number) if self.row.entry is not None else None
        if entry is not None:
            self.row.show_entry(entry, self._others_wrong(entry.number))

    def _entry(self, number: int) -> Entry | None:
        return next((one for one in self.preview.entries if one.number == number), None)

    def _others_wrong(self, number: int) -> bool:
        wrong = (one for one in self.preview.entries if one.action is Action.WRONG)
        return any(one.number != number for one in wrong)

    def _chosen(self, entry: Entry | None) -> None:
        if entry is not None and (self.row.entry is None or self.row.entry.number != entry.number):
            self.row.flush()
            self._open(entry.number)

    def _open(self, number: int) -> None:
        entry = self._entry(number)
        if entry is None:
            return
        self._side.setCurrentWidget(self.row)
        self._side.show()
        self.row.entry = None
        self.row.show_entry(entry, self._others_wrong(number))
        self.table.choose(number)

    def _open_options(self) -> None:
        self.row.flush()
        self.row.entry = None
        self._side.setCurrentWidget(self.options)
        self._side.show()
        self.options.columns[Field.NAME].setFocus()

    def _close_side(self) -> None:
        self.row.flush()
        self.row.entry = None
        self._side.hide()
        self.table.setFocus()

    def _escape(self) -> None:
        self._close_side() if not self._side.isHidden() else self.back.emit()

    def _mended(self, number: int, form: EnrolmentForm) -> None:
        entry = self._entry(number)
        if self.plan is None or entry is None:
            return
        words = dict(self.plan.role_words)
        if entry.role_word and not role_codes(entry.role_word):
            words[entry.role_word.casefold()] = form.roles
            self._tell_others(entry)
        mended = {**self.plan.mended, number: form}
        self.plan = replace(self.plan, mended=mended, role_words=words)
        self._look()

    def _tell_others(self, entry: Entry) -> None:
        word = entry.role_word.casefold()
        n = sum(one.role_word.casefold() == word for one in self.preview.entries) - 1
        if n and "roles" in entry.problems:
            words = ngettext(
                "«{word}» is mended in {n} other row too.",
                "«{word}» is mended in {n} other rows too.",
                n,
            )
            self._desk.messages.done(words.format(word=entry.role_word, n=n))

    def _left_out(self, number: int, out: bool) -> None:  # noqa: FBT001 - what the signal says
        if self.plan is not None:
            rest = self.plan.left_out - {number}
            self.plan = replace(self.plan, left_out=rest | {number} if out else rest)
            self._look()

    def _done(self, done: Imported) -> None:
        wrong = self.preview.count(Action.WRONG)
        words = outcome(len(done.enrolled), len(done.changed), wrong)
        self._last = done
        self._desk.messages.undo(words, self.take_back)
        self.begin()
        self.back.emit()

    def _failed(self, error: Exception) -> None:
        self._do.setEnabled(True)
        self._desk.tell(error)

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))


def _role(entry: Entry) -> str:
    return role_names(entry.texts["roles"].split(",")) or entry.role_word
