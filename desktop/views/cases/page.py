"""Raised cases: a list of what waits where and for how long, and the way of each."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models import cases
from desktop.models.cases import Case, CaseForm, Event, Raisable, Step
from desktop.models.undoing import Removed, bring_back
from desktop.texts import _, short_date
from desktop.views.cases.panels import RaisePanel, ReportPanel
from desktop.views.cases.way import WayPicture
from desktop.views.cases.words import event_line, level_name, note, pill, waited
from desktop.views.desk import Desk
from desktop.views.theme.tokens import SPACE_S
from desktop.views.wall_clock import today
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.split import Split
from desktop.views.widgets.table_view import Table
from desktop.views.widgets.tables import Column

_MOST = 8
"""So many rows of a list are seen at once; what is under it comes into sight."""
_KINDS = frozenset({"raised_case", "network", "agenda_item", "meeting"})


class CasesPage(QWidget):
    """open() and close_view() as every page. back asks to be left."""

    back = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._today = today()
        self._page = Page(_("Raised cases"), scroll=True)
        empty = EmptyState(
            "case",
            _("No raised cases"),
            _("What a local meeting cannot settle alone is raised to the network above."),
            action=(_("Raise a case"), self.begin),
        )
        self.list = Table(self._columns(), name=_("Raised cases"), empty=empty)
        self.way = WayPicture()
        self.events = Table(_event_columns(), name=_("What happened"), key=lambda one: one)
        self.raising, self.reporting = RaisePanel(), ReportPanel()
        self._panels = QStackedWidget()
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Show what is on disk, and follow its changes."""
        self._desk.follow(self._on_change)
        self._load()

    def close_view(self) -> None:
        """Follow no more changes."""
        self._desk.unfollow(self._on_change)

    def begin(self, item: UUID | None = None) -> None:
        """Raise a case, of an item where one is named."""
        offered = partial(self._offer, item)
        self._desk.ask(cases.raisable, self._desk.me, then=offered, owner=self)

    def _lay_out(self) -> None:
        self._page.add_action(Button(_("Back"), self.back.emit, icon="arrow-left"))
        self._page.set_primary(
            Button(_("Raise a case"), lambda: self.begin(), kind="primary", icon="raise")  # noqa: PLW0108 - clicked brings a bool
        )
        waiting = Card(_("What waits where"))
        waiting.body.addWidget(self.list)
        self._page.body.addWidget(waiting)
        self._page.body.addWidget(self._lay_out_way())
        self._page.body.addStretch(1)
        for panel in (self.raising, self.reporting):
            self._panels.addWidget(panel)
            panel.closed.connect(self._panels.hide)
        self._panels.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(Split(self._page, self._panels, least_main=520, page=True))

    def _lay_out_way(self) -> Card:
        self._about = Card(_("The way of the case"))
        self._said, self._text = Label("", "strong"), Label("", "muted", selectable=True)
        self._report = Button(_("Write the status report"), self._on_report, icon="edit")
        self._withdraw = Button(_("Take it back"), self._on_withdraw, kind="quiet")
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        for button in (self._report, self._withdraw):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for widget in (self._said, self.way, self._text):
            self._about.body.addWidget(widget)
        self._about.body.addLayout(buttons)
        self._about.body.addWidget(self.events)
        return self._about

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.raising.raised.connect(self._raise)
        self.reporting.reported.connect(self._send_report)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self._page, self.back.emit, context=scope)
        QShortcut(QKeySequence.StandardKey.New, self, lambda: self.begin(), context=scope)  # noqa: PLW0108 - as above

    def _columns(self) -> list[Column]:
        return [
            Column(_("Case"), lambda one: one.title, stretch=True),
            Column(_("Waits at"), lambda one: one.waiting.waits_at, width=210),
            Column(
                _("Has waited"),
                lambda one: waited(one.waiting, self._today),
                lambda one: one.waiting.since,
                width=110,
            ),
            Column(
                _("Status"),
                lambda one: pill(one.waiting, self._today)[0],
                tone=lambda one: pill(one.waiting, self._today)[1],
                width=190,
            ),
        ]

    def _on_change(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._load()

    def _load(self) -> None:
        self._today = today()
        self._desk.ask(cases.cases, self._desk.me, self._today, then=self._show, owner=self)

    def _show(self, found: tuple[Case, ...]) -> None:
        self.list.set_rows(found)
        self.list.fit_rows(_MOST)
        if self.list.current() is None and found:
            self.list.choose(found[0].id)
        self._choose(self.list.current())

    def _choose(self, case: Case | None) -> None:
        self._about.setVisible(case is not None)
        self.way.show_case(case, self._today)
        if case is None:
            return
        step = case.waiting
        self._said.setText(f"{case.title}. {note(step, self._today)}")
        self._text.setText(step.report or step.text)
        self._report.setVisible(step.may_report and step.taken_on is not None)
        self._withdraw.setVisible(step.may_withdraw)
        self.events.set_rows(case.events)
        self.events.fit_rows(_MOST)

    def _step(self) -> Step | None:
        case = self.list.current()
        return case.waiting if case is not None else None

    def _offer(self, item: UUID | None, items: list[Raisable]) -> None:
        self._panels.setCurrentWidget(self.raising)
        self._panels.show()
        self.raising.begin(items, item)

    def _raise(self, item: UUID, form: CaseForm) -> None:
        def done(id_: UUID) -> None:
            self._panels.hide()
            undo = partial(desk.do, cases.withdraw, desk.me, id_)
            desk.messages.undo(_("The case is raised. It is sent when you are online."), undo)

        desk = self._desk
        desk.do(cases.raise_case, desk.me, item, form, self._today, then=done, owner=self)

    def _on_report(self) -> None:
        step = self._step()
        if step is not None:
            self._panels.setCurrentWidget(self.reporting)
            self._panels.show()
            self.reporting.begin(step)

    def _send_report(self, step: Step, text: str) -> None:
        def done(_none: None) -> None:
            self._panels.hide()
            desk.messages.done(_("The report is sent down when you are online."))

        desk, values = self._desk, (step.id, step.report, text, self._today)
        desk.do(cases.report, desk.me, *values, then=done, owner=self)

    def _on_withdraw(self) -> None:
        step = self._step()
        if step is None:
            return

        def done(removed: Removed) -> None:
            undo = partial(desk.do, bring_back, removed)
            desk.messages.undo(_("The case is taken back."), undo)

        desk = self._desk
        desk.do(cases.withdraw, desk.me, step.id, then=done, owner=self)


def _event_columns() -> list[Column]:
    def day(event: Event) -> str:
        return short_date(event.on)

    return [
        Column(_("Date"), day, lambda one: one.on, width=110),
        Column(_("Level"), lambda one: level_name(one.level), width=100),
        Column(_("Network"), lambda one: one.network, width=220),
        Column(_("What happened"), event_line, stretch=True),
    ]
