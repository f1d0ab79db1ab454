"""A correction of submitted minutes is written, looked at beside what it corrects, and sent."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea

from desktop.models import correcting
from desktop.models.case_records import raised_words
from desktop.models.correcting import DRAFTS, REASON, Kept, differences
from desktop.models.faults import Refused
from desktop.models.mending import mended
from desktop.texts import N_, _
from desktop.views.desk import Desk
from desktop.views.meetings.correct_form import CorrectForm
from desktop.views.meetings.differences_card import DifferencesCard
from desktop.views.meetings.keeping import Keeper
from desktop.views.sentences import sentence
from desktop.views.widgets.button import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page

FIXED = N_(
    "Fixed are the network, the number and date of the meeting, its chair and minute taker, which "
    "kindergartens had a vote, and the items with their number and type. What is wrong there is "
    "put right by the next meeting, in its minutes."
)


class CorrectPage(Page):
    """show_kept(kept) begins a correction of the newest version. sent tells that it is on its way,
    back asks to be left; what is typed is kept.
    """

    back = Signal()
    sent = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Correct the minutes"), scroll=True)
        self._desk = desk
        self._kept: Kept | None = None
        self._keeper: Keeper | None = None
        self._form: CorrectForm | None = None
        self._pairs: DifferencesCard | None = None
        self.raised = Label("", "muted")
        self._said = Label("", "danger")
        self._said.hide()
        note = _(
            "What was handed in stays as it is. The correction becomes a new version, with the "
            "reason on its first page."
        )
        self.body.addWidget(Label(note, "muted"))
        self.body.addWidget(Label(_(FIXED), "muted"))
        self.body.addWidget(self.raised)
        self.body.addWidget(self._said)
        self.body.addStretch(1)
        self.add_action(Button(_("Back"), self._leave, icon="arrow-left"))
        self.compare = Button(_("Show what changes"), self.show_differences)
        self.add_action(self.compare)
        self.set_primary(Button(_("Send the correction"), self.send, kind="primary", icon="send"))
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._leave, context=scope)

    def show_kept(self, kept: Kept) -> None:
        """Begin with the newest version, and with what was typed and not sent."""
        self.flush()
        self._kept = kept
        newest = kept.versions[-1]
        self.set_facts(_("Corrects version {n}").format(n=newest.number))
        self._say("")
        told = "; ".join(map(raised_words, kept.raised_since))
        self.raised.setText(_("Raised since, and taken along: {cases}.").format(cases=told))
        self.raised.setVisible(bool(told))
        self._forget_differences()
        if self._form is not None:
            self._form.deleteLater()
        self._form = form = CorrectForm(newest.content)
        self.body.insertWidget(self.body.count() - 1, form)
        self._keeper = Keeper(self._desk, DRAFTS, form.controls, form)
        self._keeper.watch(kept.meeting)
        self._keeper.restore(lambda _any: form.follow())
        form.follow()
        self.controls[REASON].setFocus()

    @property
    def controls(self) -> Mapping[str, Any]:
        """The controls of the form, by the names of their fields."""
        return self._form.controls if self._form is not None else {}

    def show_differences(self) -> None:
        """Show what is typed beside what is corrected."""
        kept, form = self._kept, self._form
        self._forget_differences()
        if kept is None or form is None or form.problem():
            return
        before = kept.versions[-1].content
        try:
            found = differences(before, mended(before, form.values(), kept.raised_since))
        except Refused as error:
            self._not_sent(error)
            return
        self._say("" if found else _("Nothing is changed yet. Change what is wrong first."))
        self._pairs = DifferencesCard(found)
        self.body.insertWidget(self.body.indexOf(form), self._pairs)
        area = self.findChild(QScrollArea)
        if area is not None:
            area.verticalScrollBar().setValue(0)

    def flush(self) -> None:
        """Keep now what is typed."""
        if self._keeper is not None:
            self._keeper.flush()

    def send(self) -> None:
        """Hand the correction in."""
        kept, form = self._kept, self._form
        if kept is None or form is None or form.problem():
            return
        self.flush()
        self._desk.do(
            correcting.correct,
            self._desk.me,
            kept.meeting,
            kept.versions[-1].number,
            form.values(),
            then=self._sent,
            failed=self._not_sent,
        )

    def said(self) -> str:
        """What is wrong, or nothing."""
        return "" if self._said.isHidden() else self._said.text()

    @property
    def meeting(self) -> UUID | None:
        """Whose minutes are corrected."""
        return self._kept.meeting if self._kept else None

    def _sent(self, _nothing: None) -> None:
        if self._keeper is not None:
            self._keeper.settled()
        self._desk.messages.done(_("The correction goes out when you are online."))
        self._desk.sync_wanted.emit()
        self.sent.emit()

    def _not_sent(self, error: Exception) -> None:
        field = error.field if isinstance(error, Refused) else ""
        if self._form is not None:
            self._form.clear_errors()
        if isinstance(error, Refused) and (error.code, field) == ("required", REASON):
            self._say(_("Write why the minutes are corrected."))
            self.controls[REASON].setFocus()
        elif self._form is not None and field and self._form.set_error(field, sentence(error)):
            self._say(_("Something is not filled in right. Look at the field that is marked."))
        elif isinstance(error, Refused) and error.code == "unchanged":
            self._say(_("Nothing is changed yet. Change what is wrong, and send it then."))
        else:
            self._say(sentence(error))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _forget_differences(self) -> None:
        if self._pairs is not None:
            self._pairs.deleteLater()
            self._pairs = None

    def _leave(self) -> None:
        self.flush()
        self.back.emit()
