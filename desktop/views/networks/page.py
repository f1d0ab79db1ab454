"""The area Networks: a municipality looked up, and its local network."""

from functools import cached_property, partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from contract.roles import MEETS
from desktop.models import leading, networks, taking_part
from desktop.models.contact_asking import NoThanks, say_no, take_back_no
from desktop.models.establishing import LostClaim, join_winner, lost_claim, put_away
from desktop.models.leading import Rotation
from desktop.models.networks import LocalView, look_up
from desktop.texts import _
from desktop.views.cases.page import CasesPage
from desktop.views.coverage.page import CoveragePage
from desktop.views.desk import Desk
from desktop.views.networks.establish_page import EstablishPage
from desktop.views.networks.expert_page import ExpertPage
from desktop.views.networks.lost_card import LostCard
from desktop.views.networks.panels import NetworkPanels
from desktop.views.networks.place_list import PlaceList
from desktop.views.networks.place_view import PlaceView
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L, SPACE_XL, SPACE_XS
from desktop.views.wall_clock import today
from desktop.views.widgets.button import Button
from desktop.views.widgets.page import Page
from desktop.views.widgets.split import Split

_KINDS = frozenset(
    {
        "network",
        "network_member",
        "kindergarten",
        "person",
        "post",
        "category",
        "contact_term",
        "contact_request",
    }
)
_LIST, _LEAST = (220, 280), 560


class NetworksPage(QWidget):
    """open() and close_view() as every page; show_target(number) looks a municipality up."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: LocalView | None = None
        self._claim: LostClaim | None = None
        self.setAccessibleName(_("Networks"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.places = PlaceList(desk.me.municipality)
        self.place = PlaceView()
        self.panels = NetworkPanels(desk)
        self.lost = LostCard()
        self._page = Page(_("Networks"))
        self._lay_out()
        self._connect()

    @cached_property
    def establish(self) -> EstablishPage:
        """The form that establishes a local network."""
        made = EstablishPage(self._desk)
        made.back.connect(self._to_page)
        made.established.connect(self._to_page)
        self._stack.addWidget(made)
        return made

    @cached_property
    def coverage(self) -> CoveragePage:
        """How far the network has come in the country."""
        made = CoveragePage(self._desk)
        made.back.connect(self._to_page)
        made.looked_up.connect(self.show_target)
        self._stack.addWidget(made)
        return made

    @cached_property
    def cases(self) -> CasesPage:
        """The raised cases."""
        made = CasesPage(self._desk)
        made.back.connect(self._to_page)
        self._stack.addWidget(made)
        return made

    @cached_property
    def experts(self) -> ExpertPage:
        """The professional networks."""
        made = ExpertPage(self._desk)
        made.back.connect(self._to_page)
        self._stack.addWidget(made)
        return made

    def open(self) -> None:
        """Show what is on disk, and follow its changes."""
        self._desk.follow(self._on_change)
        if not self.places.current():
            self.places.choose(self._desk.me.municipality)
        self._load()
        for under in (self.coverage, self.cases, self.experts):
            if self._stack.currentWidget() is under:
                under.open()

    def close_view(self) -> None:
        """Keep what is typed, and follow no more changes."""
        self._desk.unfollow(self._on_change)
        if "establish" in vars(self):
            self.establish.flush()
        self._close_others()

    def show_experts(self) -> None:
        """Show the professional networks."""
        self._stack.setCurrentWidget(self.experts)
        self.experts.open()

    def show_cases(self) -> None:
        """Show the raised cases, and what waits where."""
        self._stack.setCurrentWidget(self.cases)
        self.cases.open()

    def show_coverage(self) -> None:
        """Show how far the network has come in the country."""
        self._stack.setCurrentWidget(self.coverage)
        self.coverage.open()

    def show_target(self, target: object) -> None:
        """Look up a municipality by its number; "establish" opens the form where it can be,
        "cases" the raised cases, and an item's id the form that raises it.
        """
        if target == "establish":
            self.places.choose(self._desk.me.municipality)
            me = self._desk.me
            self._desk.ask(look_up, me, me.municipality, then=self._establish_if_free, owner=self)
        elif target == "cases":
            self.show_cases()
        elif isinstance(target, UUID):
            self.show_cases()
            self.cases.begin(target)
        elif isinstance(target, str) and target:
            self._stack.setCurrentWidget(self._page)
            self.places.choose(target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.width() - 2 * (SPACE_XL + SPACE_XS)
        stacked = room < px(_LEAST)
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if stacked else way.LeftToRight)
        self.places.set_compact(compact=stacked)
        wide = px(_LIST[0] if self.width() < px(900) else _LIST[1])
        self.places.setMinimumWidth(0 if stacked else wide)
        self.places.setMaximumWidth(16_777_215 if stacked else wide)
        self.places.setVisible(not stacked or self.panels.isHidden())

    def show_start(self) -> None:
        """Leave what lies under the page, and show the networks themselves."""
        if "establish" in vars(self):
            self.establish.flush()
        self.panels.close_panel()
        self._to_page()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._stack)
        both = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_L)
        self._row.addWidget(self.places)
        self._row.addWidget(Split(self.place, self.panels, least_main=400), 1)
        self._page.body.addWidget(self.lost)
        self._page.body.addWidget(both, 1)
        title = _("Professional networks")
        self._page.add_action(Button(title, self.show_experts, icon="award"))
        if not MEETS.isdisjoint(self._desk.me.roles):
            self._page.add_action(Button(_("Raised cases"), self.show_cases, icon="case"))
        self._page.add_action(Button(_("Coverage"), self.show_coverage, icon="pin"))
        self._stack.addWidget(self._page)

    def _connect(self) -> None:
        self.places.chosen.connect(self._look_up)
        self.place.asked.connect(self._on_asked)
        self.panels.turned.connect(self._arrange)
        self.place.looked_up.connect(self.places.choose)
        self.lost.join_asked.connect(self._join_winner)
        self.lost.put_away_asked.connect(self._put_away)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys = QKeySequence.StandardKey.Find
        QShortcut(keys, self, self.places.search.setFocus, context=scope)

    def _on_change(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._load()

    def _load(self) -> None:
        desk = self._desk
        desk.ask(networks.led, then=self.places.mark_led, owner=self)
        desk.ask(lost_claim, desk.me, then=self._show_claim, owner=self)
        self._look_up(self.places.current() or desk.me.municipality)
        if self._view is None and not desk.me.municipality:
            self.place.show_none()

    def _look_up(self, number: str) -> None:
        if number:
            self._desk.ask(look_up, self._desk.me, number, then=self._show, owner=self)

    def _show_claim(self, claim: LostClaim | None) -> None:
        self._claim = claim
        self.lost.show_claim(claim)

    def _show(self, view: LocalView) -> None:
        if view.place.number != (self.places.current() or view.place.number):
            return
        if self._view is not None and self._view.place != view.place:
            self.panels.close_panel()
        self._view = view
        self._page.set_facts(f"{view.place.name} · {view.place.county.name}")
        self.place.show_view(view, self._claim.winner_id if self._claim else None)

    def _on_asked(self, what: str) -> None:
        view, me = self._view, self._desk.me
        if view is None:
            return
        if what == "establish":
            self._establish_if_free(view)
        elif what == "no":
            self._desk.do(say_no, me, today(), then=self._said_no, owner=self)
        elif what in ("ask", "invite", "settings", "rotation"):
            self.panels.open_panel(what, view)
        elif view.network is None:
            return
        elif what == "meeting":
            self._desk.go("meetings", "new")
        else:
            self._answer(what, view.network.id, guest=not view.own)

    def _answer(self, what: str, network: UUID, *, guest: bool) -> None:
        desk, me, day = self._desk, self._desk.me, today()
        if what in ("join", "guest"):
            desk.do(taking_part.join, me, network, day, guest=guest)
        elif what == "decline":
            desk.do(taking_part.decline, me, network, day)
        elif what == "leave":
            left = partial(self._left, network, guest=guest)
            desk.do(taking_part.leave, me, network, day, then=left, owner=self)
        elif what == "withdraw":
            withdrawn = partial(self._withdrawn, network)
            desk.do(leading.withdraw_rotation, me, network, then=withdrawn, owner=self)

    def _left(self, network: UUID, _none: None, *, guest: bool) -> None:
        desk, me, day = self._desk, self._desk.me, today()
        said = _("You have left the network.")
        back = partial(desk.do, taking_part.join, me, network, day, guest=guest)
        desk.messages.undo(said, back)

    def _withdrawn(self, network: UUID, rotation: Rotation | None) -> None:
        if rotation is not None:
            desk, day = self._desk, today()
            decide = leading.decide_rotation
            again = partial(desk.do, decide, desk.me, network, rotation, day)
            desk.messages.undo(_("The rotation is taken back."), again)

    def _said_no(self, told: NoThanks) -> None:
        desk = self._desk
        back = partial(desk.do, take_back_no, desk.me, told)
        desk.messages.undo(_("You have said no thanks."), back)
        if self._view is not None:
            self.panels.open_panel("ask", self._view)

    def _establish_if_free(self, view: LocalView) -> None:
        if view.way is networks.Way.ESTABLISH:
            self._stack.setCurrentWidget(self.establish)
            self.establish.begin(view)
        else:
            self._to_page()

    def _close_others(self) -> None:
        for page in map(self._stack.widget, range(self._stack.count())):
            if isinstance(page, CoveragePage | CasesPage | ExpertPage):
                page.close_view()

    def _to_page(self) -> None:
        self._close_others()
        self._stack.setCurrentWidget(self._page)
        self._load()

    def _join_winner(self, claim: LostClaim) -> None:
        self._desk.do(join_winner, self._desk.me, claim, then=self._settled, owner=self)

    def _put_away(self, claim: LostClaim) -> None:
        self._desk.do(put_away, claim, then=self._settled, owner=self)

    def _settled(self, _nothing: None) -> None:
        self._desk.messages.info(_("The text of your announcement is among your drafts of posts."))
        self._load()
