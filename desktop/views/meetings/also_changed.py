"""The other meetings of a series whose notices are others now."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.models.series import Announced
from desktop.texts import _, short_date
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label


class AlsoChanged(QWidget):
    """show_meetings(others) names them with a button each; chosen(id) asks for a notice."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._row = FlowLayout(self, spacing=SPACE_S)
        self.hide()

    def show_meetings(self, others: Sequence[Announced]) -> None:
        """Name these; nothing at all where there are none."""
        clear(self._row)
        self.setVisible(bool(others))
        if not others:
            return
        self._row.addWidget(Label(_("Changed, too, and to be sent anew:"), "muted", wrap=False))
        for one in others:
            self._row.addWidget(self._button(one))

    def _button(self, one: Announced) -> Button:
        day = short_date(one.on)
        made = Button(day, lambda: self.chosen.emit(one.id), icon="document")
        made.setAccessibleName(_("Notice of {day}").format(day=day))
        return made
