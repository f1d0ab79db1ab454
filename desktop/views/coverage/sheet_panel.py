"""The side panel in which decisions are picked for a fact sheet."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from desktop.models.coverage import Decided
from desktop.texts import _, short_date
from desktop.views.widgets.button import Button
from desktop.views.widgets.choice_list import ChoiceList
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.side_panel import SidePanel

Subject = tuple[str, str]
"""The numbers of a county and of a municipality in it: both empty for the country."""


class SheetPanel(SidePanel):
    """begin(places, key) offers what the sheet can be about; asked(key) wants the decisions of one
    of them, which offer() shows. wanted(key, decisions) has what the user picked.
    """

    asked = Signal(object)
    wanted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__(_("Fact sheet"))
        self._offered: Sequence[Decided] = ()
        self.about = Combo()
        self.about.changed.connect(lambda: self.asked.emit(self.about.value()))
        self._note = Label("", "muted")
        self.choices = ChoiceList(name=_("Decisions on the sheet"))
        self._field = Field(_("Decisions on the sheet"), self.choices)
        for part in (Field(_("What the sheet is about"), self.about), self._note, self._field):
            self.body.addWidget(part)
        self.footer.addWidget(Button(_("Preview"), self._make, kind="primary", icon="document"))
        self.footer.addStretch(1)

    def begin(self, places: Sequence[tuple[Subject, str]], subject: Subject) -> None:
        """Offer these places, and begin with one of them."""
        self.about.set_choices(places, subject)
        self.asked.emit(subject)

    def offer(self, decisions: Sequence[Decided]) -> None:
        """Offer the decisions of the place that is chosen."""
        self._offered = decisions
        some = _("One page with public figures. Pick up to four decisions. Leave out names.")
        none = _("One page with public figures. No submitted minutes here have a decision yet.")
        self._note.setText(some if decisions else none)
        self.choices.set_choices(
            [
                (one.item_id, one.title, f"{short_date(one.on)} · {one.text}"[:160])
                for one in decisions
            ]
        )
        self._field.setVisible(bool(decisions))
        self._field.set_error("")
        self.show()

    def _make(self) -> None:
        picked = set(self.choices.value()) if self._offered else set()
        if len(picked) > 4:  # noqa: PLR2004 - as many as the page holds
            self._field.set_error(_("The sheet has room for four. Take some away."))
            return
        decided = [one for one in self._offered if one.item_id in picked]
        self.wanted.emit(self.about.value(), decided)
