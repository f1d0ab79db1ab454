"""Synkronisering: what waits, what was refused and what to do, and what must be settled."""

from textwrap import shorten
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.models import settling
from desktop.models.settling import Conflict
from desktop.models.standing import SHOWN, Standing, standing
from desktop.models.waiting import Waiting
from desktop.texts import _, moment, ngettext, number
from desktop.views.desk import Desk
from desktop.views.sync.conflict_card import ConflictCard
from desktop.views.sync.in_step_card import InStepCard
from desktop.views.sync.merged_card import MergedCard
from desktop.views.sync.refused_card import RefusedCard
from desktop.views.sync.round_card import RoundCard
from desktop.views.sync.trash_card import TrashCard
from desktop.views.sync.words import change_words, icon_of
from desktop.views.theme.tokens import Tone
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.rows import Row, RowList

_NAMED = 40
"""So much of a name has room beside what a row says."""


class SyncPage(Page):
    """Tells in words how this PC stands to the service, and lets its user settle what waits."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Synchronisation"), scroll=True, parent=parent)
        self._desk = desk
        self._conflicts: list[ConflictCard] = []
        self._shown: Standing | None = None
        self.set_primary(
            Button(_("Synchronise now"), desk.sync_wanted.emit, kind="primary", icon="sync")
        )
        self._calm = Label(_("Nothing waits, and nothing has been refused."), "muted")
        self._round = RoundCard(desk)
        self.body.addWidget(self._round)
        self._refused = RefusedCard(desk)
        self.body.addWidget(self._refused)
        self._waiting, self._waiting_rows = self._list(_("Waits to be sent"))
        self._merged = MergedCard()
        self._trash = TrashCard(desk)
        self._parts = InStepCard()
        self.body.addWidget(self._merged)
        self.body.addWidget(self._trash)
        self.body.addWidget(self._calm)
        self.body.addWidget(self._parts)
        self.body.addStretch()

    def open(self) -> None:
        """Show how things stand, and follow it."""
        self._round.open()
        self._desk.changed.connect(self._reload)
        self._reload()

    def close_view(self) -> None:
        """Follow no longer."""
        self._round.close_view()
        self._desk.changed.disconnect(self._reload)

    def _list(self, title: str) -> tuple[Card, RowList]:
        card, rows = Card(title), RowList(name=title)
        card.body.addWidget(rows)
        card.hide()
        self.body.addWidget(card)
        return card, rows

    def _reload(self, _kinds: object = None) -> None:
        self._desk.ask(standing, then=self._show)

    def _show(self, now: Standing) -> None:
        self.set_facts(_facts(now))
        if self._shown is None or self._shown.conflicts != now.conflicts:
            self._show_conflicts(now.conflicts)
        self._refused.show_changes(now.rejected[:SHOWN])
        self._waiting_rows.set_rows([_waiting_row(one) for one in now.waiting])
        self._trash.show_records(now.trash[:SHOWN])
        self._waiting.setVisible(bool(now.waiting))
        self._waiting.set_badge(number(now.state.waiting))
        self._merged.show_texts(now.merged[:SHOWN])
        self._parts.show_parts(now.parts)
        self._calm.setVisible(not (now.conflicts or now.rejected or now.waiting))
        self._shown = now

    def _show_conflicts(self, conflicts: list[Conflict]) -> None:
        # A card that is being answered stays: its user may be writing the third text in it.
        keep = {card.conflict: card for card in self._conflicts}
        for place, one in enumerate(conflicts):
            card = keep.pop(one, None) or ConflictCard(one, self._settle)
            self.body.insertWidget(place, card)
            if card not in self._conflicts:
                self._conflicts.append(card)
        for card in keep.values():
            self._conflicts.remove(card)
            card.hide()
            card.deleteLater()

    def _settle(self, conflict: Conflict, value: Any) -> None:
        self._desk.do(
            settling.settle,
            conflict.kind,
            conflict.record,
            conflict.field,
            value,
            then=self._settled,
            failed=self._not_settled,
        )

    def _settled(self, _nothing: object) -> None:
        self._desk.messages.done(_("Settled. The text you chose is sent to the others."))
        self._desk.sync_wanted.emit()

    def _not_settled(self, error: Exception) -> None:
        self._desk.tell(error)
        self._shown = None
        self._reload()


def _facts(now: Standing) -> str:
    state = now.state
    parts = []
    if state.conflicts:
        parts.append(
            ngettext("{n} conflict to settle", "{n} conflicts to settle", state.conflicts).format(
                n=state.conflicts
            )
        )
    if state.waiting:
        parts.append(
            ngettext(
                "{n} change waits to be sent", "{n} changes wait to be sent", state.waiting
            ).format(n=state.waiting)
        )
    if state.last_synced_at:
        parts.append(_("in step {when}").format(when=moment(state.last_synced_at)))
    parts.append(_("nothing is lost"))
    return " · ".join(parts)


def _waiting_row(one: Waiting) -> Row:
    words = _("saved on this PC {when}").format(when=moment(one.saved_at))
    if one.attempts > 1:
        words += " · " + ngettext("{n} try", "{n} tries", one.attempts).format(n=one.attempts)
    title = change_words(one.kind, one.op, one.fields, one.subject)
    badge: tuple[str, Tone] = (_("Waits"), "info")
    if one.disputed:
        badge = (_("Waits until the conflict is settled"), "warn")
    if one.held is not None:
        badge = (_held_words(one.held), "warn")
        words += " · " + _("goes once that is settled under «Not accepted»")
    return Row(title, words, icon=icon_of(one.kind), badge=badge)


def _held_words(refused: str) -> str:
    if not refused:
        return _("Waits for what was not accepted")
    subject = shorten(refused, _NAMED, placeholder=" …")
    return _("Waits until «{subject}» is accepted").format(subject=subject)
