"""Two versions of submitted minutes side by side, with what differs marked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models.correcting import Kept, Version, differences
from desktop.texts import _
from desktop.views.meetings.differences_card import DifferencesCard
from desktop.views.meetings.minutes_values import submitted_words
from desktop.views.theme.tokens import SPACE_L
from desktop.views.widgets.button import Button
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page


class VersionsPage(Page):
    """show_kept(kept) shows the newest version beside the one before it; others can be chosen."""

    back = Signal()

    def __init__(self) -> None:
        super().__init__(_("Versions of the minutes"), scroll=True)
        self._kept: Kept | None = None
        self.before = Combo(name=_("Earlier version"))
        self.after = Combo(name=_("Later version"))
        self._told = Label("", "muted")
        self._pairs: DifferencesCard | None = None
        chosen = QWidget()
        row = QHBoxLayout(chosen)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_L)
        for combo in (self.before, self.after):
            combo.changed.connect(self._show)
            row.addWidget(combo, 1)
        self.body.addWidget(chosen)
        self.body.addWidget(self._told)
        self.body.addStretch(1)
        self.add_action(Button(_("Back"), self.back.emit, icon="arrow-left"))
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.back.emit, context=scope)

    def show_kept(self, kept: Kept) -> None:
        """Show the two newest versions."""
        self._kept = kept
        choices = [(at, _name(one)) for at, one in enumerate(kept.versions)]
        last = len(choices) - 1
        self.before.set_choices(choices, max(last - 1, 0))
        self.after.set_choices(choices, last)
        self._show()

    def _show(self) -> None:
        kept = self._kept
        if kept is None:
            return
        before, after = kept.versions[self.before.value()], kept.versions[self.after.value()]
        found = differences(before.content, after.content)
        reason = f"{_('Reason')}: {after.reason}" if after.reason else ""
        nothing = "" if found else _("These two versions say the same.")
        self._told.setText(" ".join(filter(None, (reason, nothing))))
        if self._pairs is not None:
            self._pairs.deleteLater()
        self._pairs = DifferencesCard(found)
        self.body.insertWidget(self.body.count() - 1, self._pairs)


def _name(one: Version) -> str:
    return f"{_('version {n}').format(n=one.number)}, {submitted_words(one.submitted_at)}"
