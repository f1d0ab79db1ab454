"""The foot of the panel: enrol or cancel for a new person, done for one who is there."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.theme.tokens import SPACE_S, SPACE_XS
from desktop.views.widgets.button import Button
from desktop.views.widgets.label import Label


class PanelFoot(QWidget):
    """Says under its buttons what becomes of what is written."""

    def __init__(
        self,
        *,
        cancel: Callable[[], object],
        enrol: Callable[[], object],
        done: Callable[[], object],
    ) -> None:
        super().__init__()
        self._cancel = Button(_("Cancel"), cancel)
        self.enrol = Button(_("Enrol"), enrol, kind="primary", icon="person-add")
        self._done = Button(_("Done"), done)
        self._state = Label(role="small")
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.enrol)
        buttons.addWidget(self._done)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, SPACE_S, 0, 0)
        rows.setSpacing(SPACE_XS)
        rows.addLayout(buttons)
        rows.addWidget(self._state)

    def for_new(self) -> None:
        """Offer to enrol."""
        self._show(new=True, state=_("Sent when you are online."))

    def for_member(self) -> None:
        """Offer to close; what is changed saves itself."""
        self._show(new=False, state=_("Changes are saved by themselves."))

    def say(self, state: str) -> None:
        """Tell what became of the last change."""
        self._state.setText(state)

    def _show(self, *, new: bool, state: str) -> None:
        self._cancel.setVisible(new)
        self.enrol.setVisible(new)
        self._done.setVisible(not new)
        self.say(state)
