"""What the service did not take: why, and the ways on."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.models import settling
from desktop.models.settling import Rejected
from desktop.texts import N_, _, ngettext
from desktop.views.desk import Desk
from desktop.views.sentences import refusal
from desktop.views.sync.words import change_words, field_words
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.rows import Row, RowList

_WAYS_ON = {
    "forbidden": N_("Ask for access and send again, or copy the text."),
    "gone": N_("Copy the text if you want to use it elsewhere."),
    "taken": N_("Copy what you want to keep, and join those who were first."),
    "stale": N_("Look at what was changed, and send again."),
    "has_children": N_("When that is done, send again."),
    "depends_on": N_("Settle that first, and send again."),
    "invalid": N_("Send again brings it back to where you wrote it, to be mended there."),
    "too_large": N_("Copy the text, shorten it, and write it anew."),
}


class RefusedCard(Card):
    """One row for each change, or group of changes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Not accepted"), parent=parent)
        self._desk = desk
        self._rows = RowList(name=_("Not accepted"))
        self.body.addWidget(self._rows)

    def show_changes(self, changes: Sequence[Rejected]) -> None:
        """Show these changes; hidden while there are none."""
        self._rows.set_rows([self._row(one) for one in changes])
        self.set_badge(str(len(changes)), "warn")
        self.setVisible(bool(changes))

    def _row(self, one: Rejected) -> Row:
        title = change_words(one.kind, one.op, one.fields, one.subject)
        row = Row(" · ".join(filter(None, (title, _held(one)))), _why(one), icon="alert")
        row.add(Button(_("Send again"), partial(self._again, one), kind="quiet"))
        row.add(Button(_("Copy the text"), partial(self._copy, one), kind="quiet"))
        row.add(Button(_("Discard"), partial(self._discard, one), kind="quiet"))
        return row

    def _again(self, one: Rejected) -> None:
        self._desk.do(settling.offer_again, one.seq, then=self._sent_again)

    def _sent_again(self, _nothing: object) -> None:
        self._desk.sync_wanted.emit()

    def _copy(self, one: Rejected) -> None:
        texts = [
            f"{field_words(name)}: {value}"
            for name, value in one.fields.items()
            if isinstance(value, str) and value and not name.endswith("_id")
        ]
        QGuiApplication.clipboard().setText("\n".join(texts))
        self._desk.messages.done(_("The text is copied."))

    def _discard(self, one: Rejected) -> None:
        self._desk.do(settling.discard, one.seq, then=self._discarded)

    def _discarded(self, kept: settling.Discarded) -> None:
        take_back = partial(self._desk.do, settling.take_back, kept)
        self._desk.messages.undo(_("Discarded."), take_back)


def _why(one: Rejected) -> str:
    """The reason, and what can be done about it."""
    named = {key: str(value) for key, value in one.about.items() if key != "code"}
    problem = str(one.about.get("problem", one.code))
    try:
        reason = refusal(problem if one.code == "invalid" else one.code).format(
            code=one.code, **named
        )
    except KeyError:
        reason = refusal(one.code)
    said = f"{field_words(one.field)}: {reason}" if one.field else reason
    return f"{said} {_(_WAYS_ON[one.code])}" if one.code in _WAYS_ON else said


def _held(one: Rejected) -> str:
    """How much goes with it, or is refused with it."""
    if not one.holds:
        return ""
    said = ngettext("{n} change waits for this", "{n} changes wait for this", one.holds)
    return said.format(n=one.holds)
