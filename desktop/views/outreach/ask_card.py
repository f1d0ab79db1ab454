"""Where one asks a kindergarten to join: chosen from the register, or typed in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout

from contract.records import AskedBy
from desktop.models import outreach
from desktop.models.faults import Refused
from desktop.models.outreach import Candidate, Question
from desktop.texts import _, ngettext, number
from desktop.views.desk import Desk
from desktop.views.forum.municipality_line import MunicipalityLine
from desktop.views.mailing import open_letter
from desktop.views.outreach import words
from desktop.views.sentences import sentence
from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.wall_clock import today
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.text_line import TextLine


class AskCard(Card):
    """A municipality, a kindergarten in it, how and when; a letter is opened, or it is noted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Ask a kindergarten"))
        self._desk = desk
        self._candidates: Sequence[Candidate] = ()
        self.place = MunicipalityLine(desk.me.municipality)
        self.name = TextLine(placeholder=_("Begin to write its name"))
        self.way = Combo([(way, _(said)) for way, said in words.WAYS.items()], AskedBy.MAIL)
        self.on = DateEdit()
        self.on.set_value(today())
        self._place_field = Field(_("Municipality"), self.place, required=True)
        self._name_field = Field(_("Kindergarten"), self.name, required=True)
        self._on_field = Field(_("Date"), self.on, required=True)
        way = Field(_("How you ask"), self.way)
        self.form = Form(self._place_field, self._name_field, self._on_field)
        self.letter = Button(_("Write an e-mail"), self._write, kind="primary", icon="mail")
        self.note = Button(_("Note that we have asked"), self._note, icon="check")
        self.place.chosen.connect(self.load)
        self.place.chosen.connect(lambda: self.name.set_value(""))
        self.name.textChanged.connect(lambda _text: self._say_chain())
        self.body.setSpacing(SPACE_M)
        for field in (self._place_field, self._name_field):
            self.body.addWidget(field)
        beside = QHBoxLayout()
        beside.setSpacing(SPACE_S)
        for field in (way, self._on_field):
            beside.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(beside)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.letter)
        buttons.addWidget(self.note)
        buttons.addStretch()
        self.body.addLayout(buttons)

    def load(self) -> None:
        """Offer the kindergartens of the municipality that is chosen."""
        number_ = self.place.value()
        if number_:
            me = self._desk.me
            self._desk.ask(outreach.candidates, me, number_, then=self._offer, owner=self)
        else:
            self._offer(())

    def _offer(self, found: Sequence[Candidate]) -> None:
        self._candidates = found
        completer = QCompleter([one.name for one in found if not one.asked], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name.setCompleter(completer)
        self._say_chain()

    def _chosen(self) -> Candidate | None:
        typed = self.name.value().casefold()
        return next((one for one in self._candidates if one.name.casefold() == typed), None)

    def _say_chain(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.chain:
            help_ = _(
                "Bears the name of {chain}. The network is for those of no big chain."
            ).format(chain=chosen.chain)
        elif self.place.value():
            left = sum(not one.asked for one in self._candidates)
            help_ = ngettext(
                "{n} private kindergarten of the register is there, and has not been asked.",
                "{n} private kindergartens of the register are there, and have not been asked.",
                left,
            ).format(n=number(left))
        else:
            help_ = ""
        self._name_field.set_help(help_)

    def _question(self) -> Question:
        chosen = self._chosen()
        day = self.on.value()
        assert day is not None
        return Question(
            name=self.name.value(),
            municipality=self.place.value(),
            asked_on=day,
            asked_by=AskedBy(self.way.value()),
            organisation_number=chosen.organisation_number if chosen else None,
        )

    def _write(self) -> None:
        if self.form.validate():
            me = self._desk.me
            nearby = self.place.value() == me.municipality
            text = words.invitation(me, nearby=nearby)
            self.way.set_value(AskedBy.MAIL)
            self._desk.messages.info(open_letter(words.subject(me), text, ()))
            self._note()

    def _note(self) -> None:
        if not self.form.validate():
            return
        desk = self._desk
        desk.do(
            outreach.ask,
            desk.me,
            self._question(),
            then=lambda _id: self.name.set_value(""),
            failed=self._failed,
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        fields = {
            "name": self._name_field,
            "municipality": self._place_field,
            "asked_on": self._on_field,
        }
        field = fields.get(error.field) if isinstance(error, Refused) else None
        if field is not None:
            field.set_error(sentence(error))
        else:
            self._desk.tell(error)
