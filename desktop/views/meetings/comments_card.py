"""What those invited say of an item's minutes, while they are out for comment."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contract.records import CommentState
from desktop.models import commenting
from desktop.models.commenting import DRAFTS, CommentLine, Comments
from desktop.texts import N_, _, ngettext
from desktop.views.desk import Desk
from desktop.views.meetings.keeping import Keeper
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_line import TextLine

_LEAST, _MOST = 40, 150
_STATES = {CommentState.ACCEPTED: N_("Accepted"), CommentState.ANSWERED: N_("Answered")}


class CommentsCard(Card):
    """show_item(meeting, item) shows the comments on an item; nothing where there can be none.

    found(comments) comes with all of the meeting.
    """

    found = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Comments"))
        self._desk = desk
        self._meeting: UUID | None = None
        self._item: UUID | None = None
        self._shown: tuple[UUID | None, Comments | None] = (None, None)
        self._answers: list[Keeper] = []
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SPACE_S)
        # what is minuted keeps its room, however much is said of it
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setMinimumHeight(px(_LEAST))
        self._area.setMaximumHeight(px(_MOST))
        self._area.setWidget(inner)
        self._others = Label("", "small")
        self.line = TextLine(name=_("Comment on this item"))
        self.line.setPlaceholderText(_("What should be different?"))
        self._make = Button(_("Comment"), self.make)
        self._new = QWidget()
        row = QHBoxLayout(self._new)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self._make)
        self.line.returnPressed.connect(self.make)
        self._keeper = Keeper(desk, DRAFTS, {"text": self.line}, self)
        self.body.addWidget(self._area)
        self.body.addWidget(self._others)
        self.body.addWidget(self._new)
        self.hide()

    def show_item(self, meeting: UUID, item: UUID | None) -> None:
        """Show what is said of this item."""
        if item != self._item:
            self._keeper.flush()
            self._keeper.begin()
            self.line.clear()
            if item is not None:
                self._keeper.watch(item)
                self._keeper.restore(lambda _any: None)
        self._meeting, self._item = meeting, item
        self._desk.ask(commenting.comments, self._desk.me, meeting, then=self._show, owner=self)

    def flush(self) -> None:
        """Keep now what is typed."""
        for keeper in (self._keeper, *self._answers):
            keeper.flush()

    def make(self) -> None:
        """Make the comment that is typed."""
        if self._item is not None and self.line.value().strip():
            me, item, text = self._desk.me, self._item, self.line.value()
            self._desk.do(commenting.comment, me, item, text, then=self._made, owner=self)

    def _made(self, _id: UUID) -> None:
        self.line.clear()
        self._keeper.settled()
        self._changed()

    def _show(self, found: Comments) -> None:
        self.found.emit(found)
        if (self._item, found) == self._shown:
            return
        self._shown = (self._item, found)
        self.flush()
        self._answers = []
        clear(self._rows)
        here = [one for one in found.lines if one.item == self._item]
        for one in here:
            self._rows.addWidget(self._row(one, found))
        self._area.setVisible(bool(here))
        elsewhere = [one for one in found.lines if one not in here]
        still = sum(one.state is CommentState.OPEN for one in elsewhere)
        said = ngettext(
            "{n} open comment on another item", "{n} open comments on other items", still
        )
        self._others.setText(said.format(n=still))
        self._others.setVisible(bool(still))
        self._new.setVisible(found.may_comment)
        self.setVisible(bool(found.lines) or found.may_comment)

    def _row(self, one: CommentLine, of: Comments) -> QWidget:
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        state = f" ({_(_STATES[one.state]).lower()})" if one.state in _STATES else ""
        rows.addWidget(Label(f"{one.author or _('Somebody')}{state}: {one.text}"))
        if one.answer:
            rows.addWidget(Label(_("Answer: {text}").format(text=one.answer), "muted"))
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        for button in self._offered(one, of, line):
            line.addWidget(button)
        if not _asks_answer(one, of):
            line.addStretch(1)
        rows.addLayout(line)
        return made

    def _offered(self, one: CommentLine, of: Comments, line: QHBoxLayout) -> list[Button]:
        """What may be done with a comment; each button says whose it is."""
        if _asks_answer(one, of):
            answer = TextLine(name=_("Answer to {name}").format(name=one.author))
            answer.setPlaceholderText(_("Answer"))
            line.addWidget(answer, 1)
            keeper = Keeper(self._desk, DRAFTS, {"answer": answer}, answer)
            keeper.watch(one.id)
            keeper.restore(lambda _any: None)
            self._answers.append(keeper)

            def reply() -> None:
                if answer.value().strip():
                    self._settle(one.id, CommentState.ANSWERED, answer.value())

            answer.returnPressed.connect(reply)
            accept = partial(self._settle, one.id, CommentState.ACCEPTED)
            found = [Button(_("Answer"), reply), Button(_("Accept"), accept, icon="check")]
        elif of.may_answer:
            again = partial(self._settle, one.id, CommentState.OPEN)
            found = [Button(_("Open again"), again, icon="undo")]
        elif of.may_comment and one.mine and one.state is CommentState.OPEN:
            found = [Button(_("Take back"), partial(self._take_back, one.id), icon="undo")]
        else:
            found = []
        for button in found:
            button.setAccessibleName(f"{button.text()}: {one.author}, {one.text[:60]}")
        return found

    def _settle(self, id_: UUID, state: CommentState, answer: str = "") -> None:
        me = self._desk.me
        self._desk.do(
            commenting.settle,
            me,
            id_,
            state,
            answer,
            then=lambda _none: self._changed(),
            owner=self,
        )

    def _take_back(self, id_: UUID) -> None:
        def undo(told: tuple[UUID, str]) -> None:
            item, text = told
            me = self._desk.me
            self._changed()
            self._desk.messages.undo(
                _("The comment is taken back."),
                lambda: self._desk.do(
                    commenting.comment, me, item, text, then=lambda _id: self._changed()
                ),
            )

        self._desk.do(commenting.take_back, self._desk.me, id_, then=undo, owner=self)

    def _changed(self) -> None:
        if self._meeting is not None:
            self.show_item(self._meeting, self._item)


def _asks_answer(one: CommentLine, of: Comments) -> bool:
    return of.may_answer and one.state is CommentState.OPEN
