"""When each part of the network was last in step."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.models.in_step import InStep
from desktop.texts import N_, _, capital, moment
from desktop.views.widgets.card import Card
from desktop.views.widgets.rows import Row, RowList

_NAMED = {
    "kindergarten": N_("{name}: staff"),
    "network": "{name}",
    "region": N_("Region {name}"),
    "national": N_("The national network"),
    "forum": N_("The forum"),
    "directory": N_("Kindergartens, networks and people"),
}
_ICONS = {
    "kindergarten": "people",
    "network": "pin",
    "region": "pin",
    "national": "pin",
    "forum": "posts",
    "directory": "home",
}


class InStepCard(Card):
    """One row for each part that this account reads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Last compared with the service"), parent=parent)
        self._rows = RowList(name=_("Last compared with the service"))
        self.body.addWidget(self._rows)

    def show_parts(self, parts: Sequence[InStep]) -> None:
        """Show these parts; hidden while there are none."""
        self._rows.set_rows([_row(one) for one in parts])
        self.setVisible(bool(parts))


def _row(one: InStep) -> Row:
    title = _(_NAMED[one.part]).format(name=one.name)
    when = capital(moment(one.at)) if one.at else _("Not yet")
    return Row(title, when, icon=_ICONS[one.part])
