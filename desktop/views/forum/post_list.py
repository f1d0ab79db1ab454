"""The list of posts: as long as it is, fetched a page at a time as one scrolls."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QStackedLayout, QVBoxLayout, QWidget

from desktop.errors import guarded
from desktop.models.forum_values import Line
from desktop.views.forum import words
from desktop.views.forum.post_delegate import PostDelegate
from desktop.views.theme import current
from desktop.views.widgets.label import Label
from desktop.views.widgets.tables import VALUE_ROLE

Index = QModelIndex | QPersistentModelIndex


class PostTable(QAbstractListModel):
    """The lines fetched so far; asks for more when the view comes near their end."""

    wants_more = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._more = self._asked = False

    def set_lines(self, lines: Sequence[Line], *, more: bool) -> None:
        """Show these from now on."""
        self.beginResetModel()
        self.lines, self._more, self._asked = list(lines), more, False
        self.endResetModel()

    def append(self, lines: Sequence[Line], *, more: bool) -> None:
        """Show these after the others."""
        self._more, self._asked = more, False
        known = {line.id for line in self.lines}
        new = [line for line in lines if line.id not in known]
        if new:
            start = len(self.lines)
            self.beginInsertRows(QModelIndex(), start, start + len(new) - 1)
            self.lines += new
            self.endInsertRows()

    def mark_read(self, id_: UUID) -> None:
        """Show that there is nothing new in a post any more."""
        for row, line in enumerate(self.lines):
            if line.id == id_ and line.fresh:
                self.lines[row] = replace(line, fresh=False)
                self.dataChanged.emit(self.index(row), self.index(row))

    def give_up(self) -> None:
        """The page that was asked for does not come; it may be asked for again."""
        self._asked = False

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    @guarded(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == VALUE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return words.title(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{words.title(line)}\n{words.by(line)}"
        return words.spoken(line) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002 - Qt's own signature
        self._asked = True
        self.wants_more.emit()


class NoPosts(QWidget):
    """What a list says that is empty, on as little room as it has."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._text = Label("", "strong"), Label("", "muted")
        rows = QVBoxLayout(self)
        rows.addStretch(2)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            rows.addWidget(label)
        rows.addStretch(3)

    def set_text(self, title: str, text: str = "") -> None:
        """Say what there is none of, and what to do."""
        self._title.setText(title)
        self._text.setText(text)


class PostList(QWidget):
    """chosen(id) follows the cursor; opened(id) is a click, or Enter."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, empty: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = PostTable()
        self._delegate = PostDelegate()
        self._setting = False
        self.view = QListView()
        self.view.setAccessibleName(name)
        self.view.setModel(self.table)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = empty
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty)
        self.setFocusProxy(self.view)
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.view.clicked.connect(self._open)
        self.view.activated.connect(self._open)
        current().changed.connect(self.view.doItemsLayout)

    def set_lines(self, lines: Sequence[Line], *, more: bool, found: bool) -> None:
        """Show these; the post that is chosen stays so where it is still there."""
        keep = self.current()
        place = self.view.verticalScrollBar().value()
        self._delegate.found = found
        self._setting = True
        self.table.set_lines(lines, more=more)
        if keep is not None:
            self.choose(keep)
        self._setting = False
        self.view.verticalScrollBar().setValue(place)
        self._stack.setCurrentWidget(self.view if lines else self._empty)

    def current(self) -> UUID | None:
        """The post under the cursor."""
        line = self.view.currentIndex().data(VALUE_ROLE)
        return line.id if isinstance(line, Line) else None

    def choose(self, id_: UUID) -> bool:
        """Put the cursor on a post; whether it is among those fetched."""
        for row, line in enumerate(self.table.lines):
            if line.id == id_:
                self.view.setCurrentIndex(self.table.index(row))
                return True
        return False

    def clear_choice(self) -> None:
        """Let no post be chosen."""
        self._setting = True
        self.view.setCurrentIndex(QModelIndex())
        self.view.clearSelection()
        self._setting = False

    def to_top(self) -> None:
        """Begin at the newest again."""
        self.view.scrollToTop()

    def _open(self, index: QModelIndex) -> None:
        line = index.data(VALUE_ROLE)
        if isinstance(line, Line):
            self.opened.emit(line.id)

    def _moved(self, index: QModelIndex) -> None:
        line = index.data(VALUE_ROLE)
        if not self._setting and isinstance(line, Line):
            self.chosen.emit(line.id)
