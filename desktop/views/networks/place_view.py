"""A municipality's local network, or who could form one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contract.records import MemberState
from desktop.models.networks import LocalNetwork, LocalView, Way
from desktop.texts import _
from desktop.views.networks.words import (
    age,
    member_note,
    member_pill,
    private_count,
    taking_part,
)
from desktop.views.theme.tokens import SPACE_L, SPACE_S, SPACE_XS
from desktop.views.widgets.button import Button, Kind
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import Row, RowList

_MOST = 40


class PlaceView(QScrollArea):
    """asked(what) wants one of: establish, join, decline, leave, invite, meeting."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_view(self, view: LocalView) -> None:
        """Show what is known of a municipality."""
        inner = QWidget()
        inner.setObjectName("scrolled")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(SPACE_XS, SPACE_XS, SPACE_XS, SPACE_XS)
        rows.setSpacing(SPACE_L)
        if view.network is not None:
            rows.addWidget(self._network(view, view.network))
            rows.addWidget(self._members(view.network))
        else:
            rows.addWidget(self._none(view))
            if view.members:
                rows.addWidget(
                    _list_card(_("Members of Barnehagealliansen here"), _neighbours(view))
                )
        if view.registered:
            rows.addWidget(_register(view))
        rows.addWidget(Label(age(view.as_of), "small"))
        rows.addStretch(1)
        self.setWidget(inner)
        self.setAccessibleName(view.place.name)

    def _network(self, view: LocalView, network: LocalNetwork) -> Card:
        card = Card(network.name)
        card.set_badge(_("Waits to be sent") if network.unsent else "", "warn")
        card.body.addWidget(Label(taking_part(network), "muted"))
        facts = QHBoxLayout()
        facts.setSpacing(SPACE_L)
        facts.addWidget(_fact(_("Contact kindergarten"), network.contact_kindergarten), 1)
        person = ", ".join(part for part in (network.contact_person, network.contact_email) if part)
        facts.addWidget(_fact(_("Contact person"), person or _("Not known")), 1)
        card.body.addLayout(facts)
        if network.unsent:
            text = _("The network and its announcement are sent when you are online.")
            card.body.addWidget(Label(text, "muted"))
        if network.my_state is MemberState.INVITED:
            text = _("{name} has invited you to take part.")
            card.body.addWidget(Label(text.format(name=network.contact_kindergarten), "strong"))
        buttons = self._buttons(view, network)
        if buttons:
            card.body.addLayout(_line(buttons))
        return card

    def _buttons(self, view: LocalView, network: LocalNetwork) -> list[Button]:
        if network.i_lead:
            return [
                self._button(_("Plan a meeting"), "meeting", "primary", "plus"),
                self._button(_("Invite others"), "invite", "secondary", "person-add"),
            ]
        if view.way is Way.ANSWER:
            return [
                self._button(_("Join"), "join", "primary", "check"),
                self._button(_("No thanks"), "decline"),
            ]
        if view.way is Way.JOIN:
            return [self._button(_("Join"), "join", "primary", "check")]
        if network.my_state is MemberState.JOINED and view.own:
            return [
                self._button(_("Plan a meeting"), "meeting", "secondary", "plus"),
                self._button(_("Leave the network"), "leave", "quiet"),
            ]
        return []

    def _button(self, text: str, what: str, kind: Kind = "secondary", icon: str = "") -> Button:
        return Button(text, lambda: self.asked.emit(what), kind=kind, icon=icon)

    def _members(self, network: LocalNetwork) -> Card:
        rows = [
            Row(member.name, member_note(member), icon="home", badge=member_pill(member))
            for member in network.members
        ]
        return _list_card(_("Kindergartens in the network"), rows)

    def _none(self, view: LocalView) -> Card:
        card = Card(_("No contact kindergarten yet"))
        card.body.addWidget(Label(_none_text(view), "muted"))
        if view.way is Way.ESTABLISH:
            text = _("Establish the network")
            kind: Kind = "secondary" if view.alone else "primary"
            card.body.addLayout(_line([self._button(text, "establish", kind, "plus")]))
        return card


def _none_text(view: LocalView) -> str:
    if view.alone and view.own:
        return _(
            "No other independent kindergarten is known in {place}. You can still establish the"
            " network, or ask to take part as a guest in a neighbouring one."
        ).format(place=view.place.name)
    if view.alone:
        return _("No independent kindergarten is known in {place}.").format(place=view.place.name)
    if view.own:
        return _(
            "Nobody leads a local network in {place}. As contact kindergarten you invite the"
            " others and lead the meetings."
        ).format(place=view.place.name)
    return _("Nobody leads a local network in {place} yet.").format(place=view.place.name)


def _neighbours(view: LocalView) -> list[Row]:
    mine = _("your kindergarten")
    return [Row(one.name, mine if one.mine else "", icon="home") for one in view.members]


def _register(view: LocalView) -> Card:
    rows = [
        Row(
            one.name,
            _("belongs to {chain}").format(chain=one.chain) if one.chain else "",
            icon="home",
        )
        for one in view.registered[:_MOST]
    ]
    card = _list_card(_("Others in the national register"), rows)
    card.set_badge(private_count(view), "neutral")
    left = len(view.registered) - _MOST
    if left > 0:
        card.body.addWidget(Label(_("… and {n} more.").format(n=left), "small"))
    return card


def _list_card(title: str, rows: Sequence[Row]) -> Card:
    card = Card(title)
    listed = RowList(name=title)
    listed.set_rows(rows)
    card.body.addWidget(listed)
    return card


def _fact(label: str, text: str) -> QWidget:
    holder = QWidget()
    rows = QVBoxLayout(holder)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(SPACE_XS)
    rows.addWidget(Label(label, "label"))
    rows.addWidget(Label(text, selectable=True))
    return holder


def _line(widgets: Sequence[QWidget]) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(0, SPACE_S, 0, 0)
    line.setSpacing(SPACE_S)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line
