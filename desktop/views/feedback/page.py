"""The page «Forslag og feil»: suggest a category, tell of an idea or an error."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from contract.records import FeedbackSort
from desktop.models import drafts, feedback
from desktop.models.faults import Refused
from desktop.models.feedback import SUGGESTION, Suggestion, suggestion_draft
from desktop.texts import _
from desktop.version import VERSION
from desktop.views.desk import Desk
from desktop.views.feedback import words
from desktop.views.feedback.sent_list import SentList
from desktop.views.forum.draft_keeper import DraftKeeper
from desktop.views.mailing import open_letter
from desktop.views.sentences import sentence
from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.columns import Columns
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.text_line import TextLine

_OPENLY, _ALONE, _MAIL = "openly", "alone", "mail"
_KINDS = frozenset({"feedback", "post", "comment"})
_AREAS = ("forum", "help")


class FeedbackPage(Page):
    """show_target: a word of FeedbackSort, which the form then begins with, or the area that one
    came from and goes back to.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Suggestions and errors"), scroll=True)
        self._desk, self._came_from = desk, _AREAS[0]
        self.back = Button(_("Back"), self._go_back, icon="arrow-left")
        self.add_action(self.back)
        sorts = [(sort, _(words.SORTS[sort])) for sort in words.SORTS]
        self.sort = Combo([one for one in sorts if one[0] is not FeedbackSort.REPORT])
        self.title, self.text = TextLine(), TextArea(lines=6)
        self.way = Combo(_ways())
        self._fields = {
            "sort": Field(_("What it is"), self.sort),
            "title": Field(_("In a few words"), self.title, required=True),
            "body": Field(_("Tell more"), self.text, required=True),
            "way": Field(_("How it is sent"), self.way),
        }
        self.form = Form(*self._fields.values())
        self.send = Button(_("Send"), self._send, kind="primary", icon="send")
        self._along = Label("", "small")
        self.sent = SentList(lambda post: desk.go("forum", post))
        self._keeper = DraftKeeper(self._keep, self)
        for control in (self.sort, self.title, self.text, self.way):
            control.changed.connect(self._keeper.touch)
        for combo in (self.sort, self.way):
            combo.changed.connect(self._say_along)
        self.body.addWidget(Columns([self._form_card()], [self.sent], stretch=(1, 1), least=330))
        self.body.addStretch()
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._go_back, context=scope)
        self._say_along()

    def open(self) -> None:
        """Show what was sent, and what was being written."""
        self._desk.follow(self._on_change)
        self._load()
        self._desk.ask(feedback.may_tell_openly, then=self._offer, owner=self)
        draft = suggestion_draft(self._desk.me)
        self._desk.ask(drafts.load, SUGGESTION, draft, then=self._restore, owner=self)

    def close_view(self) -> None:
        """Put what is typed on disk, and stop listening."""
        self._keeper.flush()
        self._desk.unfollow(self._on_change)

    def show_target(self, target: object) -> None:
        """Begin with a sort of suggestion, or remember where to go back to."""
        if isinstance(target, str) and target in _AREAS:
            self._came_from = target
        elif isinstance(target, str) and target in list(FeedbackSort):
            self.sort.set_value(FeedbackSort(target))
            self._say_along()
        self.title.setFocus()

    def _go_back(self) -> None:
        self._desk.go(self._came_from)

    def _on_change(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._load()

    def _offer(self, openly: bool) -> None:  # noqa: FBT001 - what was asked
        ways = [one for one in _ways() if openly or one[0] != _OPENLY]
        if len(ways) != self.way.count():
            self.way.set_choices(ways, self.way.value())

    def _load(self) -> None:
        self._desk.ask(feedback.sent, self._desk.me, then=self.sent.show_sent, owner=self)

    def _value(self) -> Suggestion:
        return Suggestion(FeedbackSort(self.sort.value()), self.title.value(), self.text.value())

    def _restore(self, found: dict[str, drafts.Draft]) -> None:
        if self.title.text() or self.text.value():
            return
        for name, control in (("title", self.title), ("body", self.text)):
            if name in found:
                control.set_value(found[name].text)
        for name, combo in (("sort", self.sort), ("way", self.way)):
            if name in found:
                combo.set_value(found[name].text)
        self._say_along()

    def _keep(self) -> None:
        texts = {
            "sort": FeedbackSort(self.sort.value()).value,
            "way": str(self.way.value()),
            "title": self.title.text(),
            "body": self.text.value(),
        }
        self._desk.do(drafts.save, SUGGESTION, suggestion_draft(self._desk.me), texts)

    def _say_along(self) -> None:
        error = self.sort.value() == FeedbackSort.ERROR
        told = _("Sent along: {version}. Nothing else of you or this PC.")
        none = _("Nothing of you or this PC is sent along but your name.")
        self._along.setText(told.format(version=words.version()) if error else none)

    def _send(self) -> None:
        if not self.form.validate():
            return
        if self.way.value() == _MAIL:
            self._desk.ask(feedback.office_mails, then=self._by_mail, owner=self)
            return
        self._keeper.drop()
        self.send.setEnabled(False)
        desk, what = self._desk, self._value()
        desk.do(
            feedback.suggest,
            desk.me,
            what,
            VERSION,
            words.system(),
            openly=self.way.value() == _OPENLY,
            then=lambda _id: self._sent(what),
            failed=self._failed,
            owner=self,
        )

    def _by_mail(self, receivers: list[str]) -> None:
        what = self._value()
        text = what.body
        if what.sort is FeedbackSort.ERROR:
            text += f"\n\n{words.version()}"
        self._desk.messages.info(open_letter(what.title, text, receivers))

    def _sent(self, what: Suggestion) -> None:
        self.send.setEnabled(True)
        if self._value() == what:
            self.title.set_value("")
            self.text.set_value("")
        self._desk.messages.done(_("Thank you. It is sent when you are online."))

    def _failed(self, error: Exception) -> None:
        self.send.setEnabled(True)
        self._keep()
        field = self._fields.get(error.field) if isinstance(error, Refused) else None
        if field is not None:
            field.set_error(sentence(error))
        else:
            self._desk.tell(error)

    def _form_card(self) -> Card:
        card = Card(_("Tell the secretariat"))
        card.body.setSpacing(SPACE_M)
        for field in self._fields.values():
            card.body.addWidget(field)
        card.body.addWidget(self._along)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.send)
        row.addStretch()
        card.body.addLayout(row)
        return card


def _ways() -> list[tuple[str, str]]:
    return [
        (_OPENLY, _("As a post in the development forum")),
        (_ALONE, _("To the secretariat alone")),
        (_MAIL, _("As an e-mail from your mail program")),
    ]
