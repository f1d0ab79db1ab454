"""Sentences that stand in most minutes, put in by one key."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from contract.records import Outcome
from desktop.texts import _
from desktop.views.widgets.button import Button
from desktop.views.widgets.flow_layout import FlowLayout


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence, what it is called on its button, and the outcome that it tells of."""

    name: str
    text: str
    outcome: Outcome


# Minutes are in bokmål, whichever language the window speaks.
PHRASES = (
    Phrase("Orientering", "Saken ble tatt til orientering.", Outcome.NOTED),
    Phrase("Enstemmig", "Forslaget ble enstemmig vedtatt.", Outcome.UNANIMOUS),
    Phrase("Godkjent", "Innkalling og saksliste ble godkjent.", Outcome.UNANIMOUS),
    Phrase("Referat", "Referatet fra forrige møte ble godkjent.", Outcome.UNANIMOUS),
    Phrase("Utsatt", "Saken utsettes til neste møte.", Outcome.POSTPONED),
)


class Phrases(QWidget):
    """chosen(Phrase): by its button, or by Alt and its number while `around` has the keyboard."""

    chosen = Signal(object)

    def __init__(self, around: QWidget) -> None:
        super().__init__()
        flow = FlowLayout(self, spacing=4)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        self.buttons: list[Button] = []
        for number, phrase in enumerate(PHRASES, 1):
            keys = f"Alt+{number}"
            button = Button(phrase.name, partial(self.chosen.emit, phrase), kind="quiet")
            button.setToolTip(f"{phrase.text} ({keys})")
            button.setAccessibleName(_("Write «{text}»").format(text=phrase.text))
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            flow.addWidget(button)
            self.buttons.append(button)
            QShortcut(QKeySequence(keys), around, partial(self.chosen.emit, phrase), context=scope)
