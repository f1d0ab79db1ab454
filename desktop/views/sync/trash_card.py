"""The trash of sync: what went away while its writer had words in it, and the way back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.models import trashing
from desktop.models.settling import Trashed
from desktop.models.trashing import Restored
from desktop.texts import N_, _, moment
from desktop.views.desk import Desk
from desktop.views.sync.words import change_words, icon_of, value_words
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.rows import Row, RowList

_REASONS = {
    "deleted_by_others": N_("Deleted by others while you wrote in it {when}"),
    "not_in_the_backup": N_("Not on the service after it was restored {when}"),
    "not_on_the_service": N_("Not on the service when all was compared {when}"),
}


class TrashCard(Card):
    """One row for each record, with both ways to keep its words."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Trash"), parent=parent)
        self._desk = desk
        self._rows = RowList(name=_("Trash"))
        self.body.addWidget(self._rows)

    def show_records(self, records: Sequence[Trashed]) -> None:
        """Show these records; hidden while there are none."""
        self._rows.set_rows([self._row(one) for one in records])
        self.set_badge(str(len(records)))
        self.setVisible(bool(records))

    def _row(self, one: Trashed) -> Row:
        said = _(_REASONS.get(one.reason, "{when}")).format(when=moment(one.trashed_at))
        row = Row(
            change_words(one.kind, "change", {}, one.subject),
            f"{said} · {_('kept for 30 days')}",
            icon=icon_of(one.kind),
        )
        row.add(Button(_("Restore"), partial(self._restore, one), kind="quiet"))
        row.add(Button(_("Copy the text"), partial(self._copy, one), kind="quiet"))
        return row

    def _restore(self, one: Trashed) -> None:
        self._desk.do(trashing.restore, one.seq, then=self._restored)

    def _restored(self, done: Restored) -> None:
        undo = partial(self._desk.do, trashing.put_back, done)
        self._desk.messages.undo(_("Restored. It is sent to the others."), undo)
        self._desk.sync_wanted.emit()

    def _copy(self, one: Trashed) -> None:
        texts = [value_words(text) for text in one.fields.values() if isinstance(text, str)]
        QGuiApplication.clipboard().setText("\n".join(text for text in texts if text))
        self._desk.messages.done(_("The text is copied."))
