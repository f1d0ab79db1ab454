"""«Min side»: who one is here, what the role gives, and what one may ask for."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QSizePolicy

from desktop.texts import _, long_date
from desktop.views.desk import Desk
from desktop.views.privacy import saving
from desktop.views.staff.words import access_sentence, role_names
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L, SPACE_S
from desktop.views.wall_clock import today
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page

if TYPE_CHECKING:
    from desktop.models.me import Me

_WIDEST = 720


class MePage(Page):
    """`where` asks where to save one's own data; whoever has another way to ask gives it."""

    def __init__(self, desk: Desk, *, where: saving.Where = saving.ask_where) -> None:
        super().__init__(_("My page"), desk.me.kindergarten_name, scroll=True)
        self._desk, self._where = desk, where
        self._card = self._account()
        for card in (self._card, self._data()):
            self.body.addWidget(card)
        self.body.addStretch()

    def open(self) -> None:
        """Show what the service has said since."""
        card = self._account()
        self.body.replaceWidget(self._card, card)
        self._card.hide()
        self._card.deleteLater()
        self._card = card

    def save_mine(self) -> None:
        """Save what this PC holds about who is signed in."""
        me = self._desk.me
        saving.save_data(self._desk, self, me.name, me.email, self._where)

    def _account(self) -> Card:
        me = self._desk.me
        card = _card(_("Your account"))
        rows = QFormLayout()
        rows.setHorizontalSpacing(SPACE_L)
        rows.setVerticalSpacing(SPACE_S)
        for label, text in (
            (_("Name"), me.name),
            (_("E-mail"), me.email),
            (_("Role"), role_names(me.roles)),
            *_to_come(me),
        ):
            if text:
                rows.addRow(Label(label, "muted", wrap=False), Label(text, selectable=True))
        card.body.addLayout(rows)
        card.body.addWidget(Label(access_sentence(me.roles)))
        words = _("Is something of this wrong? Tell your manager, who changes it.")
        card.body.addWidget(Label(words, "muted"))
        return card

    def _data(self) -> Card:
        card = _card(_("What is stored about you"))
        days = self._desk.me.erased_after
        goes = (
            _("What is stored is erased after {n} days.").format(n=days)
            if days
            else _("What is stored is kept until the secretariat erases it.")
        )
        words = _("When you leave, access ends after the last day.")
        stays = _("Posts stay. Minutes keep name and role.")
        card.body.addWidget(Label(f"{words} {goes} {stays}"))
        ways = FlowLayout(spacing=SPACE_S)
        save = _("Save what is stored about me")
        ways.addWidget(Button(save, self.save_mine, icon="download"))
        ways.addWidget(Button(_("What is stored about whom"), self._to_privacy, icon="lock"))
        card.body.addLayout(ways)
        card.body.setAlignment(ways, Qt.AlignmentFlag.AlignLeft)
        return card

    def _to_privacy(self) -> None:
        self._desk.go("privacy")


def _card(title: str) -> Card:
    card = Card(title)
    card.setMaximumWidth(px(_WIDEST))
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return card


def _to_come(me: "Me") -> Iterator[tuple[str, str]]:
    """The roles that the kindergarten has reported for a day to come, and that day."""
    if me.roles_from is not None and me.roles_from > today():
        day = long_date(me.roles_from)
        yield _("From {date}").format(date=day), role_names(me.next_roles)
