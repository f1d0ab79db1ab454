"""Hjelp: how the program works, the keys, and what to do when something is wrong."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QSizePolicy

from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L, SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page

_WIDEST = 720


class HelpPage(Page):
    """Short enough to be read."""

    def __init__(self, desk: Desk, log: Path) -> None:
        super().__init__(_("Help"), scroll=True)
        self._desk, self._log = desk, log
        for card in (_saving(), _settling(desk), _keys(), self._mistakes()):
            card.setMaximumWidth(px(_WIDEST))
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self.body.addWidget(card)
        self.body.addStretch()

    def _mistakes(self) -> Card:
        card = Card(_("When something is wrong"))
        card.body.addWidget(
            Label(
                _(
                    "When the program makes a mistake, a report opens that you can copy and send "
                    "to the secretariat. It holds no names and no texts of yours. "
                    "The log file lies here:"
                )
            )
        )
        card.body.addWidget(Label(str(self._log), "small", selectable=True))
        go = partial(self._desk.go, "feedback", "help")
        card.body.addWidget(Button(_("Suggestions and errors"), go, icon="flag"))
        return card


def _saving() -> Card:
    card = Card(_("Saving and sending"))
    for text in (
        _("The program saves by itself, on this PC, within a second. There is no save button."),
        _(
            "What you change is sent when there is a network, and waits here while there is none. "
            "The foot of the side bar says how it stands."
        ),
        _("You can close the program or turn off the PC at any time. Nothing is lost."),
    ):
        card.body.addWidget(Label(text))
    return card


def _settling(desk: Desk) -> Card:
    card = Card(_("When two people write the same"))
    card.body.addWidget(
        Label(
            _(
                "Changes in different places are put together. Where two people changed the same "
                "field, you see both texts side by side and choose, or write a third."
            )
        )
    )
    button = Button(_("Open synchronisation"), lambda: desk.go("sync"), icon="sync")
    card.body.addWidget(button)
    return card


def _keys() -> Card:
    card = Card(_("Keys"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE_L)
    grid.setVerticalSpacing(SPACE_S)
    grid.setColumnStretch(1, 1)
    for row, (keys, text) in enumerate(
        (
            ("Ctrl+1, Ctrl+2 …", _("Go to an area of the side bar")),
            ("Tab, Shift+Tab", _("The next field, the one before")),
            ("Ctrl+N", _("New: a person, a post, a meeting")),
            ("Ctrl+F", _("Search on the page")),
            ("Ctrl+Z, Ctrl+Y", _("Undo, and do again")),
            ("Alt+↑, Alt+↓", _("Move an agenda item")),
            ("Ctrl+Page Down, Page Up", _("The next item of a meeting, the one before")),
            ("Ctrl+T", _("Attendance by the first letters of a name")),
            ("Alt+1 … Alt+5", _("A usual sentence in the decision")),
            ("F5", _("The item on a shared screen")),
            ("F11", _("Only the item, without the rest")),
            ("Ctrl+P", _("Print a notice or minutes")),
            ("Esc", _("Close the panel; what is written stays")),
            ("F1", _("This page")),
        )
    ):
        grid.addWidget(Label(keys, "strong", wrap=False), row, 0)
        grid.addWidget(Label(text), row, 1)
    card.body.addLayout(grid)
    return card
