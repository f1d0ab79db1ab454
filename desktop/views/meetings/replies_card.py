"""The answers to the notice: one's own, and those of the others."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contract.records import Answer
from desktop.models.replies import Replies, ReplyRow, Said, answer, say_again
from desktop.texts import N_, _, ngettext
from desktop.views.desk import Desk
from desktop.views.theme.tokens import SPACE_S, Tone
from desktop.views.widgets.button import Button, IconButton
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import Row, RowList
from desktop.views.widgets.text_line import TextLine

_MANY = 40
"""So many rows are there at a time: a national meeting asks hundreds."""

ANSWERS: dict[Answer | None, tuple[str, Tone]] = {
    Answer.COMING: (N_("Coming"), "primary"),
    Answer.EXCUSED: (N_("Not coming"), "warn"),
    None: (N_("No answer"), "neutral"),
}


class RepliesCard(Card):
    """show_replies(meeting, replies). It answers by itself, and can be undone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Answers"))
        self._desk = desk
        self._meeting: UUID | None = None
        self._shown: Replies | None = None
        self._counts = Label("", "small")
        self.note = TextLine(placeholder=_("A word to the chair (optional)"))
        self.note.setAccessibleName(_("A word to the chair (optional)"))
        self.coming = Button(_("We are coming"), lambda: self._mine(Answer.COMING), icon="check")
        self.excused = Button(_("We cannot come"), lambda: self._mine(Answer.EXCUSED), icon="close")
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.coming)
        buttons.addWidget(self.excused)
        buttons.addStretch(1)
        self._own = QWidget()
        # Nothing can be answered before it is known to what.
        self._own.hide()
        own = QVBoxLayout(self._own)
        own.setContentsMargins(0, 0, 0, 0)
        own.setSpacing(SPACE_S)
        own.addWidget(self.note)
        own.addLayout(buttons)
        self.rows = RowList(name=_("Answers"))
        self.search = TextLine(placeholder=_("Find the kindergarten"))
        self.search.setAccessibleName(_("Find the kindergarten"))
        self.search.changed.connect(self._show_rows)
        self._left_out = Label("", "small")
        self.search.hide()
        self._left_out.hide()
        self.body.addWidget(self._own)
        self.body.addWidget(self._counts)
        self.body.addWidget(self.search)
        self.body.addWidget(self.rows)
        self.body.addWidget(self._left_out)

    def show_replies(self, meeting: UUID, found: Replies) -> None:
        """Show the answers to a meeting's notice."""
        other = meeting != self._meeting
        if not other and found == self._shown:
            return
        self._meeting, self._shown = meeting, found
        if other:
            self.search.set_value("")
        self._own.setVisible(found.may_answer)
        mine = found.mine
        if mine is not None and (other or not self.note.hasFocus()):
            self.note.set_value(mine.note)
        said = mine.answer if mine is not None else None
        for button, meant in ((self.coming, Answer.COMING), (self.excused, Answer.EXCUSED)):
            button.setCheckable(True)
            button.setChecked(said is meant)
            chosen = _(", your answer") if said is meant else ""
            button.setAccessibleName(button.text() + chosen)
        self._counts.setText(counts(found))
        self.set_badge(_(ANSWERS[said][0]) if found.may_answer else "", ANSWERS[said][1])
        self._show_rows()

    @property
    def meeting(self) -> UUID | None:
        """The meeting whose answers are shown."""
        return self._meeting

    def counts(self) -> str:
        """How many have said what, in words."""
        return self._counts.text()

    def _show_rows(self) -> None:
        """All where they are few; of hundreds the first of those that are looked for."""
        found = self._shown
        if found is None:
            return
        many = len(found.rows) > _MANY
        wanted = self.search.value().casefold() if many else ""
        rows = [
            row for row in found.rows if wanted in f"{row.kindergarten} {row.person}".casefold()
        ]
        left = len(rows) - _MANY
        said = ngettext("and {n} more", "and {n} more", max(left, 0))
        self._left_out.setText(said.format(n=left))
        self._left_out.setVisible(left > 0)
        self.search.setVisible(many)
        self.rows.set_rows([self._row(row, may_note=found.may_note) for row in rows[:_MANY]])

    def _row(self, row: ReplyRow, *, may_note: bool) -> Row:
        words, tone = ANSWERS[row.answer]
        silent = row.answer is None
        below = " · ".join(
            part for part in (_(words) if silent else "", row.person, row.note) if part
        )
        shown = Row(row.kindergarten, below, badge=None if silent else (_(words), tone))
        if may_note and not row.mine:
            for icon, meant, text in (
                ("check", Answer.COMING, _("{kindergarten} is coming")),
                ("close", Answer.EXCUSED, _("{kindergarten} is not coming")),
            ):
                if row.answer is not meant:
                    said = text.format(kindergarten=row.kindergarten)
                    say = partial(self.say, row.kindergarten_id, meant, row.note)
                    shown.add(IconButton(icon, said, say))
        return shown

    def _mine(self, meant: Answer) -> None:
        home = self._desk.me.kindergarten
        if home is not None:
            self.say(home, meant, self.note.value())

    def say(self, kindergarten: UUID, meant: Answer, note: str) -> None:
        """Answer for a kindergarten."""
        self._desk.do(
            answer,
            self._desk.me,
            self._meeting,
            kindergarten,
            meant,
            note,
            then=lambda before: self._said(before, meant),
            failed=self._not_said,
            owner=self,
        )

    def _said(self, before: Said, meant: Answer) -> None:
        desk = self._desk
        told = {
            Answer.COMING: _("Answered: coming. It is sent when you are online."),
            Answer.EXCUSED: _("Answered: not coming. It is sent when you are online."),
        }
        desk.messages.undo(told[meant], lambda: desk.do(say_again, desk.me, before))

    def _not_said(self, error: Exception) -> None:
        found, self._shown = self._shown, None
        if found is not None and self._meeting is not None:
            self.show_replies(self._meeting, found)
        self._desk.tell(error)


def counts(found: Replies) -> str:
    """3 kommer, 1 kommer ikke, 2 har ikke svart."""
    coming, excused, silent = (found.count(one) for one in (Answer.COMING, Answer.EXCUSED, None))
    return ", ".join(
        (
            ngettext("{n} is coming", "{n} are coming", coming).format(n=coming),
            ngettext("{n} is not coming", "{n} are not coming", excused).format(n=excused),
            ngettext("{n} has not answered", "{n} have not answered", silent).format(n=silent),
        )
    )
