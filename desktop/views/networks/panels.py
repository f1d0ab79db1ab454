"""The side panels of the networks' page, one at a time, and what is done with what they say."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.models import leading, taking_part
from desktop.models.contact_asking import ask_others, unask
from desktop.models.faults import Refused
from desktop.models.leading import NetworkSettings, Rotation, RotationChoices
from desktop.models.networks import LocalView
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.networks.ask_panel import AskPanel
from desktop.views.networks.invite_panel import InvitePanel
from desktop.views.networks.rotation_panel import RotationPanel
from desktop.views.networks.settings_panel import SettingsPanel
from desktop.views.wall_clock import today
from desktop.views.widgets.side_panel import SidePanel

Back = Callable[[Any], tuple[Any, ...]]


class NetworkPanels(QStackedWidget):
    """open_panel(what, view) shows one of: invite, settings, rotation, ask. close_panel hides.
    turned when there is one or none any more.
    """

    turned = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: LocalView | None = None
        self.invite, self.settings = InvitePanel(), SettingsPanel()
        self.rotation, self.ask = RotationPanel(), AskPanel()
        panels: tuple[SidePanel, ...] = (self.invite, self.settings, self.rotation, self.ask)
        for panel in panels:
            self.addWidget(panel)
            panel.closed.connect(self.close_panel)
        self.invite.invited.connect(self._invite)
        self.invite.spread_asked.connect(lambda: desk.go("outreach"))
        self.settings.saved.connect(self._save_settings)
        self.rotation.decided.connect(self._decide)
        self.ask.asked.connect(self._ask)
        self.hide()

    def open_panel(self, what: str, view: LocalView) -> None:
        """Show a panel for the municipality that is looked at."""
        self._view, network = view, view.network
        if what == "ask":
            self._show(self.ask)
            self.ask.begin(view)
        elif network is None:
            return
        elif what == "invite":
            self._show(self.invite)
            self.invite.begin(view)
        elif what == "settings":
            self._show(self.settings)
            members = sum(one.state == "joined" and not one.guest for one in network.members)
            self.settings.begin(network.office.settings, members)
        else:
            self._desk.ask(leading.choices, network.id, then=self._offer, owner=self)

    def close_panel(self) -> None:
        """Hide whichever is open."""
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.turned.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.turned.emit()

    def _show(self, panel: SidePanel) -> None:
        self.setCurrentWidget(panel)
        self.show()

    def _offer(self, choices: RotationChoices) -> None:
        network = self._view.network if self._view else None
        if network is not None:
            following = network.office.following
            self._show(self.rotation)
            self.rotation.begin(choices, following.rotation if following else None)

    def _network(self) -> UUID | None:
        return self._view.network.id if self._view and self._view.network else None

    def _invite(self, chosen: list[UUID]) -> None:
        said = _("The invitations are sent when you are online.")
        values = (self._network(), chosen, today())
        self._do(said, taking_part.invite, *values, back=lambda told: (taking_part.take_back, told))

    def _save_settings(self, loaded: NetworkSettings, wanted: NetworkSettings) -> None:
        act, network = leading.change_settings, self._network()
        before = (act, network, wanted, loaded)
        self._do(_("Saved."), act, network, loaded, wanted, back=lambda _none: before)

    def _decide(self, rotation: Rotation) -> None:
        said = _("The rotation is noted. It is carried out by itself on its date.")
        network = self._network()
        self._do(said, leading.decide_rotation, network, rotation, today())

    def _ask(self, chosen: list[UUID]) -> None:
        said = _("The question is sent when you are online.")
        self._do(said, ask_others, chosen, today(), back=lambda made: (unask, made))

    def _do(self, said: str, action: Any, *values: Any, back: Back | None = None) -> None:
        """Do it and say so; `back` tells from what came of it how it is undone."""
        desk = self._desk

        def done(told: Any) -> None:
            self.hide()
            if back is None:
                desk.messages.done(said)
            else:
                act, *about = back(told)
                desk.messages.undo(said, lambda: desk.do(act, desk.me, *about))

        def failed(error: Exception) -> None:
            if not (isinstance(error, Refused) and error.code == "forbidden"):
                desk.tell(error)
                return
            text = _("You are no longer contact kindergarten, and cannot change this.")
            desk.messages.error(text)

        desk.do(action, desk.me, *values, then=done, failed=failed, owner=self)
