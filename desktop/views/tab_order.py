"""The order in which Tab goes through the window: the one in which it is read.

Qt goes by the order in which controls were made, so that a row that is filled anew, or a button
beside a title, comes after all others.
"""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGridLayout,
    QLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)

_WHOLE = (QAbstractSpinBox, QComboBox, QLineEdit)


def step(root: QWidget, *, forward: bool) -> bool:
    """Give the focus to the next control under `root`, or the one before; whether there is one."""
    now = QApplication.focusWidget()
    # whoever holds the focus without being reached by Tab still has a place among the others
    walk = [one for one in _read(root) if one is now or _takes_tab(one)]
    if not walk or walk == [now]:
        return False
    at = walk.index(now) if now in walk else (-1 if forward else 0)
    wanted = walk[(at + (1 if forward else -1)) % len(walk)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    wanted.setFocus(reason)
    _reveal(wanted)
    return True


def _read(widget: QWidget) -> Iterator[QWidget]:
    """The widget and all that is shown in it, as one reads."""
    yield widget
    if isinstance(widget, _WHOLE):
        return
    if isinstance(widget, QScrollArea):
        held = widget.widget()
        if held is not None and held.isVisible():
            yield from _read(held)
        return
    if isinstance(widget, QAbstractScrollArea):
        return
    placed = list(_placed(widget.layout())) if widget.layout() is not None else []
    known = set(placed)
    loose = [one for one in _children(widget) if one not in known]
    for one in (*placed, *sorted(loose, key=_corner)):
        if one.isVisible():
            yield from _read(one)


def _placed(layout: QLayout | None) -> Iterator[QWidget]:
    if layout is None:
        return
    for at in _places(layout):
        item = layout.itemAt(at)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        else:
            yield from _placed(item.layout())


def _places(layout: QLayout) -> list[int]:
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=lambda at: layout.getItemPosition(at)[:2])  # type: ignore[index] # a tuple
    return places


def _children(widget: QWidget) -> list[QWidget]:
    children = (one for one in widget.children() if isinstance(one, QWidget))
    return [one for one in children if not one.isWindow()]


def _corner(widget: QWidget) -> tuple[int, int]:
    corner: QPoint = widget.pos()
    return corner.y(), corner.x()


def _takes_tab(widget: QWidget) -> bool:
    tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tab) and widget.isEnabled() and widget.focusProxy() is None


def _reveal(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
