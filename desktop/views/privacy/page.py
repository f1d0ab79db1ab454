"""The page «Personvern», made from the records' own list of personal fields."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QSizePolicy

from contract.pages import MY_ACCOUNT
from desktop.models.privacy import NEVER, PersonalKind, personal_kinds, traces
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.privacy import saving, words
from desktop.views.privacy.words import About
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L, SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.page_button import PageButton

_WIDEST = 720


class PrivacyPage(Page):
    """`where` asks where to save one's own data; whoever has another way to ask gives it."""

    def __init__(self, desk: Desk, *, where: saving.Where = saving.ask_where) -> None:
        super().__init__(
            _("Privacy"), _("What is stored about whom, why, and how long"), scroll=True
        )
        self._desk, self._where = desk, where
        kinds = words.in_order(personal_kinds())
        cards = [self._mine(), _never(), *map(_of_kind, kinds), _traces(), _account()]
        for card in cards:
            card.setMaximumWidth(px(_WIDEST))
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self.body.addWidget(card)
        self.body.addStretch()
        back = Button(_("Back to settings"), lambda: desk.go("settings"), icon="arrow-left")
        self.add_action(back)

    def save_mine(self) -> None:
        """Save what this PC holds about who is signed in."""
        me = self._desk.me
        saving.save_data(self._desk, self, me.name, me.email, self._where)

    def _mine(self) -> Card:
        card = Card(_("About you"))
        card.body.addWidget(
            Label(
                _(
                    "You may have all that is stored about you, have it mended, and have it "
                    "erased. Mistakes are mended by your manager; the secretariat erases."
                )
            )
        )
        ways = FlowLayout(spacing=SPACE_S)
        save = _("Save what is stored about me")
        ways.addWidget(Button(save, self.save_mine, icon="download"))
        desk = self._desk
        if desk.service:
            all_of_it = _("All that the service keeps")
            ways.addWidget(
                PageButton(all_of_it, MY_ACCOUNT, lambda: desk.service, desk.messages.info)
            )
        card.body.addLayout(ways)
        card.body.setAlignment(ways, Qt.AlignmentFlag.AlignLeft)
        return card


def _never() -> Card:
    card = Card(_("Never stored"))
    listed = ", ".join(_(words.NEVER[one]) for one in NEVER)
    card.body.addWidget(Label(_("{things}.").format(things=listed[:1].upper() + listed[1:])))
    card.body.addWidget(
        Label(_("So write nothing of it in posts, minutes and other free texts."), "muted")
    )
    return card


def _of_kind(kind: PersonalKind) -> Card:
    readers = words.readers(kind)
    return _card(words.about(kind.kind), words.field_names(kind.fields), readers)


def _traces() -> Card:
    readers = _(
        "Those who read what it belongs to. What is for the secretariat, and what you have read, "
        "only you and the secretariat see."
    )
    return _card(words.said(words.TRACES), words.traced(traces()), readers)


def _account() -> Card:
    what = _(words.ACCOUNT_FIELDS)
    return _card(words.said(words.ACCOUNT), what, _("You and the secretariat."))


def _card(told: About, what: str, readers: str) -> Card:
    card = Card(told.title)
    rows = QFormLayout()
    rows.setHorizontalSpacing(SPACE_L)
    rows.setVerticalSpacing(SPACE_S)
    for label, text in (
        (_("What"), what),
        (_("Why"), told.why),
        (_("Who reads it"), readers),
        (_("How long"), told.how_long),
    ):
        rows.addRow(Label(label, "muted", wrap=False), Label(text))
    card.body.addLayout(rows)
    return card
