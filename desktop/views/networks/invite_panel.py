"""The side panel in which the contact kindergarten invites others."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal

from contract.records import MemberState
from desktop.models.networks import LocalView, Neighbour
from desktop.texts import _, ngettext, number
from desktop.views.widgets.button import Button
from desktop.views.widgets.choice_list import ChoiceList
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.side_panel import SidePanel


class InvitePanel(SidePanel):
    """begin(view). invited(ids) has those whom the user ticked; spread_asked leads to where those
    who are no members yet are asked to become that.
    """

    invited = Signal(object)
    spread_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Invite to the network"))
        self.choices = ChoiceList(name=_("Kindergartens"))
        self._field = Field(_("Kindergartens"), self.choices)
        self._none = Label(
            _("All members of Barnehagealliansen in the municipality are asked already."), "muted"
        )
        self._send = Button(_("Invite"), self._on_send, kind="primary", icon="send")
        self._others = Label("", "muted")
        self._spread = Button(_("Spread the word"), self.spread_asked.emit, icon="raise")
        for part in (self._field, self._none, self._others):
            self.body.addWidget(part)
        self.body.addWidget(self._spread, 0, Qt.AlignmentFlag.AlignLeft)
        self.footer.addWidget(self._send)
        self.footer.addStretch(1)

    def begin(self, view: LocalView) -> None:
        """Offer those of the municipality who neither take part nor are asked."""
        asked = _asked(view)
        left = [one for one in view.members if one.id not in asked]
        self.choices.set_choices([(one.id, one.name, "") for one in left], _ids(left))
        self._field.setVisible(bool(left))
        self._send.setVisible(bool(left))
        self._none.setVisible(not left)
        outside = len(view.registered)
        said = ngettext(
            "{n} private kindergarten here is no member of Barnehagealliansen yet. Ask it to join.",
            "{n} private kindergartens here are no members of Barnehagealliansen yet. Ask them to "
            "join.",
            outside,
        )
        self._others.setText(said.format(n=number(outside)))
        for part in (self._others, self._spread):
            part.setVisible(outside > 0)
        self.show()
        if left:
            self.choices.setFocus()

    def _on_send(self) -> None:
        chosen = self.choices.value()
        if not chosen:
            self._field.set_error(_("Tick one at least."))
            return
        self._field.set_error("")
        self.invited.emit(chosen)


def _asked(view: LocalView) -> set[UUID]:
    network = view.network
    if network is None:
        return set()
    states = (MemberState.JOINED, MemberState.INVITED)
    return {one.kindergarten_id for one in network.members if one.state in states}


def _ids(found: Sequence[Neighbour]) -> list[UUID]:
    return [one.id for one in found]
