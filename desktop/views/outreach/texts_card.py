"""The network's own page, and texts to share, ready to be copied."""

from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout

from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.outreach import words
from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label


class TextsCard(Card):
    """Each text has a button that copies it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Share"))
        self._desk = desk
        self.body.setSpacing(SPACE_M)
        links = QHBoxLayout()
        links.setSpacing(SPACE_S)
        links.addWidget(Button(_("Open the network's page"), _open, icon="link"))
        links.addWidget(Button(_("Copy the link"), partial(self.copy, words.SITE), icon="copy"))
        links.addStretch()
        self.body.addLayout(links)
        self.body.addWidget(Label(_("For social media, or wherever you tell of it:"), "small"))
        for at, text in enumerate(words.posts(desk.me), 1):
            part = Card(sunken=True)
            part.body.addWidget(Label(text, selectable=True))
            button = Button(_("Copy"), partial(self.copy, text), kind="quiet", icon="copy")
            button.setAccessibleName(_("Copy text {n}").format(n=at))
            part.body.addWidget(button)
            self.body.addWidget(part)

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self._desk.messages.done(_("Copied. Paste it where you want to share it."))


def _open() -> None:
    QDesktopServices.openUrl(QUrl(words.SITE))
