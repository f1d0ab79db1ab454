"""A municipality's local network, or who could form one."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from contract.records import MemberState
from desktop.models.networks import LocalNetwork, LocalView, Way
from desktop.texts import _
from desktop.views.networks.none_cards import asked_note, nearby_card, neighbours, none_text
from desktop.views.networks.office_cards import button_line, duties_card, meets_card, rotation_card
from desktop.views.networks.words import (
    age,
    member_note,
    member_pill,
    private_count,
    taking_part,
)
from desktop.views.theme.tokens import SPACE_L, SPACE_XS
from desktop.views.widgets.button import Button, Kind
from desktop.views.widgets.card import Card
from desktop.views.widgets.columns import Columns
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import Row, RowList

_MOST = 40


class PlaceView(QScrollArea):
    """asked(what) wants one of: establish, join, guest, decline, leave, invite, meeting, settings,
    rotation, withdraw, no, ask. looked_up(number) wants another municipality.
    """

    asked = Signal(str)
    looked_up = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._asked_of: UUID | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_none(self) -> None:
        """Nobody has chosen a municipality, and there is no own one."""
        title, text = _("No municipality is chosen"), _("Choose one in the list, or search for it.")
        self.setWidget(EmptyState("pin", title, text))

    def show_view(self, view: LocalView, asked_of: UUID | None = None) -> None:
        """Show what is known of a municipality. Of the network `asked_of` it is asked elsewhere on
        the page whether to join it.
        """
        self._asked_of = asked_of
        inner = QWidget()
        inner.setObjectName("scrolled")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(SPACE_XS, SPACE_XS, SPACE_XS, SPACE_XS)
        rows.setSpacing(SPACE_L)
        if view.network is not None:
            rows.addWidget(self._network(view, view.network))
            if view.network.i_lead:
                rows.addWidget(duties_card(view.network.office, mine=True))
            rows.addWidget(self._members(view.network))
            self._add_office(rows, view.network)
        else:
            rows.addWidget(self._none(view))
            if view.members:
                rows.addWidget(
                    _list_card(_("Members of Barnehagealliansen here"), neighbours(view))
                )
            if view.own and (view.alone or any(one.guest for one in view.nearby)):
                rows.addWidget(nearby_card(view, self.looked_up.emit))
            if view.way is Way.ESTABLISH:
                rows.addWidget(duties_card(None, mine=False))
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
        leader = _fact(_("Contact kindergarten"), network.contact_kindergarten)
        person = "\n".join(one for one in (network.contact_person, network.contact_email) if one)
        contact = _fact(_("Contact person"), person or _("Not known"))
        card.body.addWidget(Columns([leader], [contact], least=190))
        if network.leader_left:
            text = _("{name} has left. Tell the secretariat who is to lead the network.")
            card.body.addWidget(Label(text.format(name=network.contact_kindergarten), "error"))
        if network.unsent:
            text = _("The network and its announcement are sent when you are online.")
            card.body.addWidget(Label(text, "muted"))
        if network.my_state is MemberState.INVITED:
            text = _("{name} has invited you to take part.")
            card.body.addWidget(Label(text.format(name=network.contact_kindergarten), "strong"))
        asked = view.way in (Way.ANSWER, Way.JOIN) and network.id == self._asked_of
        if buttons := [] if asked else self._buttons(view, network):
            card.body.addLayout(button_line(buttons))
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
        if view.way is Way.GUEST:
            return [self._button(_("Take part as a guest"), "guest", "primary", "check")]
        if view.way is Way.MEMBER:
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

    def _add_office(self, rows: QVBoxLayout, network: LocalNetwork) -> None:
        office, change, buttons = network.office, None, []
        if network.i_lead:
            change = self._button(_("Change"), "settings", icon="edit")
            decided = office.following is not None
            text = _("Change the rotation") if decided else _("Note a decided rotation")
            buttons = [self._button(text, "rotation")]
            if decided:
                buttons.append(self._button(_("Take it back"), "withdraw", "quiet"))
        rows.addWidget(meets_card(office, change))
        rows.addWidget(rotation_card(office, buttons))

    def _none(self, view: LocalView) -> Card:
        card = Card(_("No contact kindergarten yet"))
        card.body.addWidget(Label(none_text(view), "muted"))
        if view.way is Way.ESTABLISH:
            if note := asked_note(view):
                card.body.addWidget(Label(note, "strong"))
            text = _("Establish the network")
            kind: Kind = "secondary" if view.alone else "primary"
            buttons = [self._button(text, "establish", kind, "plus")]
            others = any(not one.mine for one in view.members)
            if others and not any(one.mine and one.declined for one in view.asked):
                buttons.append(self._button(_("No thanks"), "no"))
            if others:
                buttons.append(self._button(_("Ask another"), "ask"))
            card.body.addLayout(button_line(buttons))
        return card


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
    rows.addStretch(1)  # its neighbour may need more lines
    return holder
