"""Innstillinger: the account, the look, and the data on this PC."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QSizePolicy

from contract.pages import MY_ACCOUNT
from desktop.texts import LANGUAGES, _
from desktop.version import VERSION
from desktop.views.desk import Desk
from desktop.views.settings.household import Household
from desktop.views.settings.kindergarten_card import KindergartenCard
from desktop.views.settings.sign_out_card import SignOutCard
from desktop.views.settings.spelling_card import SpellingCard
from desktop.views.settings.stand_in_card import StandInCard
from desktop.views.theme import TEXT_SIZES, px
from desktop.views.theme.tokens import SPACE_L, SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.page_button import PageButton

_WIDEST = 720


class SettingsPage(Page):
    """Everything here takes effect at once."""

    def __init__(self, desk: Desk, household: Household) -> None:
        super().__init__(_("Settings"), scroll=True)
        self._desk, self._household = desk, household
        self._now = household.facts()
        self._listens = False
        self.sign_out = SignOutCard(desk, household)
        self._told = Label("", "muted", selectable=True)
        self._told.hide()
        words = _("My devices and second factor")
        self.devices = PageButton(words, MY_ACCOUNT, lambda: self._now.service, self._tell)
        self.language = Combo(list(LANGUAGES.items()), self._now.language)
        self.scheme = Combo(_schemes(), self._now.scheme)
        self.text_size = Combo(_sizes(), _nearest(self._now.text_size))
        self.unread = Label(_unread(), "muted")
        self.language.changed.connect(self._speak)
        self.scheme.changed.connect(self._look)
        self.text_size.changed.connect(self._look)
        self.spelling = SpellingCard(household)
        self.kindergarten = KindergartenCard(desk)
        self.stand_in = StandInCard(desk)
        own = (self.kindergarten, self.stand_in)
        cards = (self._account(), self._appearance(), self.spelling, *own, self._data())
        for card in (*cards, self._about()):
            card.setMaximumWidth(px(_WIDEST))
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self.body.addWidget(card)
        self.body.addStretch()

    def open(self) -> None:
        self.sign_out.count()
        self.kindergarten.load()
        self.stand_in.load()
        if not self._listens:
            self._listens = True
            self._desk.changed.connect(self.kindergarten.listen)
            self._desk.changed.connect(self.stand_in.listen)

    def close_view(self) -> None:
        self.sign_out.close_question()
        if self._listens:
            self._listens = False
            self._desk.changed.disconnect(self.kindergarten.listen)
            self._desk.changed.disconnect(self.stand_in.listen)

    def _account(self) -> Card:
        card = Card(_("Account"))
        if self._now.example:
            card.body.addWidget(
                Label(_("You are trying the program with example data on this PC."))
            )
        else:
            card.body.addLayout(
                _rows((_("Signed in as"), self._now.email), (_("Service"), self._now.service))
            )
            card.body.addWidget(self.devices, 0, Qt.AlignmentFlag.AlignLeft)
            card.body.addWidget(self._told)
        card.body.addWidget(self.sign_out)
        return card

    def _tell(self, sentence: str) -> None:
        self._told.setText(sentence)
        self._told.show()

    def _appearance(self) -> Card:
        card = Card(_("Language and look"))
        row = QHBoxLayout()
        row.setSpacing(SPACE_L)
        for label, control in (
            (_("Language"), self.language),
            (_("Colours"), self.scheme),
            (_("Text size"), self.text_size),
        ):
            row.addWidget(Field(label, control), 1)
        card.body.addLayout(row)
        if self._now.language == "nn":
            card.body.addWidget(self.unread)
        return card

    def _data(self) -> Card:
        card = Card(_("Data on this PC"))
        card.body.addWidget(
            Label(
                _("All that you write is saved here first, and sent when there is a network."),
                "muted",
            )
        )
        card.body.addLayout(_path_row(str(self._now.folder)))
        privacy = Button(_("What is stored about whom"), self._to_privacy, icon="lock")
        card.body.addWidget(privacy, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _to_privacy(self) -> None:
        self._desk.go("privacy")

    def _about(self) -> Card:
        card = Card(_("About the program"))
        card.body.addLayout(_rows((_("Version"), VERSION)))
        card.body.addWidget(
            Label(
                _(
                    "When you report a mistake, add the log file. "
                    "It holds no names and no texts of yours."
                ),
                "muted",
            )
        )
        card.body.addLayout(_path_row(str(self._now.log)))
        return card

    def _speak(self) -> None:
        self._household.speak(self.language.value())

    def _look(self) -> None:
        self._household.look(self.scheme.value(), self.text_size.value())


def _unread() -> str:
    return _(
        "Nobody who writes nynorsk daily has read these texts yet. "
        "Tell us what should be otherwise."
    )


def _schemes() -> list[tuple[str, str]]:
    return [("system", _("As the PC")), ("light", _("Light")), ("dark", _("Dark"))]


def _sizes() -> list[tuple[float, str]]:
    names = (_("Small"), _("Normal"), _("Large"), _("Larger"), _("Largest"))
    return list(zip(TEXT_SIZES, names, strict=True))


def _nearest(size: float) -> float:
    return min(TEXT_SIZES, key=lambda one: abs(one - size))


def _rows(*facts: tuple[str, str]) -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(SPACE_L)
    form.setVerticalSpacing(SPACE_S)
    for name, value in facts:
        form.addRow(Label(name, "muted", wrap=False), Label(value, selectable=True))
    return form


def _path_row(path: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE_L)
    shown = Label(path, "small", selectable=True)
    row.addWidget(shown, 1)
    row.addWidget(Button(_("Open the folder"), lambda: open_folder(path), icon="folder"))
    return row


def open_folder(path: str) -> None:
    """Show a folder, or the folder of a file, in the system's own window."""
    folder = Path(path)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder if folder.is_dir() else folder.parent)))
