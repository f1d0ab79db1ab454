"""The ring around the control that has the keyboard.

It stands outside the control with a gap through which the page shows, so that it has its contrast
against the page and not against the strong colour of a button. It comes with the keyboard, and
with the mouse only where one types.
"""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop.errors import guarded
from desktop.views.theme import current
from desktop.views.theme.tokens import RADIUS, RING_GAP, RING_WIDTH

_AROUND = RING_GAP + RING_WIDTH
_TYPED_IN = (QLineEdit, QPlainTextEdit, QTextEdit)
NO_RING = "no_ring"
_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
}


class FocusRing(QObject):
    """Follows the keyboard focus of the application; one is enough."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._control: QWidget | None = None
        self._followed: list[QWidget] = []
        self._overlay: _Overlay | None = None
        app.focusChanged.connect(self._moved)

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _MOVES:
            self._place()
        elif kind == QEvent.Type.KeyPress and watched is self._control:
            self._show()
        return False

    @guarded(default=None)
    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not QApplication.focusWidget():
            return  # somebody who heard of it before has moved the focus on
        self._let_go()
        if new is None or new.isWindow() or new.property(NO_RING):
            return
        if new.focusPolicy() == Qt.FocusPolicy.ClickFocus:
            return  # a page that holds the keyboard until Tab goes to its first control
        self._control = new
        self._follow(new)
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if isinstance(new, _TYPED_IN) or not by_mouse:
            self._show()

    def _follow(self, control: QWidget) -> None:
        walk: QWidget | None = control
        while walk is not None:
            walk.installEventFilter(self)
            self._followed.append(walk)
            if walk.isWindow():
                break
            walk = walk.parentWidget()

    def _let_go(self) -> None:
        for widget in self._followed:
            try:
                widget.removeEventFilter(self)
            except RuntimeError:
                continue  # Qt has deleted it
        self._followed = []
        self._control = None
        self._drop_overlay()

    def _show(self) -> None:
        if self._overlay is None and self._control is not None:
            self._overlay = _Overlay(_ground(self._control), _in_side_bar(self._control))
            self._place()

    def _place(self) -> None:
        if self._overlay is None or self._control is None:
            return
        if not shiboken6.isValid(self._overlay) or not shiboken6.isValid(self._control):
            self._overlay = self._control = None
            return
        control, ground = self._control, self._overlay.parentWidget()
        if not control.isVisible() or ground is None:
            self._overlay.hide()
            return
        corner = control.mapTo(ground, control.rect().topLeft())
        around = QRect(corner, control.size()).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        if self._overlay.geometry() != around:
            self._overlay.setGeometry(around)
        self._overlay.show()
        self._overlay.raise_()

    def _drop_overlay(self) -> None:
        overlay, self._overlay = self._overlay, None
        if overlay is not None and shiboken6.isValid(overlay):
            overlay.hide()
            overlay.deleteLater()


class _Overlay(QWidget):
    def __init__(self, ground: QWidget, in_side_bar: bool) -> None:  # noqa: FBT001 - one caller
        super().__init__(ground)
        self._in_side_bar = in_side_bar
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("focus_ring")

    @guarded(default=None)
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's own signature
        tokens = current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tokens.side_ring if self._in_side_bar else tokens.ring
        painter.setPen(QPen(QColor(colour), RING_WIDTH))
        half = RING_WIDTH / 2
        ring = QRectF(self.rect()).adjusted(half, half, -half, -half)
        corner = min(RADIUS + RING_GAP + half, ring.height() / 2)
        painter.drawRoundedRect(ring, corner, corner)


def _ground(control: QWidget) -> QWidget:
    """Where the ring lies: in the part that scrolls, so that it is cut with it, or the window."""
    walk = control.parentWidget()
    while walk is not None and not walk.isWindow():
        above = walk.parentWidget()
        if isinstance(above, QAbstractScrollArea) and not isinstance(above, QAbstractItemView):
            return walk
        walk = above
    return control.window()


def _in_side_bar(control: QWidget) -> bool:
    walk: QWidget | None = control
    while walk is not None:
        if walk.objectName() == "side_bar":
            return True
        walk = walk.parentWidget()
    return False
