"""Professional networks, and the form to be expert kindergarten in one."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.records import ApplicationState
from desktop.models import expertise
from desktop.models.expertise import Professional
from desktop.models.undoing import Removed, bring_back
from desktop.texts import N_, _, ngettext
from desktop.views.desk import Desk
from desktop.views.sentences import problem
from desktop.views.theme.tokens import Tone
from desktop.views.wall_clock import today
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.side_panel import SidePanel
from desktop.views.widgets.split import Split
from desktop.views.widgets.table_view import Table
from desktop.views.widgets.tables import Column
from desktop.views.widgets.text_area import TextArea

_KINDS = frozenset({"network", "network_member", "expert_application", "category"})
_STATES: dict[ApplicationState, tuple[str, Tone]] = {
    ApplicationState.WAITING: (N_("Asked"), "info"),
    ApplicationState.ACCEPTED: (N_("Expert kindergarten"), "primary"),
    ApplicationState.DECLINED: (N_("Declined"), "neutral"),
}


class ExpertPage(QWidget):
    """open() and close_view() as every page. back asks to be left."""

    back = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._network: Professional | None = None
        self._page = Page(_("Professional networks"))
        empty = EmptyState(
            "award",
            _("No professional networks yet"),
            _("The secretariat makes them. You see them here after the next synchronisation."),
        )
        self.list = Table(_columns(), name=_("Professional networks"), empty=empty)
        self.panel = SidePanel(_("Be expert kindergarten"))
        self.text = TextArea(lines=8, most=18)
        self._field = Field(
            _("What you are good at, and can give to others"), self.text, required=True
        )
        self._about, self._note = Label("", "strong"), Label("", "muted")
        self._send = Button("", self.apply, kind="primary", icon="send")
        self._withdraw = Button(_("Take it back"), self._on_withdraw, kind="quiet")
        self._lay_out()

    def open(self) -> None:
        """Show what is on disk, and follow its changes."""
        self._desk.follow(self._on_change)
        self._load()

    def close_view(self) -> None:
        """Follow no more changes."""
        self._desk.unfollow(self._on_change)

    def apply(self) -> None:
        """Send the wish."""
        network = self._network
        if network is None or not self._field.validate():
            return
        loaded = network.wish.text if network.wish else ""
        values = (network.id, loaded, self.text.value(), today())
        act = (expertise.apply, self._desk.me, *values)
        self._desk.do(*act, then=self._applied, failed=self._refused, owner=self)

    def _lay_out(self) -> None:
        self._page.add_action(Button(_("Back"), self.back.emit, icon="arrow-left"))
        listed = Card()
        listed.body.addWidget(self.list, 1)
        self._page.body.addWidget(listed, 1)
        for widget in (self._about, self._note, self._field):
            self.panel.body.addWidget(widget)
        self.panel.footer.addWidget(self._send)
        self.panel.footer.addWidget(self._withdraw)
        self.panel.footer.addStretch(1)
        self.panel.hide()
        self.panel.closed.connect(self.panel.hide)
        self.list.opened.connect(self.begin)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(Split(self._page, self.panel, least_main=420, page=True))
        if self._desk.me.heads:
            asks = _("Be expert kindergarten")
            ask = Button(asks, self._begin_current, kind="primary", icon="award")
            self._page.set_primary(ask)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self._page, self.back.emit, context=scope)

    def begin(self, network: Professional) -> None:
        """Open the form of a network."""
        self._network = network
        wish = network.wish
        self._about.setText(network.name)
        self._note.setText(_told(network))
        self.text.set_value(wish.text if wish else "")
        self._field.set_error("")
        may = self._desk.me.heads and not network.joined
        self._field.setVisible(may)
        self._send.setVisible(may)
        again = wish is not None and wish.state is ApplicationState.DECLINED
        asks = _("Ask again") if again else _("Send the wish")
        self._send.setText(_("Save") if wish and not again else asks)
        self._withdraw.setVisible(may and wish is not None and not again)
        self.panel.show()
        if may:
            self.text.setFocus()

    def _begin_current(self) -> None:
        rows = self.list.rows()
        if rows:
            self.begin(self.list.current() or rows[0])

    def _on_change(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._load()

    def _load(self) -> None:
        found = expertise.professional
        self._desk.ask(found, self._desk.me, then=self.list.set_rows, owner=self)

    def _refused(self, error: Exception) -> None:
        if getattr(error, "field", "") == "text":
            self._field.set_error(problem(str(getattr(error, "code", ""))))
            self.text.setFocus()
        else:
            self._desk.tell(error)

    def _applied(self, _id: object) -> None:
        self.panel.hide()
        self._desk.messages.done(_("The wish goes to the secretariat when you are online."))

    def _on_withdraw(self) -> None:
        wish = self._network.wish if self._network else None
        if wish is None:
            return

        def done(removed: Removed) -> None:
            self.panel.hide()
            undo = partial(desk.do, bring_back, removed)
            desk.messages.undo(_("The wish is taken back."), undo)

        desk = self._desk
        desk.do(expertise.withdraw, desk.me, wish.id, then=done, owner=self)


def _told(network: Professional) -> str:
    wish = network.wish
    if network.joined:
        return _("You take part. Plan its meetings under «Meetings», and write in its category.")
    if wish is not None and wish.state is ApplicationState.DECLINED:
        words = _("The secretariat declined: {answer} You can change the text and ask again.")
        return words.format(answer=wish.answer)
    if wish is not None and wish.answer:
        return _("You have asked again. The answer before was: {answer}").format(answer=wish.answer)
    if wish is not None:
        return _("The secretariat has not answered yet.")
    return _("The secretariat decides. You need not be contact kindergarten.")


def _state(network: Professional) -> tuple[str, Tone]:
    if network.joined:
        return _("Expert kindergarten"), "primary"
    if network.wish is None:
        return _("Not asked"), "neutral"
    text, tone = _STATES[network.wish.state]
    return _(text), tone


def _columns() -> list[Column]:
    return [
        Column(_("Network"), lambda one: one.name, width=240),
        Column(_("Category"), lambda one: one.room, width=120, stretch=True),
        Column(
            _("Take part"),
            lambda one: ngettext("{n} kindergarten", "{n} kindergartens", one.members).format(
                n=one.members
            ),
            lambda one: one.members,
            width=120,
        ),
        Column(
            _("Status"),
            lambda one: _state(one)[0],
            tone=lambda one: _state(one)[1],
            width=180,
        ),
    ]
