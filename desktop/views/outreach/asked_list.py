"""Whom the kindergarten has asked, and what came of it."""

from collections.abc import Callable, Sequence

from contract.records import Reply
from desktop.models.outreach import Asked
from desktop.texts import _
from desktop.views.outreach import words
from desktop.views.theme import px
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.button import IconButton
from desktop.views.widgets.card import Card
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import Row, RowList

_ROOM = 168


class AskedList(Card):
    """reply(one, what) and forget(one) are asked for; read only where one may not write."""

    def __init__(
        self,
        reply: Callable[[Asked, Reply], object],
        forget: Callable[[Asked], object],
        *,
        writes: bool,
    ) -> None:
        super().__init__(_("Whom you have asked"))
        self._reply, self._forget, self._writes = reply, forget, writes
        self._shown: list[Asked] | None = None
        self._rows = RowList(name=_("Whom you have asked"))
        self._none = Label(
            _("Nobody yet. Ask a kindergarten that you know, and note here what it answers."),
            "muted",
        )
        self.body.addWidget(self._rows)
        self.body.addWidget(self._none)
        self.body.addStretch(1)

    def show_asked(self, found: Sequence[Asked]) -> None:
        """Show these; the same again costs nothing."""
        if list(found) == self._shown:
            return
        self._shown = list(found)
        self._rows.set_rows([self._row(one) for one in found])
        self._none.setVisible(not found)

    def _row(self, one: Asked) -> Row:
        row = Row(one.name, words.line(one))
        row.setToolTip(words.told(one))
        if one.waits:
            row.add(Badge(_("waits"), "info"))
        # who has become a member has joined, whatever was noted
        if not self._writes or (one.reply is Reply.JOINED and one.replied_on is None):
            row.add(Badge(_(words.REPLIES[one.reply]), words.TONES[one.reply]))
        else:
            row.add(self._choice(one))
        if self._writes:
            named = _("Take away the note on {name}").format(name=one.name)
            row.add(IconButton("trash", named, lambda: self._forget(one)))
        return row

    def _choice(self, one: Asked) -> Combo:
        choices = [(reply, _(said)) for reply, said in words.REPLIES.items()]
        combo = Combo(choices, one.reply)
        combo.setAccessibleName(_("What {name} answered").format(name=one.name))
        combo.setMinimumWidth(px(_ROOM))
        combo.changed.connect(lambda: self._reply(one, Reply(combo.value())))
        return combo
