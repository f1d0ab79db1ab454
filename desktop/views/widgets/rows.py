"""Lists of rows in a card: a meeting, a post, a follow-up on one or two lines."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.views.theme import current, pixmap, px
from desktop.views.theme.tokens import SPACE_M, SPACE_S, Tone
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.label import ElidedLabel, Label


class RowButton(QPushButton):
    """The ground of a row that can be chosen: one control to the keyboard and screen readers."""

    def __init__(self) -> None:
        super().__init__()
        # a button is never narrower than its text, where a row ends in …
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class Row(QWidget):
    """One row: lead (a date) or icon, title, a small line under it, a badge, your own widgets.

    With on_click the whole row is a button. Put more at the right with add().
    """

    def __init__(
        self,
        title: str,
        subtitle: str = "",
        *,
        lead: str = "",
        icon: str = "",
        badge: tuple[str, Tone] | None = None,
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._on_click = icon, on_click
        self._mark = QLabel()
        self.button: RowButton | None = RowButton() if on_click else None
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._line = QHBoxLayout()
        if self.button is not None:
            self.button.setLayout(self._line)
            self.button.clicked.connect(self._clicked)
            self._name_button(title, subtitle, lead, badge[0] if badge else "")
            outer.addWidget(self.button)
            self._line.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        else:
            outer.addLayout(self._line)
            self._line.setContentsMargins(0, 6, 0, 6)
        self._line.setSpacing(SPACE_M)
        self._fill(title, subtitle, lead)
        if badge is not None:
            self.add(Badge(*badge))
        current().changed.connect(self._draw)
        self._draw()

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right end of the row."""
        self._line.addWidget(widget)

    def say(self, title: str, subtitle: str) -> None:
        """Other words in a row that was made with a subtitle and nothing beside it: for lists that
        change at each key, where new rows would cost too much.
        """
        for label, text in zip(self._words, (title, subtitle), strict=True):
            label.setText(text)
        self._name_button(title, subtitle)

    def inset(self, *, wide: bool) -> None:
        """Stand in line with rows that are buttons."""
        if self.button is None:
            self._line.setContentsMargins(SPACE_S if wide else 0, 6, SPACE_S if wide else 0, 6)

    def _fill(self, title: str, subtitle: str, lead: str) -> None:
        if self._icon:
            self._line.addWidget(self._mark)
        if lead:
            first = Label(lead, "muted", wrap=False)
            first.setMinimumWidth(px(52))
            self._line.addWidget(first)
        words = QVBoxLayout()
        words.setSpacing(1)
        self._words = [ElidedLabel(title)]
        if subtitle:
            self._words.append(ElidedLabel(subtitle, "small"))
        for label in self._words:
            words.addWidget(label)
        self._line.addLayout(words, 1)

    def _name_button(self, *said: str) -> None:
        if self.button is not None:
            self.button.setAccessibleName(", ".join(part for part in said if part))

    def _clicked(self) -> None:
        if self._on_click is not None:
            self._on_click()

    def _draw(self) -> None:
        if self._icon:
            self._mark.setPixmap(pixmap(self._icon, current().tokens.muted, px(20)))


class RowList(QWidget):
    """Rows one under the other; set_rows() takes the place of all of them."""

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)

    def set_rows(self, rows: Sequence[QWidget]) -> None:
        """Show these widgets, keeping the place of the keyboard where it was in the list."""
        focused = self.focusWidget()
        held = isinstance(focused, QAbstractButton) and self.isAncestorOf(focused)
        said = focused.accessibleName() if held and focused is not None else ""
        clear(self._rows)
        inset = any(getattr(row, "button", None) is not None for row in rows)
        for row in rows:
            if isinstance(row, Row):
                row.inset(wide=inset)
            self._rows.addWidget(row)
            button = getattr(row, "button", None)
            if said and button is not None and button.accessibleName() == said:
                button.setFocus()

    def count(self) -> int:
        return self._rows.count()
