"""One role or several: chips of those chosen, and a list to choose one more from."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.staff.words import choices, role_name
from desktop.views.theme import current, icon
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.flow_layout import FlowLayout

_CHOOSING = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}


class RolePicker(QWidget):
    """value() lists the chosen roles in their usual order. A chip takes its role away."""

    changed = Signal()
    left = Signal()

    def __init__(self, value: Iterable[str] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles: list[str] = []
        self._holder = QWidget()
        self._chips = FlowLayout(self._holder, spacing=6)
        self._combo = _Roles((), placeholder=_("Choose a role"), name=_("Choose a role"))
        self._combo.changed.connect(self._add)
        self._combo.left.connect(self._maybe_left)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_S)
        rows.addWidget(self._holder)
        rows.addWidget(self._combo)
        self.setFocusProxy(self._combo)
        self.set_value(value)

    def value(self) -> list[str]:
        return list(self._roles)

    def set_value(self, value: Iterable[str]) -> None:
        chosen = set(value)
        self._roles = [code for code, _label in choices() if code in chosen]
        self._show()

    def problem(self) -> str:
        return ""

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._combo.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        self._combo.setAccessibleDescription(description)

    def _maybe_left(self) -> None:
        # the open list has the focus of a window of its own, and is no leaving
        if not self._combo.view().isVisible():
            self.left.emit()

    def _add(self) -> None:
        code = self._combo.value()
        if code is not None:
            self.set_value([*self._roles, code])
            self.changed.emit()

    def _take_away(self, code: str) -> None:
        self.set_value(one for one in self._roles if one != code)
        self._combo.setFocus()
        self.changed.emit()

    def _show(self) -> None:
        clear(self._chips)
        for code in self._roles:
            self._chips.addWidget(self._chip(code))
        self._holder.setVisible(bool(self._roles))
        placeholder = _("Add one more role") if self._roles else _("Choose a role")
        self._combo.setPlaceholderText(placeholder)
        self._combo.set_choices([one for one in choices() if one[0] not in self._roles])
        self._holder.updateGeometry()

    def _chip(self, code: str) -> Button:
        return _Chip(role_name(code), lambda: self._take_away(code))


class _Roles(Combo):
    """Opens at a key that would choose, since each choice here adds a role."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CHOOSING or event.text().strip():
            self.showPopup()
            return
        super().keyPressEvent(event)


class _Chip(Button):
    def __init__(self, role: str, take_away: Callable[[], object]) -> None:
        super().__init__(role.replace("&", "&&") + " ", take_away, icon="close")
        self.setProperty("chip", True)  # noqa: FBT003 - Qt's own signature
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands after the word
        self.setIconSize(QSize(12, 12))
        self.setToolTip(_("Remove {role}").format(role=role))
        self.setAccessibleName(self.toolTip())

    def _draw_icon(self) -> None:
        self.setIcon(icon("close", current().tokens.primary, 12))
