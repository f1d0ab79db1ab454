"""What somebody does with mouse and keys in the windows, and nothing that he or she could not."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.end_to_end.eyes import Node, look

_BUTTONS = {"PushButton", "Button", "ButtonMenu", "ButtonDropDown", "CheckBox", "RadioButton"}
_BUTTONS |= {"Link", "PageTab", "MenuItem", "ToggleButton"}
_EDITS = {"EditableText"}
_LEFT = Qt.MouseButton.LeftButton
_CLOSES_MS, _LOOKS = 30, 20

Act = Callable[[], object]


class NotThere(Exception):
    """Nobody could do this in the window as it is now."""


def press(name: str, near: str = "", nth: int = 0, role: str = "") -> Act:
    """Press a button, tick box or link of this name."""
    node = _find(_BUTTONS if not role else {role}, name, near, nth)
    return lambda: click(node.widget)


def pick(text: str, near: str = "", nth: int = 0, *, twice: bool = False) -> Act:
    """Press an item of a list, tree or table that has these words."""
    node = _find({"Item"}, text, near, nth, part=True)
    assert node.index is not None
    view, index = node.widget, node.index
    getattr(view, "scrollTo")(index)  # noqa: B009 - only item views have it
    inside = getattr(view, "visualRect")(index)  # noqa: B009 - as above
    viewport: QWidget = getattr(view, "viewport")()  # noqa: B009 - as above
    seen = inside.intersected(viewport.rect())
    if seen.isEmpty():
        raise NotThere(f"«{text}» is in the list but cannot be scrolled into view")

    def act() -> None:
        QTest.mouseClick(viewport, _LEFT, pos=seen.center())
        if twice:
            QTest.mouseDClick(viewport, _LEFT, pos=seen.center())

    return act


def tab(name: str) -> Act:
    """Turn to a tab of this name."""
    for node in look():
        bar = node.widget
        if isinstance(bar, QTabBar):
            for at in range(bar.count()):
                if bar.tabText(at).replace("&", "") == name:
                    into_view(bar)
                    return partial(QTest.mouseClick, bar, _LEFT, pos=bar.tabRect(at).center())
    raise NotThere(f"there is no tab «{name}»")


def write(name: str, text: str, near: str = "", nth: int = 0, how: str = "replace") -> None:
    """Click into a field and type: "replace" all, at its "end", at its "start", or anew for the
    word `how` gives as "word:…"."""
    node = _find(_EDITS, name, near, nth)
    into = node.widget
    if bool(getattr(into, "isReadOnly", bool)()):
        raise NotThere(f"«{name}» can only be read")
    click(into)
    if not (into.hasFocus() or into.isAncestorOf(QApplication.focusWidget() or into)):
        raise NotThere(f"«{name}» does not take the cursor")
    if how.startswith("word:"):
        _choose_word(into, how.removeprefix("word:"))
    else:
        moves = {"replace": "Ctrl+A", "end": "Ctrl+End", "start": "Ctrl+Home"}
        keys(moves[how] if not isinstance(into, QLineEdit) or how == "replace" else _line(how))
    type_text(text)


def type_text(text: str) -> None:
    """Type where the cursor is."""
    for letter in text:
        into = QApplication.focusWidget()
        if into is None:
            raise NotThere("nothing takes what is typed")
        key = Qt.Key.Key_Return if letter == "\n" else Qt.Key.Key_unknown
        said = "\r" if letter == "\n" else letter
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, said)
            QApplication.sendEvent(into, event)


def choose(name: str, option: str, near: str = "", nth: int = 0) -> None:
    """Open a drop-down list and go by keys to what is wanted."""
    combo = _find({"ComboBox"}, name, near, nth).widget
    if not isinstance(combo, QComboBox):
        raise NotThere(f"«{name}» is no drop-down list")
    offered = [combo.itemText(at) for at in range(combo.count())]
    if not any(option in one for one in offered):
        raise NotThere(f"«{name}» offers {offered}, not «{option}»")
    click(combo)
    view = combo.view()
    QTest.keyClick(view, Qt.Key.Key_Home)
    for _step in range(len(offered)):
        if option in str(view.currentIndex().data() or ""):
            QTest.keyClick(view, Qt.Key.Key_Return)
            _close(combo)
            return
        QTest.keyClick(view, Qt.Key.Key_Down)
    raise NotThere(f"«{name}» does not come to «{option}» by the arrow keys")


def tick(name: str, near: str = "", nth: int = 0, *, on: bool = True) -> Act:
    """Tick a box, or take the tick away."""
    node = _find({"CheckBox", "RadioButton", "Button", "PushButton"}, name, near, nth)
    return (lambda: None) if node.checked is on else (lambda: click(node.widget))


def keys(sequence: str) -> None:
    """Press keys such as Ctrl+S where the cursor is."""
    into = QApplication.focusWidget() or QApplication.activeWindow()
    if into is None:
        raise NotThere("no window takes keys")
    pressed = QKeySequence(sequence)[0]  # type: ignore[index] # the stubs leave it out
    QTest.keyClick(into, pressed.key(), pressed.keyboardModifiers())


def click(widget: QWidget) -> None:
    """Press the mouse on it, where it can be seen."""
    into_view(widget)
    shown = widget.visibleRegion().boundingRect()
    if shown.isEmpty():
        raise NotThere(f"{_said(widget)} cannot be seen")
    at = shown.center()
    if isinstance(widget, QCheckBox | QRadioButton):
        at = QPoint(min(at.x(), 10), at.y())
    window = widget.window()
    _activate(window)
    on_top = window.childAt(widget.mapTo(window, at))
    if on_top is not None and on_top is not widget and not widget.isAncestorOf(on_top):
        raise NotThere(f"{_said(widget)} is covered by {_said(on_top)}")
    inner = getattr(widget, "viewport", None)
    QTest.mouseClick(inner() if inner is not None else widget, _LEFT, pos=at)


def _close(combo: QComboBox) -> None:
    """The system gives the keyboard back to the window once the list has closed."""
    for _look in range(_LOOKS):
        QTest.qWait(_CLOSES_MS)
        if not combo.view().isVisible() and QApplication.focusWidget() is not None:
            return
        _activate(combo.window())


def _activate(window: QWidget) -> None:
    """As the desktop of the system does with a window that is clicked."""
    if not window.isActiveWindow():
        window.activateWindow()
        QTest.qWaitForWindowActive(window)


def _find(roles: set[str], name: str, near: str, nth: int, *, part: bool = False) -> Node:
    nodes = look()
    named = [n for n in nodes if n.role in roles and _called(n.name, name, part=part)]
    found = [n for n in named if n.enabled]
    if not found:
        why = "cannot be pressed now" if named else "is not in the window"
        there = sorted({n.name for n in nodes if n.role in roles and n.name})
        raise NotThere(f"«{name}» {why}; there are {there[:60]}")
    if near:
        found = _nearest(found, near, nodes)
    if nth >= len(found):
        raise NotThere(f"there are only {len(found)} of «{name}»")
    return found[nth]


def _called(name: str, wanted: str, *, part: bool) -> bool:
    if part:
        return wanted in name
    return name == wanted or name.rpartition(",")[0] == wanted


def _nearest(found: Sequence[Node], words: str, nodes: list[Node]) -> list[Node]:
    """Those that stand in the innermost thing that holds the words as well."""
    spots = [
        (*n.above, at)
        for at, n in enumerate(nodes)
        if words in n.name or words in n.value or words in n.note
    ]
    if not spots:
        raise NotThere(f"«{words}» is not in the window")

    def shared(node: Node) -> int:
        own = (*node.above, nodes.index(node))
        return max(_common(own, spot) for spot in spots)

    best = max(shared(node) for node in found)
    return [node for node in found if shared(node) == best]


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def into_view(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def _choose_word(into: QWidget, word: str) -> None:
    if not isinstance(into, QPlainTextEdit | QTextEdit):
        raise NotThere("words are chosen in texts of several lines only")
    document: Any = into.document()
    found = document.find(word, 0, QTextDocument.FindFlag.FindCaseSensitively)
    if found.isNull():
        raise NotThere(f"the text has no «{word}»")
    found.setPosition(found.selectionStart() + 1)
    into.setTextCursor(found)
    into.ensureCursorVisible()
    QTest.mouseDClick(into.viewport(), _LEFT, pos=into.cursorRect().center())
    if into.textCursor().selectedText() != word:
        raise NotThere(f"a double click on «{word}» chooses «{into.textCursor().selectedText()}»")


def _line(how: str) -> str:
    return "End" if how == "end" else "Home"


def _said(widget: QWidget) -> str:
    return f"{type(widget).__name__} «{widget.accessibleName() or widget.objectName()}»"
