"""Signing out: what stays on this PC is asked in place, and nothing unsent goes unseen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.models.signed_in import Unsent, unsent
from desktop.texts import _, ngettext
from desktop.views.desk import Desk
from desktop.views.settings.household import Household
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label


class SignOutCard(QWidget):
    """A button that unfolds the question."""

    def __init__(self, desk: Desk, household: Household) -> None:
        super().__init__()
        self._desk, self._household = desk, household
        self._example = household.facts().example
        self._unsent: Unsent | None = None
        text = _("Leave the example data") if self._example else _("Sign out")
        self.button = Button(text, self.open_question, icon="sign-out")
        self.keep = QRadioButton(_("The data stays on this PC, and is there the next time"))
        self.remove = QRadioButton(_("Remove the data from this PC"))
        self._both = QButtonGroup(self)
        for choice in (self.keep, self.remove):
            self._both.addButton(choice)
            choice.toggled.connect(self._weigh)
        self._warning = Label("", "danger")
        self._see = Button(_("See what waits"), lambda: desk.go("sync"), kind="quiet")
        self.confirm = Button(text, self._sign_out, kind="primary")
        self._question = self._make_question()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, SPACE_S, 0, 0)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._question)
        self._question.hide()
        self.keep.setChecked(True)

    def count(self) -> None:
        """Find out what has not been sent."""
        self._desk.ask(unsent, then=self._counted, owner=self)

    def open_question(self) -> None:
        """Ask what is to become of the data."""
        self.count()
        self.button.hide()
        self._question.show()
        self.keep.setFocus()

    def close_question(self) -> None:
        """Nothing happens."""
        self._question.hide()
        self.button.show()
        self.keep.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._question.isVisible():
            self.close_question()
            self.button.setFocus()
            return
        super().keyPressEvent(event)

    def _make_question(self) -> Card:
        card = Card(sunken=True)
        card.body.addWidget(Label(_("What is to become of the data on this PC?"), "strong"))
        card.body.addWidget(self.keep)
        card.body.addWidget(self.remove)
        warning = QHBoxLayout()
        warning.addWidget(self._warning, 1)
        warning.addWidget(self._see)
        card.body.addLayout(warning)
        row = QHBoxLayout()
        row.addWidget(self.confirm)
        row.addWidget(Button(_("Cancel"), self.close_question))
        row.addStretch()
        card.body.addLayout(row)
        return card

    def _counted(self, found: Unsent) -> None:
        self._unsent = found
        self._weigh()

    def _weigh(self) -> None:
        lost = self._unsent.total if self._unsent is not None else 0
        removes = self.remove.isChecked()
        shown = bool(lost) and not self._example
        self._warning.setText(_lost(lost) if removes else _kept(lost))
        self._warning.set_role("danger" if removes else "muted")
        self._warning.setVisible(shown)
        self._see.setVisible(shown)
        # Nobody removes what has not been counted.
        self.confirm.setEnabled(not removes or self._unsent is not None)
        kind = "danger" if removes else "primary"
        if self.confirm.property("kind") != kind:
            self.confirm.setProperty("kind", kind)
            self.confirm.style().unpolish(self.confirm)
            self.confirm.style().polish(self.confirm)
        self.confirm.setText(self._name(lost if removes and not self._example else 0))

    def _name(self, lost: int) -> str:
        if lost:
            said = ngettext("Sign out and lose {n} change", "Sign out and lose {n} changes", lost)
            return said.format(n=lost)
        return self.button.text()

    def _sign_out(self) -> None:
        self._household.sign_out(remove=self.remove.isChecked())


def _lost(count: int) -> str:
    said = ngettext(
        "{n} change has not been sent, and would be lost for good.",
        "{n} changes have not been sent, and would be lost for good.",
        count,
    )
    return said.format(n=count)


def _kept(count: int) -> str:
    said = ngettext(
        "{n} change has not been sent. It stays here and is sent when you sign in again.",
        "{n} changes have not been sent. They stay here and are sent when you sign in again.",
        count,
    )
    return said.format(n=count)
