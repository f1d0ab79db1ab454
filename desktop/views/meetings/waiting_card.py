"""Items that are on no agenda yet: proposals to this meeting, and what waits for any."""

from uuid import UUID

from PySide6.QtCore import Signal

from desktop.models.undoing import Removed
from desktop.models.waiting_items import (
    Moved,
    Taken,
    WaitingItem,
    let_wait_again,
    put_back,
    put_off,
    remove_waiting,
    restore_waiting,
    take_on,
)
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.theme import px
from desktop.views.widgets.button import Button, IconButton
from desktop.views.widgets.card import Card
from desktop.views.widgets.rows import Row, RowList
from desktop.views.widgets.scrolled import scrolled

_MOST = 200


class WaitingCard(Card):
    """show_items(meeting, items, may_plan). taken(id) tells that one came on the agenda."""

    taken = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Proposed and waiting"))
        self._desk = desk
        self._meeting: UUID | None = None
        self._shown: object = None
        self.rows = RowList(name=_("Proposed and waiting"))
        self.body.addWidget(scrolled(self.rows), 1)
        self.setMaximumHeight(px(_MOST))
        self.hide()

    def show_items(self, meeting: UUID, items: list[WaitingItem], *, may_plan: bool) -> None:
        """Show what waits; nothing at all where nothing does."""
        now = (meeting, tuple(items), may_plan)
        if now == self._shown:
            return
        self._shown, self._meeting = now, meeting
        self.setVisible(bool(items))
        self.rows.set_rows([self._row(item, may_plan=may_plan) for item in items])

    def _row(self, item: WaitingItem, *, may_plan: bool) -> Row:
        parts = []
        if item.proposed:
            by = _("you") if item.mine else item.by
            parts.append(_("Proposed by {name}").format(name=by) if by else _("Proposed"))
        else:
            parts.append(_("Waits for a meeting"))
            if item.by:
                parts.append(_("from {name}").format(name=item.by))
        if item.history:
            parts.append(item.history)
        row = Row(item.form.title, " · ".join(parts))
        title = item.form.title
        if may_plan:
            said = _("Put «{title}» on the agenda").format(title=title)
            take = Button(_("Put on the agenda"), lambda: self._take(item), kind="quiet", tip=said)
            take.setAccessibleName(said)
            row.add(take)
        if may_plan and item.proposed:
            said = _("Let «{title}» wait for a later meeting").format(title=title)
            row.add(IconButton("clock", said, lambda: self._wait(item)))
        if item.may_remove and (may_plan or item.mine):
            said = _("Remove {name}").format(name=title)
            row.add(IconButton("trash", said, lambda: self._remove(item)))
        return row

    def _take(self, item: WaitingItem) -> None:
        desk = self._desk

        def tell(taken: Taken) -> None:
            said = _("«{title}» is on the agenda.").format(title=taken.title)
            desk.messages.undo(said, lambda: desk.do(let_wait_again, desk.me, taken))
            self.taken.emit(taken.item)

        desk.do(take_on, desk.me, self._meeting, item.id, then=tell, owner=self)

    def _wait(self, item: WaitingItem) -> None:
        offer_back(self._desk, item.id)

    def _remove(self, item: WaitingItem) -> None:
        desk = self._desk

        def offer(removed: Removed) -> None:
            said = _("«{title}» is taken away.").format(title=item.form.title)
            desk.messages.undo(said, lambda: desk.do(restore_waiting, removed))

        desk.do(remove_waiting, desk.me, item.id, then=offer, owner=self)


def offer_back(desk: Desk, item: UUID, to: UUID | None = None) -> None:
    """Move an item to another meeting, or let it wait, with a way back."""

    def offer(moved: Moved) -> None:
        said = _("«{title}» waits for a later meeting.")
        if to is not None:
            said = _("«{title}» is moved to the next meeting.")
        desk.messages.undo(said.format(title=moved.title), lambda: desk.do(put_back, moved))

    desk.do(put_off, desk.me, item, to, then=offer)
