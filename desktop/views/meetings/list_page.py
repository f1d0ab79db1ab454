"""The list of meetings: under way, coming and earlier ones."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.models import meetings
from desktop.models.meetings import MeetingLists, MeetingRow
from desktop.texts import _, day_month, ngettext, relative_day, short_date
from desktop.views.desk import Desk
from desktop.views.meetings.words import hours, name, pill, where
from desktop.views.theme import px
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.rows import Row, RowList
from desktop.views.widgets.search_field import SearchField

KINDS = frozenset({"meeting", "agenda_item", "network"})


class MeetingList(Page):
    """opened(id), plan_asked and archive_asked tell what the user wants; filled(MeetingLists) what
    is shown now.
    """

    opened = Signal(object)
    filled = Signal(object)
    plan_asked = Signal()
    archive_asked = Signal()

    def __init__(self, desk: Desk, today: date) -> None:
        super().__init__(_("Meetings"), scroll=True)
        self._desk, self._today = desk, today
        self.search = SearchField(_("Search in meetings and their agenda"))
        self.search.searched.connect(self.load)
        self.search.setMaximumWidth(px(460))
        self._under_way, self._coming = _Group(_("Under way")), _Group(_("Coming meetings"))
        self._earlier = _Group(_("Earlier meetings"))
        self._more = Label("", "small")
        self._earlier.body.addWidget(self._more)
        self._empty = EmptyState(
            "meetings",
            _("No meetings yet"),
            _("Here are the meetings of your networks: notice, agenda and minutes."),
            action=(_("Plan a meeting"), self.plan_asked.emit) if desk.me.heads else None,
        )
        self.add_action(Button(_("Archive"), self.archive_asked.emit, icon="search"))
        if desk.me.heads:
            plan = Button(_("Plan a meeting"), self.plan_asked.emit, kind="primary", icon="plus")
            self.set_primary(plan)
            scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence.StandardKey.New, self, self.plan_asked.emit, context=scope)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus, context=scope)
        for part in (self.search, self._under_way, self._coming, self._earlier):
            self.body.addWidget(part)
        self.body.addWidget(self._empty, 1)
        self.body.addStretch(1)
        for hidden in (self._empty, self._under_way, self._coming, self._earlier):
            hidden.hide()

    def load(self, _text: str = "") -> None:
        """Show the meetings as they are now."""
        self._desk.ask(
            meetings.meetings, self._today, self.search.value(), then=self._show, owner=self
        )

    def _show(self, lists: MeetingLists) -> None:
        self._under_way.fill([self._row(row) for row in lists.under_way])
        self._coming.fill([self._row(row) for row in lists.coming])
        self._earlier.fill([self._row(row, past=True) for row in lists.earlier])
        more = ngettext("{n} more: search for it.", "{n} more: search for them.", lists.more)
        self._more.setText(more.format(n=lists.more) if lists.more else "")
        self._more.setVisible(bool(lists.more))
        nothing = not (lists.under_way or lists.coming or lists.earlier)
        self._empty.setVisible(nothing)
        if nothing and self.search.value():
            self._empty.set_text(
                _("No meeting has these words"), _("Search for a title, a network or an item.")
            )
        elif nothing:
            self._empty.set_text(
                _("No meetings yet"),
                _("Here are the meetings of your networks: notice, agenda and minutes."),
            )
        coming = ngettext("{n} coming meeting", "{n} coming meetings", len(lists.coming))
        self.set_facts(coming.format(n=len(lists.coming)) if lists.coming else "")
        self.filled.emit(lists)

    def _row(self, row: MeetingRow, *, past: bool = False) -> Row:
        items = ngettext("{n} item", "{n} items", row.items).format(n=row.items)
        parts = [row.network, hours(row.starts, row.ends), where(row), items]
        if row.minutes_wait:
            parts.append(_("the minutes wait to be sent"))
        elif row.notice_waits:
            parts.append(_("the notice waits to be sent"))
        elif row.unsent:
            parts.append(_("waits to be sent"))
        return Row(
            name(row),
            " · ".join(part for part in parts if part),
            lead=self._lead(row.on),
            badge=pill(row, past=past),
            on_click=lambda: self.opened.emit(row.id),
        )

    def _lead(self, on: date) -> str:
        if abs((on - self._today).days) <= 1:
            return relative_day(on, today=self._today)
        return day_month(on) if on.year == self._today.year else short_date(on)


class _Group(Card):
    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._rows = RowList(name=title)
        self.body.addWidget(self._rows)

    def fill(self, rows: Sequence[Row]) -> None:
        self._rows.set_rows(rows)
        self.setVisible(bool(rows))
