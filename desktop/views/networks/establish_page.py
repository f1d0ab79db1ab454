"""Establishing the local network of the own municipality, with the announcement beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models.establishing import (
    DRAFTS,
    Announcement,
    EstablishForm,
    announcement,
    establish,
)
from desktop.models.faults import Refused
from desktop.models.networks import LocalView
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.meetings.keeping import Keeper
from desktop.views.sentences import problem
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.check_box import CheckBox
from desktop.views.widgets.choice_list import ChoiceList
from desktop.views.widgets.columns import Columns
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.label import Label
from desktop.views.widgets.number_edit import NumberEdit
from desktop.views.widgets.page import Page
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.text_line import TextLine


class EstablishPage(Page):
    """begin(view) opens the form. established and back tell the end."""

    established = Signal()
    back = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Establish the local network"), scroll=True)
        self._desk = desk
        self._suggested: Announcement | None = None
        self._make_controls()
        self._keeper = Keeper(
            desk,
            DRAFTS,
            {
                "support_confirmed": self.support,
                "ready_to_lead": self.ready,
                "participants": self.participants,
                "title": self.title_line,
                "body": self.text,
            },
            self,
        )
        self._lay_out()
        self.participants.changed.connect(self._suggest)
        for control in (self.title_line, self.text):
            control.changed.connect(self._preview)

    def begin(self, view: LocalView) -> None:
        """Begin to establish, or go on where the user was."""
        name = view.place.name
        self.set_facts(_("{name}, with you as contact kindergarten").format(name=name))
        self._form.clear_errors()
        self._note.setText("")
        others = [one for one in view.members if not one.mine]
        chosen = [one.id for one in others]
        self.invited.set_choices([(one.id, one.name, "") for one in others], chosen)
        self._invited_field.setVisible(bool(others))
        self.support.set_value(False)
        self.ready.set_value(False)
        self.participants.set_value(None)
        self._suggested = None
        self._desk.ask(
            announcement, self._desk.me, then=self._start, failed=self._no_category, owner=self
        )

    def save(self) -> None:
        """Establish the network."""
        if not self._form.validate():
            return
        self._establish.setEnabled(False)
        self._desk.do(
            establish,
            self._desk.me,
            self._values(),
            then=self._done,
            failed=self._refused,
            owner=self,
        )

    def flush(self) -> None:
        """Keep what is typed: the page is left."""
        self._keeper.flush()

    def _make_controls(self) -> None:
        place = self._desk.me.municipality_name
        self.support = CheckBox(
            _("The other kindergartens in {place} support this").format(place=place)
        )
        self.ready = CheckBox(_("We are ready to lead online meetings"))
        self.participants = NumberEdit(least=1, most=500)
        self.invited = ChoiceList(name=_("Invite to the network"))
        self.title_line, self.text = TextLine(), TextArea(lines=6, most=14)
        self._support_field = Field(_("Support"), self.support, check=self._check_support)
        self._ready_field = Field(_("Leading"), self.ready, check=self._check_ready)
        self._number_field = Field(
            _("How many kindergartens take part (optional)"), self.participants
        )
        self._invited_field = Field(_("Invite to the network"), self.invited)
        self._title_field = Field(_("Title"), self.title_line, required=True)
        self._text_field = Field(_("Text"), self.text, required=True)
        self._form = Form(
            self._support_field,
            self._ready_field,
            self._number_field,
            self._title_field,
            self._text_field,
        )

    def _lay_out(self) -> None:
        promise = Card(_("Contact kindergarten"))
        for field in (
            self._support_field,
            self._ready_field,
            self._number_field,
            self._invited_field,
        ):
            promise.body.addWidget(field)
        words = Card(_("Announcement"))
        words.body.addWidget(self._title_field)
        words.body.addWidget(self._text_field)
        shown = Card(_("Preview"), sunken=True)
        self._where = Label("", "small")
        self._shown_title, self._shown_text = Label("", "heading"), Label("")
        for label in (self._where, self._shown_title, self._shown_text):
            shown.body.addWidget(label)
        self._establish = Button(
            _("Establish and announce"), self.save, kind="primary", icon="send"
        )
        self._note = Label("", "small")
        buttons = QWidget()
        foot = QHBoxLayout(buttons)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(SPACE_S)
        foot.addWidget(self._establish)
        foot.addWidget(Button(_("Cancel"), self._leave))
        foot.addWidget(self._note, 1)
        self.body.addWidget(Columns([promise], [words, shown]))
        self.set_foot(buttons)
        self.body.addStretch(1)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Save, self, self.save, context=scope)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._leave, context=scope)

    def _start(self, words: Announcement) -> None:
        self._take(words)
        me = self._desk.me
        if me.kindergarten is not None:
            self._keeper.watch(me.kindergarten)
            self._keeper.restore(self._restored)
        self._note.setText(_("Sent when you are online. It is offered once."))

    def _suggest(self) -> None:
        self._desk.ask(
            announcement, self._desk.me, self.participants.value(), then=self._take, owner=self
        )

    def _take(self, words: Announcement) -> None:
        """Suggest words for what is not yet written in the user's own."""
        before = self._suggested
        if before is None or self.title_line.value() == before.title:
            self.title_line.set_value(words.title)
        if before is None or self.text.value() == before.body:
            self.text.set_value(words.body)
        self._suggested = words
        place = _("In the category {name}").format(name=words.category)
        self._where.setText(f"{place} · {self._desk.me.name}, {self._desk.me.kindergarten_name}")
        self._preview()

    def _preview(self) -> None:
        self._shown_title.setText(self.title_line.value())
        self._shown_text.setText(self.text.value().strip())

    def _restored(self, found: object) -> None:
        self._preview()
        if found:
            self._note.setText(_("This is what you had written when the program was closed."))

    def _values(self) -> EstablishForm:
        return EstablishForm(
            support_confirmed=self.support.value(),
            ready_to_lead=self.ready.value(),
            participants=self.participants.value(),
            invited=tuple(self.invited.value()),
            title=self.title_line.value(),
            body=self.text.value(),
        )

    def _check_support(self) -> str:
        return "" if self.support.value() else _("Tick here when you have asked the others.")

    def _check_ready(self) -> str:
        return "" if self.ready.value() else _("Tick here to confirm.")

    def _done(self, _network: object) -> None:
        self._establish.setEnabled(True)
        self._keeper.settled()
        self._desk.messages.done(_("The network is established. It is sent when you are online."))
        self._desk.sync_wanted.emit()
        self.established.emit()

    def _no_category(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.code == "no_category":
            text = _("The county's category has not been fetched yet. Synchronise first.")
            self._desk.messages.error(text)
            self.back.emit()
        else:
            self._desk.tell(error)

    def _refused(self, error: Exception) -> None:
        self._establish.setEnabled(True)
        fields = {
            "support_confirmed": self._support_field,
            "ready_to_lead": self._ready_field,
            "participants": self._number_field,
            "title": self._title_field,
        }
        if isinstance(error, Refused) and error.field in fields:
            fields[error.field].set_error(problem(error.code))
        elif isinstance(error, Refused) and error.code == "taken":
            self.established.emit()
        else:
            self._desk.tell(error)

    def _leave(self) -> None:
        self._keeper.flush()
        self.back.emit()
