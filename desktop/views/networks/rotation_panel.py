"""The side panel in which it is noted who a meeting chose as the next contact kindergarten."""

from datetime import date, timedelta

from PySide6.QtCore import Signal

from desktop.models.leading import Rotation, RotationChoices
from desktop.texts import _
from desktop.views.wall_clock import today
from desktop.views.widgets.button import Button
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.label import Label
from desktop.views.widgets.side_panel import SidePanel


class RotationPanel(SidePanel):
    """begin(choices, rotation or None). decided(rotation) has what was filled in."""

    decided = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Decided rotation"))
        self._choices = RotationChoices((), ())
        text = _("Pick a kindergarten")
        self.kindergarten = Combo(placeholder=text)
        self.person = Combo(placeholder=_("Pick a person"))
        self.on = DateEdit()
        self.item = Combo(placeholder=_("Pick an item"))
        self._date_field = Field(_("From"), self.on, required=True, check=self._check_date)
        self._form = Form(
            Field(_("Next contact kindergarten"), self.kindergarten, required=True),
            Field(_("Contact person"), self.person, required=True),
            self._date_field,
            Field(_("Decided in"), self.item, required=True),
        )
        self._note = Label("", "muted")
        self._save = Button(_("Save"), self._on_save, kind="primary", icon="check")
        self.body.addWidget(self._note)
        for field in self._form.fields:
            self.body.addWidget(field)
        self.footer.addWidget(self._save)
        self.footer.addWidget(Button(_("Cancel"), self.closed.emit))
        self.footer.addStretch(1)
        self.kindergarten.changed.connect(self._offer_people)

    def begin(self, choices: RotationChoices, rotation: Rotation | None) -> None:
        """Offer who can take over, beginning with what is decided already."""
        self._choices = choices
        self.kindergarten.set_choices(
            [(one.kindergarten_id, one.name) for one in choices.successors],
            rotation.kindergarten_id if rotation else None,
        )
        self._offer_people()
        if rotation is not None:
            self.person.set_value(rotation.person_id)
        self.on.set_value(rotation.on if rotation else _new_year(today()))
        self.item.set_choices(choices.items, rotation.item_id if rotation else None)
        possible = bool(choices.successors and choices.items)
        self._note.setText(self._said(choices))
        for field in self._form.fields:
            field.setVisible(possible)
        self._save.setVisible(possible)
        self._form.clear_errors()
        self.show()
        if possible:
            self.kindergarten.setFocus()

    def _said(self, choices: RotationChoices) -> str:
        if not choices.successors:
            return _("No other kindergarten takes part yet. Invite some first.")
        if not choices.items:
            return _("Hold a meeting first: a rotation is decided there.")
        return _(
            "On the date, the rights and the free membership go over to the next contact"
            " kindergarten by themselves."
        )

    def _offer_people(self) -> None:
        chosen = self.kindergarten.value()
        people = next(
            (one.people for one in self._choices.successors if one.kindergarten_id == chosen), ()
        )
        self.person.set_choices(people, people[0][0] if people else None)

    def _check_date(self) -> str:
        on = self.on.value()
        return _("Choose a date that is not past.") if on and on < today() else ""

    def _on_save(self) -> None:
        if not self._form.validate():
            return
        on = self.on.value()
        assert on is not None
        self.decided.emit(
            Rotation(self.kindergarten.value(), self.person.value(), on, self.item.value())
        )


def _new_year(today: date) -> date:
    """The first of January, unless that is too near to be decided calmly."""
    following = date(today.year + 1, 1, 1)
    return following if following - today > timedelta(days=14) else date(today.year + 2, 1, 1)
