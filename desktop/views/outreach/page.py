"""The page «Spre ordet»: share texts, ask kindergartens to join, and see what came of it."""

from collections.abc import Sequence

from contract.records import Reply
from desktop.models import outreach
from desktop.models.outreach import Asked
from desktop.models.undoing import Removed
from desktop.texts import _, ngettext, number
from desktop.views.desk import Desk
from desktop.views.outreach.ask_card import AskCard
from desktop.views.outreach.asked_list import AskedList
from desktop.views.outreach.month_bars import MonthBars
from desktop.views.outreach.texts_card import TextsCard
from desktop.views.wall_clock import today
from desktop.views.widgets.card import Card
from desktop.views.widgets.columns import Columns
from desktop.views.widgets.page import Page

_KINDS = frozenset({"outreach", "kindergarten"})


class OutreachPage(Page):
    """open() and close_view() as every page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Spread the word"), scroll=True)
        self._desk = desk
        writes = desk.me.edits_staff and desk.me.kindergarten is not None
        self.ask = AskCard(desk)
        self.ask.setVisible(writes)
        self.texts = TextsCard(desk)
        self.asked = AskedList(self._reply, self._forget, writes=writes)
        self.bars = MonthBars()
        chart = Card(_("Month by month"))
        chart.body.addWidget(self.bars)
        chart.body.addStretch(1)
        left, right = [self.ask, self.texts], [self.asked, chart]
        self.body.addWidget(Columns(left, right, stretch=(1, 1), least=340))
        self.body.addStretch()

    def open(self) -> None:
        """Show what there is, and keep it fresh."""
        self._desk.follow(self._on_change)
        self._load()

    def close_view(self) -> None:
        """Stop listening."""
        self._desk.unfollow(self._on_change)

    def _on_change(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._load()

    def _load(self) -> None:
        self._desk.ask(outreach.asked, self._desk.me, then=self._show, owner=self)
        self.ask.load()

    def _show(self, found: Sequence[Asked]) -> None:
        self.asked.show_asked(found)
        self.bars.show_months(outreach.months(found, today()))
        joined = sum(one.reply is Reply.JOINED for one in found)
        count = len(found)
        facts = ngettext("{n} kindergarten asked", "{n} kindergartens asked", count)
        facts = facts.format(n=number(count))
        if joined:
            came = ngettext("{n} joined", "{n} joined", joined).format(n=number(joined))
            facts = f"{facts} · {came}"
        self.set_facts(facts if found else "")

    def _reply(self, one: Asked, what: Reply) -> None:
        # what is dated ahead is answered on its day, not before
        on = max(today(), one.asked_on)
        desk = self._desk
        desk.do(outreach.reply, desk.me, one.id, what, on, owner=self)

    def _forget(self, one: Asked) -> None:
        desk = self._desk

        def taken(removed: Removed) -> None:
            said = _("The note on {name} is taken away.").format(name=one.name)
            desk.messages.undo(said, lambda: desk.do(outreach.restore, removed))

        desk.do(outreach.forget, desk.me, one.id, then=taken, owner=self)
