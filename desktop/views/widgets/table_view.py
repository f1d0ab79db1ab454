"""A table of values with search, sorting, keyboard and an empty state. Columns: tables.py."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedLayout,
    QTableView,
    QWidget,
)

from desktop.views.theme import current, px
from desktop.views.theme.tokens import ROW_HEIGHT
from desktop.views.widgets.table_delegate import CellDelegate
from desktop.views.widgets.table_header import SortHeader
from desktop.views.widgets.tables import SORT_ROLE, Column, ValueTable


class Table(QWidget):
    """chosen(value or None) follows the cursor; opened(value) comes by Enter or double click.

    Sorting and filtering here are for what one kindergarten has. Longer lists are sorted and
    searched where they are stored, and shown with sorting=False.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str,
        empty: QWidget | None = None,
        key: Callable[[Any], Any] = lambda value: getattr(value, "id", value),
        sorting: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._setting = False
        self._table = ValueTable(columns)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._table)
        self._proxy.setSortRole(SORT_ROLE)
        self._proxy.setFilterKeyColumn(-1)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.view = _View(self)
        self.view.setAccessibleName(name)
        self._dress(sorting=sorting)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._empty = empty
        if empty is not None:
            self._stack.addWidget(empty)
        self.setFocusProxy(self.view)
        self.view.selectionModel().currentRowChanged.connect(self._moved)
        self.view.doubleClicked.connect(lambda _index: self.open_current())
        current().changed.connect(self._measure)
        self._measure()
        self._show_empty()

    def set_rows(self, values: Sequence[Any]) -> None:
        """Show these; the value chosen stays chosen where it is still there."""
        chosen = self.current()
        self._setting = True
        self._table.set_values(values)
        self._setting = False
        self._show_empty()
        if chosen is None or not self.choose(self._key(chosen)):
            self.chosen.emit(None)

    def rows(self) -> list[Any]:
        """The values shown, in the order shown."""
        return [self._value(row) for row in range(self._proxy.rowCount())]

    def current(self) -> Any:
        """The value under the cursor, or None."""
        index = self.view.currentIndex()
        return self._value(index.row()) if index.isValid() else None

    def choose(self, key: Any) -> bool:
        """Put the cursor on the value with this key; whether it is there."""
        for row in range(self._proxy.rowCount()):
            if self._key(self._value(row)) == key:
                self.view.setCurrentIndex(self._proxy.index(row, 0))
                return True
        return False

    def fit_rows(self, most: int) -> None:
        """Be as high as the rows shown, up to so many; what is shown instead of none keeps its."""
        rows = min(self._proxy.rowCount(), most)
        header = self.view.horizontalHeader().sizeHint().height()
        high = header + rows * px(ROW_HEIGHT) + 2 * self.view.frameWidth()
        empty = self._empty.sizeHint().height() if self._empty is not None else high
        self.setFixedHeight(high if rows else max(high, empty))

    def filter(self, text: str) -> None:
        """Show the rows that have this text in any column."""
        self._proxy.setFilterFixedString(text)
        self._show_empty()

    def sort(self, column: int, *, descending: bool = False) -> None:
        """Sort by a column, as a click on its title does."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.view.sortByColumn(column, order)

    def open_current(self) -> None:
        """Open the value under the cursor, as Enter does."""
        if (value := self.current()) is not None:
            self.opened.emit(value)

    def _value(self, row: int) -> Any:
        return self._table.values[self._proxy.mapToSource(self._proxy.index(row, 0)).row()]

    def _moved(self) -> None:
        if not self._setting:
            self.chosen.emit(self.current())

    def _show_empty(self) -> None:
        bare = self._proxy.rowCount() == 0 and self._empty is not None
        self._stack.setCurrentWidget(self._empty if bare and self._empty else self.view)

    def _dress(self, *, sorting: bool) -> None:
        view = self.view
        view.setHorizontalHeader(SortHeader(view))
        view.setModel(self._proxy)
        view.setItemDelegate(CellDelegate(view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setMouseTracking(True)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.setCornerButtonEnabled(False)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = view.horizontalHeader()
        header.setSectionsClickable(sorting)
        if sorting:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            view.setSortingEnabled(True)

    def _measure(self) -> None:
        self.view.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        header = self.view.horizontalHeader()
        header.setMinimumSectionSize(px(56))
        for at, column in enumerate(self._table.columns):
            if column.stretch:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            else:
                header.resizeSection(at, px(column.width))


class _View(QTableView):
    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._owner = table

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._owner.open_current()
            return
        super().keyPressEvent(event)
