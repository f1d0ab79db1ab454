"""One table for everything: declared columns over frozen values.

columns = [
    Column(_("Name"), lambda person: person.name, stretch=True),
    Column(_("Status"), lambda person: person.status, tone=lambda person: "warn"),  # a pill
    Column(_("Due"), lambda item: short_date(item.due), sort=lambda item: item.due, width=110),
]
table = Table(columns, name=_("Staff"), empty=EmptyState(...))
table.set_rows(values)          # keeps the selection by key
table.chosen.connect(...)       # the value under the cursor, or None
table.opened.connect(...)       # Enter or double click
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.texts import sort_key
from desktop.views.theme.tokens import Tone

Index = QModelIndex | QPersistentModelIndex
SORT_ROLE = Qt.ItemDataRole.UserRole
VALUE_ROLE = Qt.ItemDataRole.UserRole + 1
TONE_ROLE = Qt.ItemDataRole.UserRole + 2
MUTED_ROLE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class Column:
    """What a column shows of a value, and how it sorts.

    `tone` makes it a pill; `sort` gives the key where the text would sort wrong.
    """

    title: str
    text: Callable[[Any], str]
    sort: Callable[[Any], Any] | None = None
    tone: Callable[[Any], Tone] | None = None
    width: int = 140
    stretch: bool = False
    muted: bool = False
    right: bool = False


def _sortable(key: Any) -> str | float:
    """The key as something that Qt compares as we do; what is missing comes last."""
    if isinstance(key, str):
        return sort_key(key)
    if isinstance(key, datetime):
        return key.timestamp()
    if isinstance(key, date):
        return float(key.toordinal())
    return float("inf") if key is None else float(key)


def _alignment(column: Column, _value: Any = None) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


_ROLES: dict[int, Callable[[Column, Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, value: column.text(value),
    Qt.ItemDataRole.AccessibleTextRole: lambda column, value: column.text(value),
    Qt.ItemDataRole.TextAlignmentRole: _alignment,
    SORT_ROLE: lambda column, value: _sortable(
        column.sort(value) if column.sort else column.text(value)
    ),
    VALUE_ROLE: lambda _column, value: value,
    TONE_ROLE: lambda column, value: column.tone(value) if column.tone else None,
    MUTED_ROLE: lambda column, _value: column.muted,
}


class ValueTable(QAbstractTableModel):
    """The values as Qt's item views want them. Read only."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.values: list[Any] = []

    def set_values(self, values: Sequence[Any]) -> None:
        """Show these from now on."""
        self.beginResetModel()
        self.values = list(values)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.values)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.values):
            return None
        column, value = self.columns[index.column()], self.values[index.row()]
        show = _ROLES.get(role)
        return show(column, value) if show is not None else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None
