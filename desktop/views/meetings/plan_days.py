"""Days to meet on: those that the rhythm of the network gives, and what speaks against one."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.planning import Closed, Day
from desktop.texts import N_, _, bare_clock, capital, long_date
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label

WHY = {
    Closed.WEEKEND: N_("It is a weekend."),
    Closed.JULY: N_("It is July: most kindergartens are closed."),
    Closed.HOLY_WEEK: N_("It is Holy Week."),
    Closed.ROMJUL: N_("It is between Christmas and New Year."),
}


class PlanDays(QWidget):
    """offer(days) shows days to choose from, tell(day) what speaks against the chosen one."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._head = Label(_("Days that suit the rhythm of the network:"), "small")
        self._area = QWidget()
        self._flow = FlowLayout(self._area)
        self._note = Label("", "error")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_S)
        for part in (self._head, self._area, self._note):
            rows.addWidget(part)
        self.buttons: list[Button] = []
        self.offer([])
        self.tell(None)

    def offer(self, days: Sequence[Day]) -> None:
        """Offer these days."""
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(day) for day in days]
        for button in self.buttons:
            self._flow.addWidget(button)
        for part in (self._head, self._area):
            part.setVisible(bool(days))

    def tell(self, day: Day | None) -> None:
        """Say what speaks against a day; nothing where nothing does."""
        said = against(day) if day is not None else ""
        self._note.setText(said)
        self._note.setVisible(bool(said))

    def told(self) -> str:
        """What is said of the chosen day."""
        return self._note.text()

    def _button(self, day: Day) -> Button:
        said = against(day)
        text = capital(long_date(day.on, weekday=True))
        button = Button(
            text,
            lambda: self.chosen.emit(day.on),
            icon="warning" if day.clashes else "calendar",
            tip=said,
        )
        button.setAccessibleDescription(said)
        return button


def against(day: Day) -> str:
    """What speaks against a day, in sentences."""
    said = []
    if day.closed is Closed.HOLIDAY:
        said.append(_("It is a holiday: {name}.").format(name=day.holiday))
    elif day.closed is not None:
        said.append(_(WHY[day.closed]))
    for clash in day.clashes:
        words = _("{title} in {network} is on the same day, at {clock}.")
        if clash.overlaps:
            words = _("{title} in {network} is at the same time, at {clock}.")
        begins = bare_clock(clash.starts)
        said.append(words.format(title=clash.title, network=clash.network, clock=begins))
    return " ".join(said)


def days_in_words(days: Sequence[date]) -> str:
    """A list of days: 7. januar 2027, 4. februar 2027."""
    return ", ".join(long_date(day) for day in days)
