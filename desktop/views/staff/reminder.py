"""Reminds the manager until she has enrolled herself and the owner's representative."""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from desktop.models.staff import Missing
from desktop.texts import _
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label

_WIDE = 900


class Reminder(Card):
    """One thing at a time: the manager first, then the owner's side. Gone when both are there."""

    def __init__(
        self,
        *,
        enrol_me: Callable[[], object],
        enrol_owner: Callable[[], object],
        same_person: Callable[[], object],
    ) -> None:
        super().__init__(marked=True)
        self._text = Label()
        self._me = Button(_("Enrol myself"), enrol_me)
        self._owner = Button(_("Enrol the owner's representative"), enrol_owner)
        self._same = Button(_("It is the same person as me"), same_person)
        actions = QHBoxLayout()
        actions.setSpacing(SPACE_S)
        for button in (self._me, self._owner, self._same):
            actions.addWidget(button)
        actions.addStretch()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(SPACE_M)
        self._row.addWidget(self._text, 1)
        self._row.addLayout(actions)
        self.body.addLayout(self._row)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= px(_WIDE)
        side = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(side)

    def show_missing(self, missing: Missing) -> None:
        """Say who is not enrolled yet."""
        self._text.setText(
            _("You are not enrolled yourself yet. Access follows from the enrolment.")
            if missing.manager
            else _("The owner's representative is not enrolled yet.")
        )
        self._me.setVisible(missing.manager)
        self._owner.setVisible(not missing.manager)
        self._same.setVisible(not missing.manager)
        self.setVisible(missing.manager or missing.owner)
