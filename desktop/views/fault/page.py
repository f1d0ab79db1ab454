"""The data on this PC cannot be opened: why, and what can be done from here."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.texts import _
from desktop.views.theme import px
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page

Way = tuple[str, Callable[[], object]]


class FaultPage(Page):
    """A sentence, the file or folder it is about, and the ways on: the first is the usual one."""

    def __init__(
        self, sentence: str, path: str, ways: list[Way], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Your data could not be opened"), scroll=True, parent=parent)
        card = Card()
        card.setMaximumWidth(px(640))
        card.body.addWidget(Label(sentence, selectable=True))
        if path:
            card.body.addWidget(Label(path, "small", selectable=True))
        row = QHBoxLayout()
        for place, (text, act) in enumerate(ways):
            row.addWidget(Button(text, act, kind="secondary" if place else "primary"))
        if path:
            row.addWidget(Button(_("Open the folder"), lambda: _open(path), icon="folder"))
        row.addStretch()
        card.body.addSpacing(8)
        card.body.addLayout(row)
        self.body.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addStretch()


def _open(path: str) -> None:
    folder = Path(path)
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
