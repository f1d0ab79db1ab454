"""The side panel in which another kindergarten is asked to be contact kindergarten."""

from PySide6.QtCore import Signal

from desktop.models.networks import LocalView
from desktop.texts import _
from desktop.views.widgets.button import Button
from desktop.views.widgets.choice_list import ChoiceList
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.side_panel import SidePanel


class AskPanel(SidePanel):
    """begin(view). asked(ids) has those whom the user ticked."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Ask another kindergarten"))
        self._note = Label("", "muted")
        self.choices = ChoiceList(name=_("Kindergartens"))
        self._field = Field(_("Who could be contact kindergarten?"), self.choices)
        self._send = Button(_("Ask"), self._on_send, kind="primary", icon="send")
        self.body.addWidget(self._note)
        self.body.addWidget(self._field)
        self.footer.addWidget(self._send)
        self.footer.addStretch(1)

    def begin(self, view: LocalView) -> None:
        """Offer the other members of the municipality who were not asked or have not said no."""
        known = {one.kindergarten_id for one in view.asked}
        left = [one for one in view.members if not one.mine and one.id not in known]
        self.choices.set_choices(
            [(one.id, one.name, ", ".join(filter(None, (one.manager, one.email)))) for one in left]
        )
        self._field.setVisible(bool(left))
        self._field.set_error("")
        self._send.setVisible(bool(left))
        asks = _("They see the question on their page «Networks», and can say yes or no there.")
        none = _("There is nobody left to ask among the members here.")
        self._note.setText(asks if left else none)
        self.show()
        if left:
            self.choices.setFocus()

    def _on_send(self) -> None:
        chosen = self.choices.value()
        if not chosen:
            self._field.set_error(_("Tick one at least."))
            return
        self.asked.emit(chosen)
