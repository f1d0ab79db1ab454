"""The decision of an item: its words, its outcome, the votes, and who dissents."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from contract.records import Outcome
from contract.records.meetings import vote_problem
from desktop.models.minutes import Verdict
from desktop.texts import _
from desktop.views.meetings.hold_words import COUNTED, OUTCOMES
from desktop.views.meetings.phrases import Phrase, Phrases
from desktop.views.sentences import problem, too_many_votes
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.number_edit import NumberEdit
from desktop.views.widgets.text_area import TextArea

_VOTES = ("votes_for", "votes_against", "votes_abstained")


class DecisionBox(Card):
    """given(Verdict) tells of an outcome that holds, unfit(texts) of one that does not yet.

    The texts of decision and dissent are kept by whoever owns the box.
    """

    given = Signal(object)
    unfit = Signal(object)

    def __init__(self) -> None:
        super().__init__(marked=True)
        self._present = 0
        self.text = TextArea(lines=2, most=8)
        self.outcome = Combo([(None, _("Not decided"))])
        self.outcome.set_choices(
            [(None, _("Not decided")), *((one, _(said)) for one, said in OUTCOMES.items())]
        )
        self._votes: dict[str, NumberEdit] = {}
        self._vote_fields: list[Field] = []
        self._locked = False
        self.note = Label("", "small")
        self.dissent = TextArea(lines=2, most=6)
        self._dissent_field = Field(_("Dissent"), self.dissent)
        self._more = Button(_("Add a dissent"), self._show_dissent, kind="quiet", icon="plus")
        self.phrases = Phrases(self)
        self.phrases.chosen.connect(self.put_phrase)
        self._lay_out()
        self.outcome.changed.connect(self._on_outcome)

    @property
    def votes(self) -> dict[str, NumberEdit]:
        """The fields of the votes."""
        self._make_votes()
        return self._votes

    def show_verdict(self, verdict: Verdict, present: int, *, dissents: bool) -> None:
        """Show this, with so many kindergartens present."""
        self._present = present
        self.outcome.set_value(verdict.outcome)
        if verdict.outcome in COUNTED:
            self._make_votes()
        for name, edit in self._votes.items():
            edit.set_value(getattr(verdict, name))
        self._dissent_field.setVisible(dissents)
        self._more.setVisible(not dissents)
        self._arrange()

    def set_present(self, present: int) -> None:
        """So many are present at the item now."""
        if present != self._present:
            self._present = present
            self._arrange()

    def put_texts(self, texts: dict[str, str]) -> None:
        """Bring back an outcome that did not hold when it was left."""
        known = {one.value: one for one in OUTCOMES}
        self.outcome.set_value(known.get(texts.get("outcome", "")))
        for name, edit in self.votes.items():
            edit.setText(texts.get(name, ""))
        self._arrange()

    def put_phrase(self, phrase: Phrase) -> None:
        """Write a phrase after what stands there, and the outcome that it tells of."""
        if self.text.isReadOnly():
            return
        now = self.text.value().rstrip()
        if phrase.text not in now:
            cursor = self.text.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(f"{chr(10) if now else ''}{phrase.text}")
            self.text.setTextCursor(cursor)
        if self._outcome() is None:
            self.outcome.set_value(phrase.outcome)
            self._on_outcome()
        self.text.setFocus()

    def verdict(self) -> Verdict:
        """What is chosen and typed."""
        outcome = self._outcome()
        if outcome not in COUNTED:
            return Verdict(outcome)
        return Verdict(outcome, *(self.votes[name].value() for name in _VOTES))

    def texts(self) -> dict[str, str]:
        """The same as texts, whether it holds or not."""
        outcome = self._outcome()
        said = dict.fromkeys(_VOTES, "") | {n: edit.text() for n, edit in self._votes.items()}
        return {"outcome": outcome.value if outcome else "", **said}

    def problem(self) -> str:
        """What to do about the votes, or nothing."""
        if self._outcome() not in COUNTED:
            return ""
        found = self.verdict()
        wrong = next((one.problem() for one in self.votes.values() if one.problem()), "")
        if wrong:
            return wrong
        if found.counted > self._present:
            return too_many_votes(found.counted, self._present)
        code = vote_problem(found.outcome, found.votes_for, found.votes_against)
        return problem(code) if code else ""

    def set_read_only(self, *, locked: bool) -> None:
        """Show it without letting it be changed."""
        self._locked = locked
        self.outcome.setEnabled(not locked)
        for edit in self._votes.values():
            edit.setReadOnly(locked)
        self.phrases.setVisible(not locked)
        self._more.setVisible(not locked and self._dissent_field.isHidden())

    def show_error(self, sentence: str) -> None:
        """Say this beside the votes."""
        self.note.setText(sentence)
        self.note.set_role("error")

    def _outcome(self) -> Outcome | None:
        value = self.outcome.value()
        return Outcome(value) if value else None  # Qt hands back a plain str

    def _lay_out(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(SPACE_M + 2, SPACE_M, SPACE_M, SPACE_M)
        self.body.setSpacing(SPACE_S)
        self.body.addWidget(Field(_("Decision"), self.text))
        self.body.addWidget(self.phrases)
        line = QWidget()
        self._flow = FlowLayout(line, spacing=6)
        outcome = Field(_("Outcome"), self.outcome)
        outcome.setFixedWidth(px(190))
        self._flow.addWidget(outcome)
        self.body.addWidget(line)
        self.body.addWidget(self.note)
        self.body.addWidget(self._dissent_field)
        foot = QHBoxLayout()
        foot.addWidget(self._more)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def _make_votes(self) -> None:
        """Have fields for the votes: few outcomes count them, and without they cost nothing."""
        if self._votes:
            return
        self._votes = {name: NumberEdit(least=0, most=99) for name in _VOTES}
        labels = (_("For"), _("Against"), _("Abstained"))
        for label, edit in zip(labels, self._votes.values(), strict=True):
            field = Field(label, edit)
            field.setFixedWidth(px(72))
            edit.setReadOnly(self._locked)
            edit.changed.connect(self._on_votes)
            edit.left.connect(self._on_votes_left)
            self._flow.addWidget(field)
            self._vote_fields.append(field)

    def _on_outcome(self) -> None:
        self._arrange()
        if self._outcome() in COUNTED and self.verdict().counted == 0:
            self.votes["votes_for"].setFocus()
            self.unfit.emit(self.texts())
        else:
            self._give()

    def _on_votes(self) -> None:
        self._tell_votes()
        self.unfit.emit(self.texts())

    def _on_votes_left(self) -> None:
        if any(edit.hasFocus() for edit in self._votes.values()):
            return
        self._give()

    def _give(self) -> None:
        if not self.problem():
            self.given.emit(self.verdict())
        else:
            self.unfit.emit(self.texts())
        self._tell_votes()

    def _arrange(self) -> None:
        counted = self._outcome() in COUNTED
        if counted:
            self._make_votes()
        for field in self._vote_fields:
            field.setVisible(counted)
        self._tell_votes()

    def _tell_votes(self) -> None:
        counted = self._outcome() in COUNTED
        self.note.setVisible(counted)
        wrong = self.problem()
        said = _("One vote for each kindergarten present at this item: {n}.")
        cast = self.verdict().counted
        if 0 < cast < self._present:
            said = _("{cast} of {n} votes are counted.")
        self.note.setText(wrong or said.format(n=self._present, cast=cast))
        self.note.set_role("error" if wrong and self.verdict().counted else "small")

    def _show_dissent(self) -> None:
        self._dissent_field.show()
        self._more.hide()
        self.dissent.setFocus()
