"""Kindergartens that are like one's own, why, and the ways to get in touch with them."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.models import similar
from desktop.models.similar import Reason, Similar, Why
from desktop.texts import N_, _, ngettext, number
from desktop.views.desk import Desk
from desktop.views.mailing import open_letter
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import Row, RowList

_FEW = 3
_ABOUT = {
    Why.TAG: "{about}",
    Why.WISH: N_("good at what you hope for: {about}"),
    Why.OFFER: N_("hopes for what you do well: {about}"),
    Why.OWNER_LED: N_("led by the owner, as yours"),
    Why.CONTACT: N_("contact kindergarten, as yours"),
    Why.COUNTY: N_("same county"),
}


class SimilarCard(Card):
    """mention(label) is asked for where somebody is to be mentioned in a post."""

    def __init__(self, desk: Desk, mention: Callable[[str], object]) -> None:
        super().__init__(_("Similar kindergartens"))
        self._desk, self._mention = desk, mention
        self.found: Sequence[Similar] = ()
        self._all = False
        self._rows = RowList(name=_("Similar kindergartens"))
        self._none = Label(
            _(
                "Nobody yet. Publish the introduction with places, profile and what you hope for: "
                "then those who are like you are found."
            ),
            "muted",
        )
        self._more = Button(_("Show more"), self._show_all, kind="quiet", icon="chevron-down")
        for widget in (self._rows, self._none, self._more):
            self.body.addWidget(widget)

    def load(self) -> None:
        """Find them anew."""
        self._desk.ask(similar.similar, self._desk.me, then=self.show_similar, owner=self)

    def show_similar(self, found: Sequence[Similar]) -> None:
        """Show these, the first of them until more are asked for."""
        self.found = found
        shown = found if self._all else found[:_FEW]
        self._rows.set_rows([self._row(one) for one in shown])
        self._none.setVisible(not found)
        self._more.setVisible(len(found) > len(shown))

    def write_letter(self, one: Similar) -> None:
        """Open a letter to the manager in the mail program."""
        me = self._desk.me
        text = _(
            "Hello {name},\n\nWe found {kindergarten} in Barnehagealliansen and seem to have "
            "things in common: {reasons}.\n\nShall we talk?\n\nRegards\n{me}\n{own}"
        ).format(
            name=one.contact,
            kindergarten=one.name,
            reasons=reasons(one),
            me=me.name,
            own=me.kindergarten_name,
        )
        subject = _("Greetings from {kindergarten}").format(kindergarten=me.kindergarten_name)
        self._desk.messages.info(open_letter(subject, text, [one.email] if one.email else []))

    def _show_all(self) -> None:
        self._all = True
        self.show_similar(self.found)

    def _row(self, one: Similar) -> Row:
        name = ", ".join(part for part in (one.name, one.place) if part)
        row = Row(name, reasons(one))
        row.setToolTip(reasons(one))
        button = Button(_("Get in touch"), icon="wave")
        button.setAccessibleName(_("Get in touch with {kindergarten}").format(kindergarten=name))
        menu = QMenu(button)
        letter = QAction(_("Write an e-mail"), menu)
        letter.setEnabled(bool(one.email))
        letter.triggered.connect(lambda: self.write_letter(one))
        post = QAction(_("Write a post that mentions them"), menu)
        post.triggered.connect(lambda: self._mention(one.label))
        menu.addActions([letter, post])
        button.setMenu(menu)
        row.add(button)
        return row


def reasons(one: Similar) -> str:
    """51 plasser · friluft · samme fylke."""
    return " · ".join(_reason(reason) for reason in one.reasons)


def _reason(reason: Reason) -> str:
    if reason.why is Why.SIZE:
        places = int(reason.about)
        return ngettext("{n} place", "{n} places", places).format(n=number(places))
    words = _ABOUT[reason.why]
    return (words if reason.why is Why.TAG else _(words)).format(about=reason.about)
