"""Walks the accessibility tree of a widget as a screen reader does.

assert nameless(page) == []
"""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

_ROLE = QAccessible.Role
CONTROLS = {
    _ROLE.PushButton,
    _ROLE.ButtonDropDown,
    _ROLE.ButtonMenu,
    _ROLE.CheckBox,
    _ROLE.RadioButton,
    _ROLE.EditableText,
    _ROLE.ComboBox,
    _ROLE.SpinBox,
    _ROLE.Slider,
    _ROLE.Link,
    _ROLE.Table,
    _ROLE.List,
    _ROLE.Tree,
    _ROLE.PageTab,
    _ROLE.MenuItem,
    _ROLE.ProgressBar,
}


def controls(widget: QWidget) -> Iterator[tuple[str, str, str]]:
    """(role, name, description) of each control that is seen, in the order of the tree."""
    root = QAccessible.queryAccessibleInterface(widget)
    for one in _walk(root):
        if one.role() in CONTROLS:
            name = one.text(QAccessible.Text.Name)
            yield one.role().name, name, one.text(QAccessible.Text.Description)


def nameless(widget: QWidget) -> list[str]:
    """The controls that a screen reader could not call by a name."""
    found = []
    root = QAccessible.queryAccessibleInterface(widget)
    for one in _walk(root):
        if one.role() in CONTROLS and not one.text(QAccessible.Text.Name).strip():
            thing = one.object()
            kind = type(thing).__name__ if thing is not None else "?"
            found.append(f"{one.role().name} {kind} {thing.objectName() if thing else ''}".strip())
    return found


def _walk(root: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for at in range(root.childCount()):
        child = root.child(at)
        if not child or not child.isValid() or child.state().invisible:
            continue
        yield child
        if child.role() not in {_ROLE.Table, _ROLE.List, _ROLE.Tree, _ROLE.ComboBox}:
            yield from _walk(child)
