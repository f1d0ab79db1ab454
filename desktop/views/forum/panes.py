"""The tree, the list and what is read beside each other, as far as there is room for them."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L, SPACE_S
from desktop.views.widgets.button import Button

_TREE, _LIST, _NARROW_LIST, _SIDE, _WIDE = 240, 312, 290, 350, 980


class Panes(QWidget):
    """Where there is no room for all, the tree goes first; then either the list or what is read
    is seen, and show_list() and show_side() turn between them. arranged when that has changed.
    """

    arranged = Signal()

    def __init__(self, tree: QWidget, listed: QWidget, side: QWidget, home: QWidget) -> None:
        super().__init__()
        self._tree, self._listed, self._home = tree, listed, home
        self._reads = False
        self._back = Button(_("Back to the list"), self._go_back, icon="arrow-left")
        self._right = QWidget()
        rows = QVBoxLayout(self._right)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_S)
        rows.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(side, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_L)
        row.addWidget(tree)
        row.addWidget(listed)
        row.addWidget(self._right, 1)

    @property
    def wide(self) -> bool:
        """Whether there is room for the tree."""
        return self.width() >= px(_WIDE)

    @property
    def single(self) -> bool:
        """Whether there is room for one of list and post alone."""
        return self.width() < px(_NARROW_LIST) + SPACE_L + px(_SIDE)

    @property
    def shows_side(self) -> bool:
        """Whether one sees what is read or written."""
        return self._reads or not self.single

    def show_side(self) -> None:
        """Turn to what is read or written."""
        self._reads = True
        self._arrange()

    def show_list(self) -> None:
        """Turn to the list."""
        self._reads = False
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider of list and post."""
        least = max(px(_NARROW_LIST), self._right.minimumSizeHint().width())
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _go_back(self) -> None:
        self.show_list()
        self._home.setFocus()

    def _arrange(self) -> None:
        wide, single = self.wide, self.single
        self._tree.setFixedWidth(px(_TREE))
        self._tree.setVisible(wide)
        self._listed.setMinimumWidth(px(_LIST if wide else _NARROW_LIST))
        self._listed.setMaximumWidth(16_777_215 if single else self._listed.minimumWidth())
        self._listed.setVisible(not single or not self._reads)
        self._right.setVisible(self.shows_side)
        self._back.setVisible(single)
        self.arranged.emit()
