"""A municipality, typed with the help of the list of them all."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from contract.geography import Municipality, municipalities, municipality
from desktop.texts import _
from desktop.views.widgets.completions import Completions
from desktop.views.widgets.text_line import TextLine


class MunicipalityLine(TextLine):
    """value() is the number of the municipality, or an empty text; chosen comes as it changes."""

    chosen = Signal()

    def __init__(self, number: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(placeholder=_("Begin to write its name"), parent=parent)
        self._numbers = {name.casefold(): one.number for one in _places() for name in _names(one)}
        completer = Completions([one.name for one in _places()], self)
        completer.activated.connect(self._picked)
        self.setCompleter(completer)
        self.textChanged.connect(lambda _text: self.chosen.emit())
        self.set_value(number)

    def value(self) -> str:
        return self._numbers.get(self.text().strip().casefold(), "")

    def set_value(self, value: str) -> None:
        """Show the name of the municipality with this number."""
        place = municipality(value)
        super().set_value(place.name if place else "")

    def problem(self) -> str:
        typed = bool(self.text().strip())
        return _("Choose a municipality from the list.") if typed and not self.value() else ""

    def _picked(self, _name: str) -> None:
        self.changed.emit()


def _places() -> list[Municipality]:
    return list(municipalities().values())


def _names(place: Municipality) -> list[str]:
    others = [name.strip() for name in place.other_names.replace(";", "|").split("|")]
    return [name for name in others if name] + [place.name]
