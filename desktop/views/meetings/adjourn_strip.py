"""Asks what has to be known to end a meeting: when it ended, and when the next one is."""

from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from desktop.texts import _
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_M
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.time_edit import TimeEdit


class AdjournStrip(Card):
    """adjourned(time, date or None). Esc thinks better of it."""

    adjourned = Signal(object, object)

    def __init__(self) -> None:
        super().__init__(_("Adjourn the meeting"), marked=True)
        self._on = date.min
        self.at = TimeEdit()
        self.next_on = DateEdit()
        self._next_field = Field(_("Next meeting"), self.next_on, check=self._check_next)
        fields = (Field(_("Adjourned at"), self.at, required=True), self._next_field)
        self._form = Form(*fields)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(SPACE_M + 2, SPACE_M, SPACE_M, SPACE_M)
        line = QHBoxLayout()
        line.setSpacing(SPACE_M)
        for field in fields:
            field.setFixedWidth(px(150))
            line.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(1)
        self.yes = Button(_("Adjourn the meeting"), self._give, kind="primary", icon="check")
        line.addWidget(self.yes, 0, Qt.AlignmentFlag.AlignBottom)
        no = Button(_("Go on with the meeting"), self.hide)
        line.addWidget(no, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(line)
        self.hide()

    def ask(self, on: date, at: time, next_on: date | None) -> None:
        """Ask, with the best guess filled in."""
        self._on = on
        self.at.set_value(at)
        self.next_on.set_value(next_on)
        self._form.clear_errors()
        self.show()
        self.next_on.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
        else:
            super().keyPressEvent(event)

    def _give(self) -> None:
        if self._form.validate():
            self.hide()
            self.adjourned.emit(self.at.value(), self.next_on.value())

    def _check_next(self) -> str:
        day = self.next_on.value()
        return _("The next meeting must be after this one.") if day and day <= self._on else ""
