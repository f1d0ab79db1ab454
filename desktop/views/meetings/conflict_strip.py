"""Tells that two have written in one place, and leads to where it is settled."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.texts import _
from desktop.views.theme.tokens import SPACE_M, SPACE_S, SPACE_XS
from desktop.views.widgets.announce import announce
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label


class ConflictStrip(Card):
    """Hidden while there is no conflict. Your own text is the one shown meanwhile."""

    def __init__(self, settle: Callable[[], object]) -> None:
        super().__init__(sunken=True)
        self._settle = settle
        self._text: Label | None = None
        self.hide()

    def show_count(self, count: int) -> None:
        """Show or hide, and tell once when it comes."""
        if count and self._text is None:
            self._text = self._fill()
        if count and self._text is not None and self.isHidden():
            announce(self, self._text.text(), urgent=True)
        self.setVisible(bool(count))

    def _fill(self) -> Label:
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, SPACE_XS, 0, SPACE_XS)
        row.setSpacing(SPACE_S)
        text = Label(
            _("The other one wrote in the same place. Your text is shown until you choose.")
        )
        row.addWidget(Badge(_("Conflict"), "warn"))
        row.addWidget(text, 1)
        row.addWidget(Button(_("Settle it"), self._settle, kind="quiet"))
        self.body.addWidget(whole)
        return text
