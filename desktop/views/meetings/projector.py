"""What everybody in the room sees: the item, its clock, and the decision as it is written."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contract.records import ItemType
from desktop.models.minutes import Held, HeldItem
from desktop.texts import N_, _
from desktop.views.meetings.hold_words import clock, outcome_words
from desktop.views.meetings.item_editor import ItemEditor
from desktop.views.meetings.words import item_number, name
from desktop.views.theme import current, px
from desktop.views.theme.tokens import SPACE_L, SPACE_M, SPACE_XL
from desktop.views.widgets.label import Label

# in full: beside the words of a decision it is not to be taken for their head
_KINDS = {
    ItemType.INFORMATION: N_("Information item"),
    ItemType.DISCUSSION: N_("Discussion item"),
    ItemType.DECISION: N_("Decision item"),
}
_TITLE, _CLOCK, _TEXT, _SMALL = 48, 64, 34, 20
_TICK_MS = 1000


class Projector(QWidget):
    """A window of its own for a shared screen; Esc or F5 closes it. show_item(held, item)."""

    def __init__(self, editor: ItemEditor) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._editor = editor
        self._item: HeldItem | None = None
        self.setWindowTitle(_("Shared screen"))
        self.setAccessibleName(_("Shared screen"))
        self.setObjectName("projector")
        self.setAutoFillBackground(True)
        self.meeting = Label("", "muted")
        self.number = Label("", "muted")
        self.title = Label("", "title")
        self.clock = Label("", "title", wrap=False)
        self.proposal, self.decision = Label(""), Label("", "strong")
        self.outcome, self.next = Label("", "muted"), Label("", "muted")
        self._proposal_head, self._decision_head = (
            Label(_("Proposal"), "muted"),
            Label(_("Decision"), "muted"),
        )
        self._lay_out()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tell)
        for source in (editor.proposal, editor.decision.text):
            source.textChanged.connect(self._tell)
        editor.decision.outcome.changed.connect(self._tell)
        current().changed.connect(self._draw)
        self._draw()

    def open_on(self, near: QWidget) -> None:
        """Fill the other screen where there is one, else be a window of its own."""
        screens = QGuiApplication.screens()
        others = [one for one in screens if one is not near.screen()]
        if others:
            self.setGeometry(others[0].geometry())
            self.showFullScreen()
        else:
            self.resize(px(1100), px(720))
            self.show()
        self._timer.start()

    def show_item(self, held: Held, item: HeldItem | None) -> None:
        """Show an item of the meeting."""
        self._item = item
        row = held.facts.row
        self.meeting.setText(f"{name(row)} · {row.network}")
        if item is not None:
            line = item.line
            number = item_number(line)
            kind = _(_KINDS[line.type])
            parts = [_("Item {number}").format(number=number) if number else "", kind]
            self.number.setText(" · ".join(part for part in parts if part))
            self.title.setText(line.title)
            after = held.items[held.order.index(line.id) + 1 :]
            said = _("Next: {title}").format(title=after[0].line.title) if after else ""
            self.next.setText(said)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F5):
            self.close()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        if self._item is None or not self.isVisible():
            return
        words, tone = clock(self._editor.clock.seconds(), self._item.line.minutes)
        self.clock.setText(words)
        tokens = current().tokens
        colour = {"danger": tokens.danger, "warn": tokens.warn}.get(tone, tokens.text)
        self.clock.setStyleSheet(f"color: {colour}; font-size: {px(_CLOCK)}px;")
        for label, head, text in (
            (self.proposal, self._proposal_head, self._editor.proposal.value()),
            (self.decision, self._decision_head, self._editor.decision.text.value()),
        ):
            label.setText(text)
            label.setVisible(bool(text.strip()))
            head.setVisible(bool(text.strip()))
        decision = self._editor.decision
        self.outcome.setText("" if decision.problem() else outcome_words(decision.verdict()))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE_L)
        words = QVBoxLayout()
        words.addWidget(self.number)
        words.addWidget(self.title)
        top.addLayout(words, 1)
        top.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(56), px(40), px(56), px(40))
        rows.setSpacing(SPACE_M)
        rows.addWidget(self.meeting)
        rows.addSpacing(SPACE_XL)
        rows.addLayout(top)
        rows.addSpacing(SPACE_L)
        for part in (
            self._proposal_head,
            self.proposal,
            self._decision_head,
            self.decision,
            self.outcome,
        ):
            rows.addWidget(part)
        rows.addStretch(1)
        rows.addWidget(self.next)

    def _draw(self) -> None:
        tokens = current().tokens
        self.setStyleSheet(f"#projector {{ background: {tokens.background}; }}")
        for label, size in (
            (self.meeting, _SMALL),
            (self.number, _SMALL),
            (self.title, _TITLE),
            (self.proposal, _TEXT),
            (self.decision, _TEXT),
            (self.outcome, _SMALL),
            (self.next, _SMALL),
            (self._proposal_head, _SMALL),
            (self._decision_head, _SMALL),
        ):
            label.setStyleSheet(f"font-size: {px(size)}px;")
        self._tell()
