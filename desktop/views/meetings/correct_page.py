"""A correction of submitted minutes is written: the texts of each item, and why."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from contract.minutes import ItemContent
from desktop.models import correcting
from desktop.models.correcting import DRAFTS, REASON, Kept, field_of
from desktop.models.faults import Refused
from desktop.texts import N_, _
from desktop.views.desk import Desk
from desktop.views.meetings.keeping import Keeper
from desktop.views.sentences import sentence
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.text_line import TextLine

LABELS = {
    "title": N_("Title"),
    "background": N_("Background"),
    "discussion": N_("Discussion"),
    "proposal": N_("Proposal"),
    "decision": N_("Decision"),
    "dissent": N_("Dissent"),
}
# always there; the other texts of an item only where it has them
_ALWAYS = ("discussion", "decision")


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
        self._form: QWidget | None = None
        self.controls: dict[str, TextLine | TextArea] = {}
        self._said = Label("", "danger")
        self._said.hide()
        note = _(
            "What was handed in stays as it is. The correction becomes a new version, with the "
            "reason on its first page."
        )
        self.body.addWidget(Label(note, "muted"))
        self.body.addWidget(self._said)
        self.body.addStretch(1)
        self.add_action(Button(_("Back"), self._leave, icon="arrow-left"))
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
        if self._form is not None:
            self._form.deleteLater()
        self._form = Card()
        self.controls = {REASON: TextLine(name=_("Why the minutes are corrected"))}
        reason = Field(_("Why the minutes are corrected"), self.controls[REASON], required=True)
        self._form.body.addWidget(reason)
        for at, item in enumerate(newest.content.items):
            self._add_item(self._form, at, item)
        self.body.insertWidget(self.body.count() - 1, self._form)
        self._keeper = Keeper(self._desk, DRAFTS, self.controls, self._form)
        self._keeper.watch(kept.meeting)
        self._keeper.restore(lambda _any: None)
        self.controls[REASON].setFocus()

    def flush(self) -> None:
        """Keep now what is typed."""
        if self._keeper is not None:
            self._keeper.flush()

    def send(self) -> None:
        """Hand the correction in."""
        kept = self._kept
        if kept is None:
            return
        self.flush()
        texts = {name: control.value() for name, control in self.controls.items()}
        self._desk.do(
            correcting.correct,
            self._desk.me,
            kept.meeting,
            kept.versions[-1].number,
            texts,
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

    def _add_item(self, form: Card, at: int, item: ItemContent) -> None:
        number = f"{item.number}/{item.year % 100:02d} " if item.number and item.year else ""
        form.body.addWidget(Label(f"{number}{item.title}", "strong"))
        for name, label in LABELS.items():
            text = getattr(item, name)
            if name == "title" or not (text or name in _ALWAYS):
                continue
            # the name says which item, too: a screen reader hears the fields alone
            control = TextArea(text, name=f"{number}{item.title}, {_(label)}", lines=2)
            self.controls[field_of(at, name)] = control
            form.body.addWidget(Field(_(label), control))

    def _sent(self, _nothing: None) -> None:
        if self._keeper is not None:
            self._keeper.settled()
        self._desk.messages.done(_("The correction goes out when you are online."))
        self._desk.sync_wanted.emit()
        self.sent.emit()

    def _not_sent(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.code == "required":
            self._say(_("Write why the minutes are corrected."))
            self.controls[REASON].setFocus()
        elif isinstance(error, Refused) and error.code == "unchanged":
            self._say(_("Nothing is changed yet. Change what is wrong, and send it then."))
        else:
            self._say(sentence(error))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _leave(self) -> None:
        self.flush()
        self.back.emit()
