"""The head of an item: number, title, type, clock, and what everybody read beforehand."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.documents import formatting
from desktop.models.agenda import FOLLOW_UP
from desktop.models.minutes import HeldItem
from desktop.texts import _
from desktop.views.meetings.words import TYPES, item_number
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L, SPACE_S, SPACE_XS, Tone
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.label import ElidedLabel, Label
from desktop.views.widgets.rich_label import RichLabel

_LEAST = 56
"""Three lines."""


class ItemHead(QWidget):
    """show_item(), show_clock() and show_saved(); `background` stands where the owner puts it."""

    def __init__(self) -> None:
        super().__init__()
        self._number = Label("", "muted", wrap=False)
        self._title = Label("", "heading")
        self._clock = Badge()
        self._clock.hide()
        self._facts = ElidedLabel("", "small")
        self._saved = Label(_("Everything is saved on this PC"), "small", wrap=False)
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        first = Qt.AlignmentFlag.AlignTop
        top.addWidget(self._number, 0, first)
        top.addWidget(self._title, 1)
        top.addWidget(self._clock, 0, first)
        below = QHBoxLayout()
        below.setSpacing(SPACE_S)
        below.addWidget(self._facts, 1)
        below.addWidget(self._saved)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(SPACE_L, 0, SPACE_L, SPACE_S)
        rows.setSpacing(2)
        rows.addLayout(top)
        rows.addLayout(below)
        self.background = Background()

    def show_item(self, item: HeldItem) -> None:
        """Tell of an item. What its background lists of earlier tasks is shown as tasks."""
        line = item.line
        self._number.setText(item_number(line) or _("draft"))
        self._title.setText(line.title)
        by = _("presented by {name}").format(name=line.presenter) if line.presenter else ""
        files = ", ".join(formatting.attachment(one)[0] for one in line.attachments)
        kind = _(TYPES[line.type])
        self._facts.setText(" · ".join(part for part in (kind, by, files, line.history) if part))
        text = line.background
        if FOLLOW_UP in line.title.casefold():
            kept = (one for one in text.splitlines() if not one.startswith("– "))
            text = "\n".join(kept)
        self.background.show_text(text)
        self.setAccessibleName(f"{self._number.text()} {line.title}")

    def show_clock(self, text: str, tone: Tone) -> None:
        """Tell how long it has taken; nothing takes no room."""
        if self._clock.text() != text:
            self._clock.set(text, tone)

    def show_saved(self, said: str) -> None:
        """Tell what is saved."""
        self._saved.setText(said)

    def tell_saved(self, *, shown: bool) -> None:
        """Tell it here, where nothing beside the item does."""
        self._saved.setVisible(shown)

    def saved_text(self) -> str:
        """What is said of what is saved; nothing where it is told beside the item."""
        return "" if self._saved.isHidden() else self._saved.text()

    def clock_text(self) -> str:
        """What the clock says."""
        return self._clock.text()


class Background(QWidget):
    """What was written for the notice, to be read. Where it is long it scrolls within its room, so
    that what is decided stays in sight.
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = RichLabel()
        self._text.setObjectName("scrolled")
        self._room = 0
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(_("Background"))
        self.area.setWidget(self._text)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_XS)
        rows.addWidget(Label(_("Background"), "label"))
        rows.addWidget(self.area)

    def show_text(self, text: str) -> None:
        """Show this from its beginning; nothing takes no room."""
        self._text.set_markdown(text.strip())
        self.setVisible(bool(text.strip()))
        self.area.verticalScrollBar().setValue(0)
        self._fit()

    def set_room(self, room: int) -> None:
        """Be no higher than this, but high enough to be read."""
        self._room = max(room, px(_LEAST))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        whole = self._text.heightForWidth(self.width())
        scrolls = whole > self._room
        self.area.setFixedHeight(self._room if scrolls else max(whole, 0))
        # the arrow keys scroll it once Tab has led there
        focus = Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus
        self.area.setFocusPolicy(focus)
