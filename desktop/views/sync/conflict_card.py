"""A conflict: both sides beside each other, and three ways to end it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.ledger import DELETION
from desktop.models.settling import Conflict
from desktop.texts import _, moment
from desktop.views.sync.text_side import TextSide
from desktop.views.sync.words import change_words, field_words, value_words
from desktop.views.theme.tokens import SPACE_L, SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_area import TextArea

Settle = Callable[[Conflict, Any], None]


class ConflictCard(Card):
    """Asks which text counts. Calls settle(conflict, value) with the answer, once."""

    def __init__(self, conflict: Conflict, settle: Settle, parent: QWidget | None = None) -> None:
        super().__init__(_heading(conflict), parent=parent)
        self.conflict, self._settle = conflict, settle
        self.set_badge(_("Conflict"), "warn")
        if conflict.field == DELETION:
            self._ask_about_deletion()
        else:
            self._ask_about_texts()

    def _ask_about_texts(self) -> None:
        one = self.conflict
        theirs = one.others or _("the others")
        self.body.addWidget(
            Label(
                _(
                    "You and {others} wrote in the same place while you were apart. "
                    "Choose which text counts, or write a third. Found {when}."
                ).format(others=theirs, when=moment(one.found_at)),
                "muted",
            )
        )
        sides = QHBoxLayout()
        sides.setSpacing(SPACE_L)
        keep = Button(_("Keep my text"), self._keep_mine, kind="primary", icon="check")
        use = Button(_("Use the text of {others}").format(others=theirs), self._use_theirs)
        sides.addWidget(_side(_("My text"), one.base, one.mine, keep), 1)
        named = _("The text of {others}").format(others=theirs)
        sides.addWidget(_side(named, one.base, one.theirs, use), 1)
        self.body.addLayout(sides)
        if one.is_long_text or isinstance(one.mine, str):
            self._offer_third()

    def _offer_third(self) -> None:
        self._third = TextArea(str(self.conflict.mine or ""), lines=3)
        self._field = Field(
            _("A third text"),
            self._third,
            help=_("Starts as yours. Take from both what you want to keep."),
        )
        self._use_third = Button(_("Use the third text"), self._use_the_third)
        self._more = Button(_("Write a third text"), self._show_third, kind="quiet", icon="edit")
        for widget in (self._more, self._field, self._use_third):
            self.body.addWidget(widget)
        self._field.hide()
        self._use_third.hide()

    def _ask_about_deletion(self) -> None:
        words = _("You deleted this while somebody else changed it, so it is back. Which counts?")
        self.body.addWidget(Label(words, "muted"))
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(Button(_("Keep it"), lambda: self._done(value=True), kind="primary"))
        row.addWidget(Button(_("Delete it all the same"), lambda: self._done(value=None)))
        row.addStretch()
        self.body.addLayout(row)

    def _show_third(self) -> None:
        self._more.hide()
        self._field.show()
        self._use_third.show()
        self._third.setFocus()

    def _keep_mine(self) -> None:
        self._done(value=self.conflict.mine)

    def _use_theirs(self) -> None:
        self._done(value=self.conflict.theirs)

    def _use_the_third(self) -> None:
        self._done(value=self._third.value())

    def _done(self, *, value: Any) -> None:
        self.setEnabled(False)
        self._settle(self.conflict, value)


def _heading(conflict: Conflict) -> str:
    if conflict.field == DELETION:
        return change_words(conflict.kind, "change", {}, conflict.subject)
    return f"{conflict.subject} · {field_words(conflict.field)}"


def _side(title: str, base: Any, value: Any, button: Button) -> QWidget:
    card = Card(title, sunken=True)
    if isinstance(value, str) and isinstance(base, str | None):
        text = TextSide(base or "", value, title)
        text.setFixedHeight(text.fontMetrics().lineSpacing() * 6)
        card.body.addWidget(text)
    else:
        card.body.addWidget(Label(value_words(value), selectable=True))
    row = QVBoxLayout()
    row.setDirection(QBoxLayout.Direction.RightToLeft)
    row.addWidget(button)
    row.addStretch()
    card.body.addLayout(row)
    return card
