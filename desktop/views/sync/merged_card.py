"""Texts that the program put together by itself, with both sides to look at."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.merged_texts import MergedText
from desktop.texts import _, moment
from desktop.views.sync.text_side import TextSide
from desktop.views.sync.words import field_words, icon_of
from desktop.views.theme.tokens import SPACE_L, SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import Row

_LINES = 6


class MergedCard(Card):
    """One row for each text; what the user opened stays open while it is listed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Texts put together"), parent=parent)
        self.body.addWidget(
            Label(
                _(
                    "You and others wrote in these texts while you were apart, and the program put "
                    "both together. They are listed for 30 days."
                ),
                "muted",
            )
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_S)
        self.body.addLayout(self._list)
        self._entries: dict[int, _Entry] = {}

    def show_texts(self, texts: Sequence[MergedText]) -> None:
        """Show these texts; hidden while there are none."""
        listed = {one.seq for one in texts}
        for seq in self._entries.keys() - listed:
            entry = self._entries.pop(seq)
            entry.hide()
            entry.deleteLater()
        for place, one in enumerate(texts):
            if one.seq not in self._entries:
                self._entries[one.seq] = _Entry(one)
                self._list.insertWidget(place, self._entries[one.seq])
        self.set_badge(str(len(texts)))
        self.setVisible(bool(texts))


class _Entry(QWidget):
    """A text, and both sides of it when they are asked for."""

    def __init__(self, merged: MergedText) -> None:
        super().__init__()
        self._merged = merged
        self._sides: QWidget | None = None
        title = f"{merged.subject} · {field_words(merged.field)}"
        when = _("put together {when}").format(when=moment(merged.merged_at))
        row = Row(title, when, icon=icon_of(merged.kind))
        self._button = Button(_("Show both sides"), self._toggle, kind="quiet")
        self._button.setAccessibleName(f"{_('Show both sides')}: {title}")
        row.add(self._button)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(row)

    def _toggle(self) -> None:
        if self._sides is None:
            self._sides = _sides(self._merged)
            self._body.addWidget(self._sides)
            self._sides.hide()
        shown = self._sides.isHidden()
        self._sides.setVisible(shown)
        self._button.setText(_("Hide both sides") if shown else _("Show both sides"))


def _sides(merged: MergedText) -> QWidget:
    widget = QWidget()
    whole = QVBoxLayout(widget)
    whole.setContentsMargins(0, 0, 0, SPACE_S)
    apart = QHBoxLayout()
    apart.setSpacing(SPACE_L)
    apart.addWidget(_side(_("What I wrote"), merged.base, merged.mine), 1)
    apart.addWidget(_side(_("What the others wrote"), merged.base, merged.theirs), 1)
    whole.addLayout(apart)
    whole.addWidget(_side(_("Put together"), merged.mine, merged.joined))
    return widget


def _side(title: str, base: str, text: str) -> Card:
    card = Card(title, sunken=True)
    shown = TextSide(base, text, title)
    shown.setFixedHeight(shown.fontMetrics().lineSpacing() * _LINES)
    card.body.addWidget(shown)
    return card
