"""The frame that every page of the shell has."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.views.theme.tokens import SPACE_L, SPACE_S, SPACE_XL, SPACE_XS
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import ElidedLabel, Label


class _Actions(QWidget):
    """Buttons in one line, or in more where it has no room for that."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons = FlowLayout(self, spacing=SPACE_S)

    def sizeHint(self) -> QSize:
        return QSize(self.buttons.whole_width(), super().sizeHint().height())


class Page(QWidget):
    """Title, a line of facts under it, actions at the top right, and a body to fill.

    page.body is a vertical layout with the page's margins; it scrolls where scroll=True.
    """

    def __init__(
        self, title: str, facts: str = "", *, scroll: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._title = ElidedLabel(title, "title")
        self._facts = Label(facts, "muted")
        self._actions = _Actions()
        self._buttons = self._actions.buttons
        self._primary: QWidget | None = None
        self._words = QVBoxLayout()
        self._top = QVBoxLayout()
        self._header = self._make_header()
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_L)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, SPACE_XL, 0, 0)
        self._whole.setSpacing(SPACE_L)
        self._whole.addLayout(self._top)
        if scroll:
            self._whole.setSpacing(SPACE_L - SPACE_XS)
            self._whole.addWidget(self._scrolled(), 1)
        else:
            self.body.setContentsMargins(SPACE_XL + 4, 0, SPACE_XL + 4, SPACE_XL)
            self._whole.addLayout(self.body, 1)
        self.set_title(title)
        self.set_facts(facts)

    def set_title(self, title: str) -> None:
        """The page's heading and its name to screen readers."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_facts(self, facts: str) -> None:
        """The line under the title: what can be told in one line, parted by ·."""
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))

    def add_action(self, widget: QWidget) -> None:
        """A secondary action, left of the primary one."""
        if self._primary is None:
            self._buttons.addWidget(widget)
        else:
            self._buttons.insert_widget(self._buttons.count() - 1, widget)

    def set_primary(self, widget: QWidget) -> None:
        """The one primary action of the page, at the far right; takes the place of the last."""
        if self._primary is not None:
            self._primary.deleteLater()
            self._buttons.removeWidget(self._primary)
        self._primary = widget
        self._buttons.addWidget(widget)

    def set_foot(self, widget: QWidget) -> None:
        """Buttons that stay in sight under a body that scrolls, and that Tab reaches last."""
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_XL + 4, 0, SPACE_XL + 4, SPACE_L)
        row.addWidget(widget)
        self._whole.addLayout(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _make_header(self) -> QBoxLayout:
        self._words.setSpacing(SPACE_XS)
        for words in (self._title, self._facts):  # they take what the buttons leave
            policy = words.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            words.setSizePolicy(policy)
        self._words.addWidget(self._title)
        self._words.addWidget(self._facts)
        header = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        header.setSpacing(SPACE_L)
        header.addLayout(self._words, 1)
        header.addWidget(self._actions, 0, Qt.AlignmentFlag.AlignVCenter)
        self._top.setContentsMargins(SPACE_XL + 4, 0, SPACE_XL + 4, 0)
        self._top.setSpacing(SPACE_XS)
        self._top.addLayout(header)
        return header

    def _arrange(self) -> None:
        """Put the actions under the title where the two do not fit side by side, in as many lines
        as they need, and the facts under both where they would need more lines beside the actions.
        """
        title = self._title.fontMetrics().horizontalAdvance(self._title.text())
        room = self.width() - 2 * (SPACE_XL + 4) - SPACE_L
        left = room - self._buttons.whole_width()
        fits = min(title, room // 2) <= left
        facts = self._facts.fontMetrics().horizontalAdvance(self._facts.text())
        self._place_facts(self._top if fits and facts > left else self._words)
        side = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._header.direction() != side:
            self._header.setDirection(side)
            place = Qt.AlignmentFlag.AlignVCenter if fits else Qt.AlignmentFlag.AlignLeft
            self._header.setAlignment(self._actions, place)
            self._header.setSpacing(SPACE_L if fits else SPACE_S)

    def _place_facts(self, where: QVBoxLayout) -> None:
        if where.indexOf(self._facts) < 0:
            (self._words if where is self._top else self._top).removeWidget(self._facts)
            where.addWidget(self._facts)

    def _scrolled(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setObjectName("scrolled")
        # the room around keeps focus rings from being cut by the edge of the area
        self.body.setContentsMargins(SPACE_XL + 4, SPACE_XS, SPACE_XL + 4, SPACE_XL)
        inner.setLayout(self.body)
        area.setWidget(inner)
        return area
