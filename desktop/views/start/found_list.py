"""The kindergartens of the register that fit what is typed, as it is typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models import kindergarten_search
from desktop.models.kindergarten_search import Found
from desktop.texts import _
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import Row, RowList
from desktop.views.widgets.search_field import SearchField

_MOST = 7


class _Search(SearchField):
    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            return
        super().keyPressEvent(event)


class FoundList(QWidget):
    """chosen(Found) by click, or by arrow down and Enter."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.search = _Search(_("Name, municipality or organisation number"))
        self._rows = RowList(name=_("Kindergartens found"))
        self._note = Label("", "muted")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_S)
        for widget in (self.search, self._note, self._rows):
            rows.addWidget(widget)
        self.setFocusProxy(self.search)
        # not searched(): to look through the list takes less than a pause between two keys
        self.search.textChanged.connect(self._look)
        self.search.down.connect(self._to_rows)
        self.search.returnPressed.connect(self._take_only)
        self.found: list[Found] = []
        self._shown = [self._row(at) for at in range(_MOST)]
        self._rows.set_rows(self._shown)
        self._look("")

    def _look(self, text: str) -> None:
        found = kindergarten_search.search(text, _MOST + 1)
        shown, more = found[:_MOST], len(found) > _MOST
        self.found = shown
        for at, row in enumerate(self._shown):
            row.setVisible(at < len(shown))
            if at < len(shown):
                row.say(shown[at].name, _where(shown[at]))
        self._note.setText(_note(text, found=bool(found), more=more))
        self._note.setVisible(bool(self._note.text()))

    def _row(self, at: int) -> Row:
        """The place of one that is found; it stays for what the next key finds."""
        return Row(" ", " ", icon="home", on_click=lambda: self.chosen.emit(self.found[at]))

    def _to_rows(self) -> None:
        self.search.focusNextChild()

    def _take_only(self) -> None:
        if len(self.found) == 1:
            self.chosen.emit(self.found[0])


def _where(one: Found) -> str:
    places = " · ".join(part for part in (one.municipality_name, one.county_name) if part)
    return f"{places} · {_('Org. no. {number}').format(number=spaced(one.organisation_number))}"


def spaced(number: str) -> str:
    """A number as people read it: 974 546 787."""
    return " ".join(number[at : at + 3] for at in range(0, len(number), 3))


def _note(text: str, *, found: bool, more: bool) -> str:
    if not text.strip():
        return ""
    if not found:
        return _(
            "The program knows none. Check the spelling, or fill in the kindergarten in step 2."
        )
    return _("There are more. Write some more letters.") if more else ""
