"""What a post or an answer of one's own said before it was changed."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from desktop.models.forum_values import Earlier
from desktop.texts import _, moment
from desktop.views.desk import Desk
from desktop.views.sentences import sentence
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.label import Label


class EarlierStrip(Card):
    """look_back(kind, id) asks the service, which alone keeps the texts; leave() puts it away."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Earlier texts"), sunken=True)
        self._desk = desk
        self._about: UUID | None = None
        self._note = Label("", "small")
        self._texts = QVBoxLayout()
        self._texts.setSpacing(SPACE_S)
        self._close = Button(_("Put away"), self.leave, kind="quiet", icon="close")
        self.body.addWidget(self._note)
        self.body.addLayout(self._texts)
        self.body.addWidget(self._close, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def look_back(self, kind: str, id_: UUID) -> None:
        """Show what this said before."""
        self._about = id_
        self._clear()
        self._note.setText(_("Fetching …"))
        self.show()
        self._close.setFocus()

        def show(found: tuple[Earlier, ...]) -> None:
            if self._about == id_:
                self._show(found)

        def tell(error: Exception) -> None:
            if self._about == id_:
                self._note.setText(f"{sentence(error)} {_kept()}".strip())

        self._desk.fetch(
            lambda service: service.earlier(kind, id_), then=show, failed=tell, owner=self
        )

    def leave(self) -> None:
        """Show nothing more of it."""
        self._about = None
        self.hide()
        self._clear()

    def _show(self, found: tuple[Earlier, ...]) -> None:
        self._note.setText(
            _("Only you and the secretariat can read these.")
            if found
            else _("The text has not been changed.")
        )
        for one in found:
            until = _("Until {moment}").format(moment=moment(one.until))
            self._texts.addWidget(Label(until, "strong"))
            self._texts.addWidget(Label(one.text, selectable=True))

    def _clear(self) -> None:
        clear(self._texts)


def _kept() -> str:
    return _("Earlier texts lie with the service alone.")
