"""The first steps of a new member: they tick themselves, and fold away when all are done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from desktop.models.overview_values import FirstSteps, Overview, Who
from desktop.texts import _, ngettext
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.checklist_row import ChecklistRow
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import RowList

Go = Callable[[str, object], object]


@dataclass(frozen=True, slots=True)
class _Step:
    title: str
    note: str
    done: bool
    start: Callable[[], object]
    again: str = ""


class ChecklistCard(Card):
    """go(area, target) begins a step; read_asked the first one. Only heads have all of them."""

    read_asked = Signal()

    def __init__(self, go: Go) -> None:
        super().__init__(_("Get started"))
        self._go = go
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Get started"))
        self._rows = RowList(name=_("Get started"))
        self.body.addWidget(self._bar)
        self.body.addWidget(self._rows)
        self.is_done = False

    def show_steps(self, found: Overview) -> None:
        """Show how far the member has come."""
        if found.who is None:
            return
        steps = list(self._steps(found.steps, found.who))
        done = sum(step.done for step in steps)
        self.is_done = done == len(steps)
        self._bar.setRange(0, len(steps))
        self._bar.setValue(done)
        words = _("{done} of {all}").format(done=done, all=len(steps))
        self.set_badge(words, "primary" if done else "neutral")
        self._bar.setAccessibleDescription(words)
        self._rows.set_rows([_row(step) for step in steps])

    def _steps(self, found: FirstSteps, who: Who) -> Iterator[_Step]:
        yield _Step(
            _("Read the guidelines and the terms of use"),
            _reading_note(found),
            found.done[0],
            self.read_asked.emit,
            again=_("Read again"),
        )
        if who.heads:
            yield from self._steps_of_heads(found, who)

    def _steps_of_heads(self, found: FirstSteps, who: Who) -> Iterator[_Step]:
        _read, enrol, welcome, county, network, spread = found.done
        yield _Step(
            _("Enrol yourself, the owner and the staff"),
            _enrolment_note(found),
            enrol,
            lambda: self._go("staff", None),
        )
        yield _Step(
            _("Write the introduction"),
            _("Published in «Velkommen!»") if welcome else _("Tell the others who you are"),
            welcome,
            lambda: self._go("forum", "introduction"),
        )
        yield _Step(
            _("Introduce the kindergarten in {county}").format(county=who.county_name),
            _("Published in the county's category") if county else _("Use the introduction again"),
            county,
            lambda: self._go("forum", "introduction"),
        )
        yield _Step(
            _("Find the local network in {municipality}").format(
                municipality=who.municipality_name
            ),
            _network_note(found),
            network,
            lambda: self._go("networks", who.municipality),
        )
        yield _Step(
            _("Spread the word"),
            _spread_note(found),
            spread,
            lambda: self._go("outreach", None),
        )


class FoldedChecklist(Card):
    """What is left of the list when all is done: a line, and the way to see it again."""

    def __init__(self, unfold: Callable[[], object]) -> None:
        super().__init__(_("Get started"))
        self.body.addWidget(Label(_("All first steps are done."), "muted"))
        self.add_action(Button(_("Show"), unfold, kind="quiet"))


def _row(step: _Step) -> ChecklistRow:
    if not step.done:
        action = (_("Start"), step.start)
    elif step.again:
        action = (step.again, step.start)
    else:
        return ChecklistRow(step.title, step.note, done=True)
    return ChecklistRow(step.title, step.note, done=step.done, action=action)


def _reading_note(found: FirstSteps) -> str:
    if not found.readings:
        return _("They are fetched when you are online")
    if not found.unread:
        return _("Read")
    return " · ".join(one.title for one in found.unread)


def _enrolment_note(found: FirstSteps) -> str:
    count = _("{n} enrolled").format(n=found.enrolled)
    if not found.enrolled:
        return _("Nobody is enrolled yet")
    if found.misses_manager:
        return f"{count} · {_('you are missing yourself')}"
    if found.misses_owner:
        return f"{count} · {_('the owner is missing')}"
    return count


def _spread_note(found: FirstSteps) -> str:
    if not found.asked:
        return _("Ask a kindergarten that you know to join")
    return ngettext("{n} kindergarten asked", "{n} kindergartens asked", found.asked).format(
        n=found.asked
    )


def _network_note(found: FirstSteps) -> str:
    if found.network:
        return _("Takes part in {network}").format(network=found.network)
    if found.led_by:
        return _("Led by {kindergarten}").format(kindergarten=found.led_by)
    return _("No contact kindergarten yet")
