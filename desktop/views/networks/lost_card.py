"""What the one is told who claimed a municipality after another."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.models.establishing import LostClaim
from desktop.texts import _
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.announce import announce
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label


class LostCard(Card):
    """show_claim(claim or None). join_asked and put_away_asked answer it."""

    join_asked = Signal(object)
    put_away_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(marked=True)
        self._claim: LostClaim | None = None
        self._text = Label("", "strong")
        self._kept = Label(
            _("Your announcement was never published. Its text is kept as a draft."), "muted"
        )
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(Button(_("Join them"), self._join, kind="primary", icon="check"))
        row.addWidget(Button(_("Not now"), self._put_away))
        row.addStretch(1)
        self.body.addWidget(self._text)
        self.body.addWidget(self._kept)
        self.body.addLayout(row)
        self.hide()

    def show_claim(self, claim: LostClaim | None) -> None:
        """Tell of a lost claim; nothing where there is none."""
        if claim is not None and claim != self._claim:
            announce(self, self._said(claim), urgent=True)
        self._claim = claim
        self._text.setText(self._said(claim) if claim else "")
        self.setVisible(claim is not None)

    def text(self) -> str:
        """What is told."""
        return self._text.text()

    def _said(self, claim: LostClaim) -> str:
        place, winner = claim.municipality, claim.winner
        if not winner:
            text = _("{place} already has a local network. Do you want to join it?")
            return text.format(place=place)
        text = _("{place} already has a local network, led by {winner}. Do you want to join them?")
        return text.format(place=place, winner=winner)

    def _join(self) -> None:
        if self._claim is not None:
            self.join_asked.emit(self._claim)

    def _put_away(self) -> None:
        if self._claim is not None:
            self.put_away_asked.emit(self._claim)
