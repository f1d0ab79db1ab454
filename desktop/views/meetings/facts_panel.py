"""The facts of a meeting under way: who leads and writes, what is saved, when it is over."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.models.minutes import Held
from desktop.models.people import PersonChoice
from desktop.texts import _, capital, clock, long_date
from desktop.views.theme.tokens import SPACE_M, SPACE_XS
from desktop.views.widgets.card import Card
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label


class FactsPanel(Card):
    """named("chair_id" or "minute_taker_id", person) asks to name somebody."""

    named = Signal(str, object)

    def __init__(self) -> None:
        super().__init__(_("The meeting"))
        self.chair = Combo(placeholder=_("Choose"))
        self.minute_taker = Combo(placeholder=_("Choose"))
        self._chair = Field(_("Chair"), self.chair)
        self._minute_taker = Field(_("Minute taker"), self.minute_taker)
        self._saved = Label(_("Everything is saved on this PC"))
        self._end = Label("")
        self._next = Label("")
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(SPACE_M, SPACE_M + SPACE_XS, SPACE_M, SPACE_M)
        self.body.addWidget(self._chair)
        self.body.addWidget(self._minute_taker)
        self._labels: list[Label] = []
        for text, value in ((_("Saved"), self._saved), (_("Time"), self._end), ("", self._next)):
            self._add(text, value)
        self.body.addStretch(1)
        self.chair.changed.connect(lambda: self.named.emit("chair_id", self.chair.value()))
        self.minute_taker.changed.connect(
            lambda: self.named.emit("minute_taker_id", self.minute_taker.value())
        )

    def show_held(self, held: Held, *, locked: bool) -> None:
        """Show the facts of a meeting."""
        _offer(self.chair, held.people, held.facts.chair, held.facts.form.chair_id)
        taker = held.facts.minute_taker
        _offer(self.minute_taker, held.people, taker, held.facts.form.minute_taker_id)
        for combo in (self.chair, self.minute_taker):
            combo.setEnabled(not locked)
        missing = held.facts.form.minute_taker_id is None and held.adjourned_at is not None
        self._minute_taker.set_error(
            _("Choose who takes the minutes before they are handed in.") if missing else ""
        )
        said = []
        if held.facts.started_at:
            said.append(_("Began {clock}").format(clock=clock(held.facts.started_at)))
        if held.adjourned_at:
            said.append(_("Adjourned {clock}").format(clock=clock(held.adjourned_at)))
        if said:
            self._end.setText(" · ".join(said))
        day = held.next_on
        self._next.setText(
            _("Next meeting: {date}").format(date=long_date(day, weekday=True)) if day else ""
        )
        self._next.setVisible(day is not None)

    def show_end(self, at: datetime) -> None:
        """Tell when the meeting is over if the rest takes as long as planned."""
        self._end.setText(capital(_("over at about {clock}").format(clock=clock(at))))

    def show_saved(self, at: datetime) -> None:
        """All that was typed until this moment is on disk."""
        self._saved.setText(_("Saved on this PC {clock}").format(clock=clock(at)))

    def saved_text(self) -> str:
        """What is said of what is saved."""
        return self._saved.text()

    def end_text(self) -> str:
        """What is said of the time."""
        return self._end.text()

    def _add(self, text: str, value: Label) -> None:
        rows = QVBoxLayout()
        rows.setSpacing(2)
        if text:
            rows.addWidget(Label(text, "label"))
        rows.addWidget(value)
        self.body.addLayout(rows)


def _offer(
    combo: Combo, people: tuple[PersonChoice, ...], named: PersonChoice | None, id_: UUID | None
) -> None:
    everybody = [*people]
    if named is not None and named.id not in {one.id for one in people}:
        everybody.append(named)
    names = [one.name for one in everybody]
    choices: list[tuple[UUID, str]] = [
        (one.id, _label(one, alone=names.count(one.name) == 1)) for one in everybody
    ]
    shown = [(combo.itemData(at), combo.itemText(at)) for at in range(combo.count())]
    if shown != choices:
        combo.set_choices(choices, id_)
    elif not combo.hasFocus() or combo.value() is None:
        combo.set_value(id_)
    combo.setToolTip(combo.currentText())


def _label(person: PersonChoice, *, alone: bool) -> str:
    """The name; with the kindergarten where two are called the same."""
    return person.name if alone else f"{person.name}, {person.kindergarten}"
