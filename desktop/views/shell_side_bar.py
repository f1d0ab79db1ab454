"""The dark bar at the left: whose program this is, the areas, and the state of sync in words."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.texts import _
from desktop.views.theme import current, icon, pixmap, px
from desktop.views.theme.tokens import SIDE_BAR_WIDTH, SPACE_M, SPACE_S, SPACE_XL
from desktop.views.widgets.label import ElidedLabel, Label

_WIDEST = 300


class NavButton(QPushButton):
    """One area; arrow up and down go through them all, Enter or space shows one."""

    moved = Signal(int)

    def __init__(self, label: str, icon: str, tip: str) -> None:
        super().__init__(label)
        self.setCheckable(True)
        self.setAccessibleName(label)
        self.setToolTip(tip)
        self._icon = icon
        current().changed.connect(self._draw)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _draw(self) -> None:
        size = px(20)
        self.setIconSize(QSize(size + SPACE_S, size))
        self.setIcon(icon(self._icon, current().tokens.side_text, size, gap=SPACE_S))


class SyncCard(QPushButton):
    """What became of the user's changes, in words; a click tells more."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = "cloud-done"
        self._mark = QLabel()
        self._title = Label("", "strong")
        self._detail = Label("", "small")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M, 10, SPACE_M, 10)
        row.setSpacing(SPACE_M)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        for label in (self._mark, self._title, self._detail):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        current().changed.connect(self._draw)

    def say(self, title: str, detail: str, icon: str) -> None:
        """Show this state, and tell it as the name of the button."""
        self._icon = icon
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{title}. {detail}" if detail else title)
        self._draw()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        if layout is None:
            return super().sizeHint()
        width = self.width() or px(SIDE_BAR_WIDTH) - 2 * SPACE_M
        return QSize(width, layout.totalHeightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def _draw(self) -> None:
        self._mark.setPixmap(pixmap(self._icon, current().tokens.side_text, px(20)))


class SideBar(QFrame):
    """Filled by the shell with the areas it has."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side_bar")
        self.setAccessibleName(_("Areas"))
        self._title = ElidedLabel("", "heading")
        self._place = ElidedLabel("", "small")
        self.sync_card = SyncCard()
        self.sync_card.hide()
        self._buttons: list[NavButton] = []
        self._main, self._foot = QVBoxLayout(), QVBoxLayout()
        for rows in (self._main, self._foot):
            rows.setSpacing(3)
        self._fill()
        current().changed.connect(self._measure)
        self._measure()

    def say_who(self, title: str, place: str) -> None:
        """Whose program this is: the kindergarten, its municipality and county."""
        self._title.setText(title)
        self._place.setText(place)

    def add(
        self, label: str, icon: str, tip: str, on_click: Callable[[], object], *, foot: bool
    ) -> NavButton:
        """Add an area to the list, or to the foot."""
        button = NavButton(label, icon, tip)
        button.clicked.connect(lambda _checked: self._press(button, on_click))
        button.moved.connect(lambda step: self._step(button, step))
        self._buttons.append(button)
        (self._foot if foot else self._main).addWidget(button)
        return button

    def mark(self, button: NavButton | None) -> None:
        """Show which area the page belongs to; none for a page that is in no list."""
        for one in self._buttons:
            one.setChecked(one is button)

    def clear(self) -> None:
        """Take all areas away."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []

    def _press(self, button: NavButton, on_click: Callable[[], object]) -> None:
        self.mark(button)
        on_click()

    def _step(self, button: NavButton, step: int) -> None:
        at = (self._buttons.index(button) + step) % len(self._buttons)
        self._buttons[at].setFocus(Qt.FocusReason.TabFocusReason)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(_("Areas"))
        return super().event(event)

    def _fill(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_M + 2, 0, SPACE_M, SPACE_S)
        head.setSpacing(0)
        head.addWidget(self._title)
        head.addWidget(self._place)
        areas = QWidget()
        areas.setObjectName("scrolled")
        inner = QVBoxLayout(areas)
        # the room around keeps focus rings from being cut by the edge of the area
        inner.setContentsMargins(4, 4, 4, 4)
        inner.addLayout(self._main)
        inner.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(areas)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(SPACE_M - 4, SPACE_XL - 4, SPACE_M - 4, SPACE_M)
        rows.setSpacing(SPACE_S)
        rows.addLayout(head)
        rows.addWidget(area, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(4, 0, 4, 0)
        foot.setSpacing(SPACE_S)
        foot.addLayout(self._foot)
        foot.addWidget(self.sync_card)
        rows.addLayout(foot)

    def _measure(self) -> None:
        self.setFixedWidth(min(px(SIDE_BAR_WIDTH), _WIDEST))
