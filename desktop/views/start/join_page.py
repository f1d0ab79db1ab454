"""The page on which a manager finds the own kindergarten and asks to join, also offline."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from contract.geography import municipalities
from desktop.addresses import service_address
from desktop.errors import KnownError
from desktop.joining import JoinDraft
from desktop.models import kindergarten_search
from desktop.models.kindergarten_search import Found, Registered
from desktop.texts import _, long_date
from desktop.views.sentences import problem
from desktop.views.start.found_list import FoundList, spaced
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.columns import Columns
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.text_line import TextLine

Look = Callable[[str, Callable[[Registered | None], object], Callable[[], object]], object]
"""Asks the registers for a number: what they say goes to the second, no contact to the third."""

_KEEP_MS = 700


class JoinPage(Page):
    """kept(JoinDraft) as one types; asked(address, number) leads on to the browser; back leaves.

    cleared(JoinDraft) has what was emptied, for restore().
    """

    kept = Signal(object)
    asked = Signal(str, str)
    cleared = Signal(object)
    back = Signal()

    def __init__(self, draft: JoinDraft, look_up: Look) -> None:
        super().__init__(_("Join with our kindergarten"), scroll=True)
        self._look_up, self._draft = look_up, draft
        self._from: Found | None = None
        self.list = FoundList()
        self.number, self.name, self.service = TextLine(), TextLine(), TextLine(draft.service)
        self.place = Combo(
            [(one.number, f"{one.name} ({one.county.name})") for one in municipalities().values()],
            placeholder=_("Choose the municipality"),
        )
        self.source, self.warning = Label("", "small"), Label("", "strong")
        self.form = self._make_form()
        self.problem = Label("", "error")
        self.problem.hide()
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(_KEEP_MS)
        self._keeping.timeout.connect(self._keep)
        self._lay_out()
        self._show_draft()
        self._connect()

    def open(self) -> None:
        """Put the cursor where the search begins."""
        self.list.search.setFocus()

    def close_view(self) -> None:
        """Keep what is typed."""
        self.flush()

    def draft(self) -> JoinDraft:
        """What is typed now."""
        return replace(
            self._draft,
            organisation_number=self.number.value(),
            name=self.name.value(),
            municipality=self.place.value() or "",
            service=self.service.value(),
        )

    def flush(self) -> None:
        """Keep what is typed now."""
        if self._keeping.isActive():
            self._keeping.stop()
            self._keep()

    def choose(self, found: Found) -> None:
        """Fill in what the register says of a kindergarten."""
        self._from = found
        self.number.set_value(spaced(found.organisation_number))
        self.name.set_value(found.name)
        self.place.set_value(found.municipality)
        self.form.clear_errors()
        self.source.setText(_("From the register of July 2026, which lies in the program."))
        self._warn(_chain(found.chain) if found.chain else "")
        self._keep()
        self._ask_registers()

    def ask(self) -> None:
        """Go on in the browser, or lead to the field that is wrong."""
        self.flush()
        self.problem.hide()
        if not self.form.validate():
            return
        self._draft = replace(self.draft(), asked_on=date.today().isoformat())  # noqa: DTZ011
        self.kept.emit(self._draft)
        address = service_address(self.service.value())
        self.asked.emit(address, "".join(self.number.value().split()))
        self._tell_asked()

    def tell(self, sentence: str) -> None:
        """Say what went wrong."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def clear(self) -> None:
        """Begin anew."""
        service, before = self.service.value(), self.draft()
        self._draft = JoinDraft(service=service)
        self._from = None
        self.list.search.clear()
        self._show_draft()
        self._warn("")
        self.kept.emit(self._draft)
        self.cleared.emit(before)

    def restore(self, draft: JoinDraft) -> None:
        """Show a draft again that was emptied."""
        self._draft = draft
        self._show_draft()
        self._keep()

    def _make_form(self) -> Form:
        ask = _("Ask the secretariat, or a kindergarten that takes part already.")
        return Form(
            Field(
                _("Organisation number"),
                self.number,
                required=True,
                help=_("Nine digits. It is the kindergarten's own, not the owner's."),
                check=self._wrong_number,
            ),
            Field(_("Name of the kindergarten"), self.name, required=True),
            Field(_("Municipality"), self.place, required=True),
            Field(
                _("Address of the service"),
                self.service,
                required=True,
                help="" if self._draft.service else ask,
                check=self._wrong_address,
            ),
        )

    def _lay_out(self) -> None:
        find = Card(_("1. Find the kindergarten"))
        find.body.addWidget(self.list)
        check = Card(_("2. See that it is right"))
        for field in self.form.fields[:3]:
            check.body.addWidget(field)
        self.warning.hide()
        for label in (self.source, self.warning):
            check.body.addWidget(label)
        on = Card(_("3. Ask to join"))
        for text in (
            _(
                "In the browser you write your name, your e-mail address and a password. You get "
                "a mail, and press the link in it. Then the secretariat looks at it."
            ),
            _(
                "Access normally comes within 24 to 48 hours. Then sign in here, and enrol the "
                "staff. Whether you are a member of PBL makes no difference."
            ),
        ):
            on.body.addWidget(Label(text))
        on.body.addWidget(self.form.fields[3])
        on.body.addWidget(self.problem)
        self.state = Label("", "strong")
        self.state.hide()
        on.body.addWidget(self.state)
        self.go_on = Button(_("Go on in the browser"), self.ask, kind="primary", icon="link")
        on.body.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(Columns([find], [check, on], stretch=(2, 3)))
        self.body.addStretch()
        self.set_facts(_("Works without a network until the last step. What you write stays here."))
        self.add_action(Button(_("Empty the draft"), self.clear, icon="trash"))
        self.add_action(Button(_("Back"), self._leave, icon="arrow-left"))

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose_found)
        for control in (self.number, self.name, self.service):
            control.changed.connect(self._keeping.start)
        self.place.changed.connect(self._keeping.start)
        self.number.left.connect(self._number_left)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._leave, context=scope)

    def _show_draft(self) -> None:
        draft = self._draft
        self.number.set_value(draft.organisation_number)
        self.name.set_value(draft.name)
        self.place.set_value(draft.municipality)
        self.service.set_value(draft.service)
        self.source.setText("")
        self.form.clear_errors()
        self._tell_asked()

    def _tell_asked(self) -> None:
        asked = self._draft.asked_on
        self.state.setVisible(bool(asked))
        if asked:
            day = long_date(date.fromisoformat(asked))
            self.state.setText(
                _("You went on in the browser on {date}. Look for the mail with the link.").format(
                    date=day
                )
            )
        again = _("Go on in the browser again") if asked else _("Go on in the browser")
        self.go_on.setText(again)

    def _choose_found(self, found: Found) -> None:
        self.choose(found)
        self.list.search.clear()
        self.service.setFocus() if not self.service.value() else self.go_on.setFocus()

    def _keep(self) -> None:
        self.kept.emit(self.draft())

    def _leave(self) -> None:
        self.flush()
        self.back.emit()

    def _number_left(self) -> None:
        found = kindergarten_search.numbered(self.number.value())
        if found is None:
            if not self._wrong_number():
                self._ask_registers()
        elif self._from is None or found.organisation_number != self._from.organisation_number:
            self.choose(found)

    def _ask_registers(self) -> None:
        number = self.number.value()
        self._look_up(
            number,
            lambda told: self._told(number, told),
            lambda: self._not_told(number),
        )

    def _told(self, number: str, told: Registered | None) -> None:
        if number != self.number.value():
            return
        if told is None:
            self.source.setText(_("The registers know no unit with this number. Check it."))
            return
        self.name.set_value(told.name)
        if told.municipality:
            self.place.set_value(told.municipality)
        self.source.setText(_("Compared with the national register just now."))
        if told.is_private is False:
            self._warn(
                _(
                    "The register says that this is no private kindergarten. You may ask "
                    "all the same; the secretariat decides."
                )
            )
        elif told.owner_has > 1:
            words = _(
                "The owner has {n} kindergartens in the register. The network is for those "
                "that belong to no big chain. You may ask all the same; the secretariat "
                "decides."
            )
            self._warn(words.format(n=told.owner_has))
        self._keep()

    def _not_told(self, number: str) -> None:
        if number == self.number.value() and self._from is None:
            self.source.setText(_("No contact with the register. Fill in what is missing."))

    def _warn(self, words: str) -> None:
        self.warning.setText(words)
        self.warning.setVisible(bool(words))

    def _wrong_number(self) -> str:
        code = kindergarten_search.number_problem(self.number.value())
        return problem(code) if code else ""

    def _wrong_address(self) -> str:
        try:
            service_address(self.service.value())
        except KnownError as error:
            return error.sentence
        return ""


def _chain(chain: str) -> str:
    words = _(
        "The name points to {chain}. The network is for kindergartens that belong to no big "
        "chain. You may ask all the same; the secretariat decides."
    )
    return words.format(chain=chain)
