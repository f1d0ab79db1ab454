"""What can be seen in the windows, as a screen reader tells it: roles, names, values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_MOST_ITEMS = 400
_MOST_CELLS = 2_000
_NO_CHILDREN = (QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)


@dataclass(frozen=True, slots=True)
class Node:
    """One thing in a window; `index` is set where it is an item of a list, tree or table.

    `takes_text` is for what is typed by the user, so that what it holds is not said by the window.
    """

    widget: QWidget
    role: str
    name: str
    value: str
    note: str
    enabled: bool
    checked: bool
    focused: bool
    takes_text: bool
    above: tuple[int, ...]
    """The places of what it stands in, outermost first."""
    index: QModelIndex | None = None

    @property
    def told(self) -> dict[str, Any]:
        """What the other process may know of it."""
        left_out = {"widget", "index", "above"}
        values = {f: getattr(self, f) for f in self.__slots__ if f not in left_out}
        return values | {"depth": len(self.above)}


def look() -> list[Node]:
    """All that is seen now, in the order of the tree; only the dialog where one is open."""
    nodes: list[Node] = []
    for window in _windows():
        interface = QAccessible.queryAccessibleInterface(window)
        _walk(interface, window, (), nodes)
    return nodes


def _windows() -> list[QWidget]:
    modal = QApplication.activeModalWidget()
    if modal is not None:
        return [modal]
    return [one for one in QApplication.topLevelWidgets() if one.isVisible()]


def _walk(
    interface: QAccessibleInterface, widget: QWidget, above: tuple[int, ...], nodes: list[Node]
) -> None:
    here = len(nodes)
    nodes.append(_node(interface, widget, above))
    inside = (*above, here)
    if isinstance(widget, QAbstractItemView):
        nodes.extend(_items(widget, inside))
    if isinstance(widget, _NO_CHILDREN):
        return
    for at in range(interface.childCount()):
        child = interface.child(at)
        if not child or not child.isValid() or child.state().invisible:
            continue
        thing = child.object()
        if isinstance(thing, QWidget) and thing.isVisible():
            _walk(child, thing, inside, nodes)


def _node(interface: QAccessibleInterface, widget: QWidget, above: tuple[int, ...]) -> Node:
    state = interface.state()
    return Node(
        widget=widget,
        role=interface.role().name,
        name=_plain(widget, interface.text(QAccessible.Text.Name)),
        value=_value(widget),
        note=interface.text(QAccessible.Text.Description),
        enabled=widget.isEnabled(),
        checked=bool(state.checked),
        focused=widget.hasFocus(),
        takes_text=not bool(getattr(widget, "isReadOnly", lambda: True)()),
        above=above,
    )


def _plain(widget: QWidget, name: str) -> str:
    if isinstance(widget, QLabel):
        text = widget.text()
        if widget.textFormat() is Qt.TextFormat.RichText or "</" in text:
            return QTextDocumentFragment.fromHtml(text).toPlainText()
        # A label that is cut tells its whole text to a screen reader.
        return name or text
    if isinstance(widget, QComboBox):
        # Qt gives what is chosen for the name on Linux, and the name as a relation.
        return widget.accessibleName() or name
    return name.replace("&", "")


def _value(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text() if widget.echoMode() is QLineEdit.EchoMode.Normal else ""
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _items(view: QAbstractItemView, above: tuple[int, ...]) -> Iterator[Node]:
    model = view.model()
    rows = [QModelIndex()]
    told = 0
    while rows:
        parent = rows.pop()
        for row in range(min(model.rowCount(parent), _MOST_ITEMS)):
            for column in range(_columns(model, parent)):
                index = model.index(row, column, parent)
                text = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data()
                told += 1
                if told > _MOST_CELLS:
                    return
                yield _item(view, index, str(text or ""), above)
            rows.append(model.index(row, 0, parent))


def _columns(model: QAbstractItemModel, parent: QModelIndex) -> int:
    # Private in Qt's list models, and public in what they are made from.
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)


def _item(view: QAbstractItemView, index: QModelIndex, name: str, above: tuple[int, ...]) -> Node:
    chosen = view.selectionModel().isSelected(index)
    note = str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) or "")
    return Node(view, "Item", name, "", note, view.isEnabled(), chosen, False, False, above, index)
