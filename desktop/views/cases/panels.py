"""The side panels of the cases: to raise one, and to tell what came of it."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal

from desktop.models.cases import CaseForm, Raisable, Step
from desktop.texts import _
from desktop.views.widgets.button import Button
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.label import Label
from desktop.views.widgets.side_panel import SidePanel
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.text_line import TextLine


class RaisePanel(SidePanel):
    """begin(items). raised(item, form) has what is to be raised."""

    raised = Signal(object, object)

    def __init__(self) -> None:
        super().__init__(_("Raise a case"))
        self._items: Sequence[Raisable] = ()
        self.item = Combo(placeholder=_("Pick an item"))
        self.title_line, self.text = TextLine(), TextArea(lines=7, most=16)
        self._note = Label("", "muted")
        self._form = Form(
            Field(_("Item of a meeting that you led or minuted"), self.item, required=True),
            Field(_("Title"), self.title_line, required=True),
            Field(_("What the network above is to know"), self.text, required=True),
        )
        self.body.addWidget(self._note)
        for field in self._form.fields:
            self.body.addWidget(field)
        self._raise = Button(_("Raise the case"), self._on_raise, kind="primary", icon="raise")
        self.footer.addWidget(self._raise)
        self.footer.addStretch(1)
        self.item.changed.connect(self._take)

    def begin(self, items: Sequence[Raisable], item: UUID | None = None) -> None:
        """Offer the items that can be raised, beginning with one of them."""
        self._items = items
        self.item.set_choices([(one.item_id, one.label) for one in items], item)
        for field in self._form.fields:
            field.setVisible(bool(items))
        self._raise.setVisible(bool(items))
        self._form.clear_errors()
        self.title_line.set_value("")
        self.text.set_value("")
        self._take()
        if not items:
            self._note.setText(
                _(
                    "There is no item to raise yet. It takes a decision of a meeting that you led"
                    " or minuted, and a network above: the service makes the regional one."
                )
            )
        self.show()

    def _take(self) -> None:
        chosen = next((one for one in self._items if one.item_id == self.item.value()), None)
        if chosen is None:
            self._note.setText(_("Managers and owners in all of the network can read it."))
            return
        self.title_line.set_value(chosen.form.title)
        self.text.set_value(chosen.form.text)
        text = _("Goes to {network}. Managers and owners in all of the network can read it.")
        self._note.setText(text.format(network=chosen.above))

    def _on_raise(self) -> None:
        if self._form.validate():
            form = CaseForm(self.title_line.value(), self.text.value())
            self.raised.emit(self.item.value(), form)


class ReportPanel(SidePanel):
    """begin(step). reported(step, text) has what came of it."""

    reported = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(_("Status report"))
        self._step: Step | None = None
        self._about = Label("", "strong")
        self._note = Label("", "muted")
        self.text = TextArea(lines=8, most=18)
        self._field = Field(_("What came of it"), self.text, required=True)
        for part in (self._about, self._note, self._field):
            self.body.addWidget(part)
        self.footer.addWidget(Button(_("Send it down"), self._on_send, kind="primary", icon="send"))
        self.footer.addStretch(1)

    def begin(self, step: Step) -> None:
        """Write the report of a case."""
        self._step = step
        self._about.setText(step.title)
        text = _("It stands on the next agenda of {network} by itself.")
        self._note.setText(text.format(network=step.below))
        self.text.set_value(step.report)
        self._field.set_error("")
        self.show()
        self.text.setFocus()

    def _on_send(self) -> None:
        if self._step is not None and self._field.validate():
            self.reported.emit(self._step, self.text.value())
