"""The archive: all submitted minutes that one may read."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.background import Lane
from desktop.errors import KnownError
from desktop.models import archive
from desktop.models.archive import Archive, ArchivedMinutes, DecidedItem, Narrowed
from desktop.spreadsheets import workbook
from desktop.texts import _, long_date, ngettext
from desktop.views.desk import Desk
from desktop.views.meetings.archive_words import (
    LEVELS,
    OUTCOMES,
    WIDTHS,
    outcome_word,
    period,
    table,
    whose,
)
from desktop.views.meetings.words import STATES
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.files import ask_where, write_whole
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.rows import Row, RowList
from desktop.views.widgets.search_field import SearchField

KINDS = frozenset({"minutes", "minutes_correction", "meeting", "network"})
_SHOWN_ITEMS = 3
_LARGEST = 100_000_000


def ask_pdf(parent: QWidget) -> Path | None:
    """Ask which PDF to look into; None where the user thinks better of it."""
    chosen, _filter = QFileDialog.getOpenFileName(
        parent, _("Check minutes"), str(Path.home()), _("PDF files (*.pdf)")
    )
    return Path(chosen) if chosen else None


class ArchivePage(Page):
    """load() lists what fits. opened(meeting), decisions_asked and bound_asked tell what the user
    wants to see, checked(pdf) that a file is to be looked into.
    """

    back = Signal()
    opened = Signal(object)
    decisions_asked = Signal()
    bound_asked = Signal()
    checked = Signal(object)

    def __init__(
        self,
        desk: Desk,
        *,
        where: Callable[[QWidget, str, str, str], Path | None] = ask_where,
        which: Callable[[QWidget], Path | None] = ask_pdf,
    ) -> None:
        super().__init__(_("Archive"), scroll=True)
        self._desk, self._where, self._which = desk, where, which
        self.search = SearchField(_("Search in all minutes"))
        self.search.setMaximumWidth(px(460))
        self.search.searched.connect(self.load)
        self.level = Combo(name=_("Level"))
        self.year = Combo(name=_("Year"))
        self.network = Combo(name=_("Network"))
        self.outcome = Combo(name=_("Outcome"))
        self.responsible = Combo(name=_("Responsible"))
        self.answer = Card(sunken=True)
        self._said = Label("")
        self.answer.body.addWidget(self._said)
        self.answer.hide()
        self._rows = RowList(name=_("Minutes"))
        self._list = Card()
        self._list.body.addWidget(self._rows)
        self._more = Label("", "small")
        self._list.body.addWidget(self._more)
        self._empty = EmptyState("meetings", _("No submitted minutes yet"), _what_belongs_here())
        self._lay_out()

    @property
    def wanted(self) -> Narrowed:
        """What is asked for."""
        return Narrowed(
            words=self.search.value(),
            level=self.level.value(),
            year=self.year.value(),
            network=self.network.value(),
            outcome=self.outcome.value(),
            responsible=self.responsible.value() or "",
        )

    def load(self, _text: str = "") -> None:
        """List the minutes that fit."""
        self._desk.ask(archive.archive, self.wanted, then=self._show, owner=self)

    def say(self, words: str) -> None:
        """Say what came of looking into a file."""
        self._said.setText(words)
        self.answer.show()

    def told(self) -> str:
        """What is said above the list, or nothing."""
        return "" if self.answer.isHidden() else self._said.text()

    def save_table(self) -> None:
        """Save the decisions of what is listed as an Excel file."""
        then = partial(self._save_table, self.wanted)
        self._desk.ask(archive.decisions, self.wanted, then=then, owner=self)

    def check(self) -> None:
        """Ask for a PDF and look into it."""
        path = self._which(self)
        if path is not None:
            self._desk.background.submit(
                Lane.NETWORK, partial(_bytes, path), self.checked.emit, self._desk.tell
            )

    def _lay_out(self) -> None:
        self.add_action(Button(_("All meetings"), self.back.emit, icon="arrow-left"))
        self._makers = [
            Button(_("Record of decisions"), self.decisions_asked.emit, icon="pdf"),
            Button(_("Decisions to Excel"), self.save_table),
            Button(_("All as one PDF"), self.bound_asked.emit, icon="pdf"),
        ]
        makers = QWidget()
        line = FlowLayout(makers, spacing=SPACE_S)
        for button in (*self._makers, Button(_("Check minutes"), self.check, icon="check")):
            line.addWidget(button)
        filters = QWidget()
        row = FlowLayout(filters, spacing=SPACE_S)
        row.addWidget(self.search)
        self.search.setMinimumWidth(px(260))
        for combo in (self.level, self.year, self.network, self.outcome, self.responsible):
            combo.setMaximumWidth(px(220))
            combo.changed.connect(self.load)
            row.addWidget(combo)
        self._offer(self.outcome, _("All outcomes"), [(k, _(w)) for k, w in OUTCOMES.items()])
        for part in (filters, makers, self.answer, self._list):
            self.body.addWidget(part)
        self.body.addWidget(self._empty, 1)
        self.body.addStretch(1)
        self._list.hide()
        self._empty.hide()
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus, context=scope)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.back.emit, context=scope)

    def _show(self, found: Archive) -> None:
        self._offer(self.level, _("All levels"), [(one, _(LEVELS[one])) for one in found.levels])
        self._offer(self.year, _("All years"), [(year, str(year)) for year in found.years])
        self._offer(self.network, _("All networks"), list(found.networks))
        people = [(name, name) for name in found.responsible]
        self._offer(self.responsible, _("All responsible"), people)
        self._rows.set_rows([self._row(one) for one in found.found])
        more = ngettext("{n} more: narrow the search.", "{n} more: narrow the search.", found.more)
        self._more.setText(more.format(n=found.more))
        self._more.setVisible(bool(found.more))
        self._list.setVisible(bool(found.found))
        self._empty.setVisible(not found.found)
        if found.total:
            self._empty.set_text(_("No minutes fit"), _("Search for other words, or choose less."))
        else:
            self._empty.set_text(_("No submitted minutes yet"), _what_belongs_here())
        for button in self._makers:
            button.setEnabled(bool(found.found))
        said = ngettext("{n} of {total} minutes", "{n} of {total} minutes", found.total)
        self.set_facts(said.format(n=len(found.found) + found.more, total=found.total))

    def _offer(self, combo: Combo, every: str, choices: list[tuple[Any, str]]) -> None:
        combo.set_choices([(None, every), *choices], combo.value())

    def _row(self, one: ArchivedMinutes) -> Row:
        text, tone = STATES[one.state]
        return Row(
            f"{one.title} {one.number}".rstrip(),
            " · ".join([one.network, long_date(one.on), *self._items(one)]),
            badge=(_(text), tone),
            on_click=lambda: self.opened.emit(one.meeting),
        )

    def _items(self, one: ArchivedMinutes) -> list[str]:
        """The items that were found, where single ones are asked for."""
        if not self.wanted.of_items:
            return []
        shown = [
            " ".join(filter(None, (item.number, item.title, outcome_word(item.outcome).lower())))
            for item in one.items[:_SHOWN_ITEMS]
        ]
        left = len(one.items) - len(shown)
        return [*shown, _("and {n} more").format(n=left)] if left else shown

    def _save_table(self, wanted: Narrowed, items: list[DecidedItem]) -> None:
        title = f"Vedtaksprotokoll {period((one.on for one in items), wanted)}".rstrip()
        who = whose((one.network for one in items), wanted)
        name = f"{title} {who}.xlsx".replace("/", "-")
        path = self._where(self, _("Save as Excel"), name, _("Excel files (*.xlsx)"))
        if path is None:
            return

        def save() -> Path:
            return write_whole(path, workbook(table(items), WIDTHS, "Vedtak"))

        self._desk.background.submit(Lane.NETWORK, save, self._saved, self._desk.tell)

    def _saved(self, path: Path) -> None:
        self._desk.messages.done(_("Saved as {path}").format(path=path))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size <= _LARGEST:
            return path.read_bytes()
    except OSError as error:
        raise KnownError(_("The file cannot be read. Choose another one.")) from error
    raise KnownError(_("The file is too large to be minutes. Choose another one."))


def _what_belongs_here() -> str:
    return _("Here are the minutes that were handed in, from all networks whose minutes you read.")
