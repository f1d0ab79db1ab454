"""Spelling help: in which language, and how to come by its dictionary where there is none."""

import sys

from desktop.spelling import OFF
from desktop.texts import LANGUAGES, _
from desktop.views.settings.household import Household
from desktop.views.widgets.card import Card
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.spelling import spelling


class SpellingCard(Card):
    """The choice takes effect at once; the sentence under it tells what came of it."""

    def __init__(self, household: Household) -> None:
        super().__init__(_("Spelling"))
        self._household = household
        choices = [(OFF, _("Off")), *((one, LANGUAGES[one]) for one in ("nb", "nn"))]
        self.choice = Combo(choices, household.facts().spelling)
        self.state = Label("", "muted", selectable=True)
        self.choice.changed.connect(self._choose)
        spelling().changed.connect(self._tell)
        self.body.addWidget(Field(_("Language of the texts"), self.choice))
        self.body.addWidget(self.state)
        self._tell()
        spelling().need()

    def _choose(self) -> None:
        self._household.spell(self.choice.value())

    def _tell(self) -> None:
        now = spelling()
        if now.missing is not None:
            self.state.setText(how_to_get(sys.platform))
        elif now.speller is not None:
            self.state.setText(
                _(
                    "Words that are not in the dictionary are underlined. Right-click one, or put "
                    "the cursor in it and press the menu key, for suggestions."
                )
            )
        self.state.setVisible(now.missing is not None or now.speller is not None)


def how_to_get(system: str) -> str:
    """How to come by a dictionary on this system."""
    if system == "win32":
        words = _(
            "There is no dictionary on this PC, and the program may not bring one. Put the files "
            "nb_NO.aff, nb_NO.dic, nn_NO.aff and nn_NO.dic (LibreOffice has them) into "
            "%LOCALAPPDATA%\\enchant\\hunspell, and start the program again."
        )
    elif system == "darwin":
        words = _(
            "There is no dictionary on this Mac, and the program may not bring one. Run «brew "
            "install enchant», put nb_NO.aff, nb_NO.dic, nn_NO.aff and nn_NO.dic (LibreOffice has "
            "them) into ~/.config/enchant/hunspell, and start the program again."
        )
    else:
        words = _(
            "There is no dictionary on this PC, and the program may not bring one. On Debian and "
            "Ubuntu: «sudo apt install hunspell-no libenchant-2-2». Then start the program again."
        )
    return words
