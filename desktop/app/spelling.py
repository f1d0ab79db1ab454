"""Looks for the dictionary that the settings ask for, once somebody can write."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop import texts
from desktop.background import Background, Job, Lane
from desktop.folders import DataFolder
from desktop.settings import SettingsFile
from desktop.spelling import DICTIONARIES, OFF, Missing, OwnWords, Speller, name_words, open_speller
from desktop.views.desk import Desk
from desktop.views.widgets.spelling import spelling

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class SpellingHelp(QObject):
    """begin() after each change of what it goes by: the setting, and the program's language.

    Between follow(desk) and part() the names that the desk's records know are right.
    """

    def __init__(self, folder: DataFolder, settings: SettingsFile, background: Background) -> None:
        super().__init__()
        self.own = OwnWords(folder.words)
        self._settings, self._background = settings, background
        self._job: Job[Speller | Missing] | None = None
        self._desk: Desk | None = None

    def choice(self) -> str:
        """«nb», «nn» or «off»."""
        chosen = self._settings.now.spelling or texts.language()
        return chosen if chosen in DICTIONARIES else OFF

    def begin(self) -> None:
        """Help with what is chosen, as soon as it is needed and its dictionary is read."""
        spelling().promise(self._load)

    def end(self) -> None:
        """No help from now on."""
        self._cancel()
        spelling().promise(None)

    def follow(self, desk: Desk) -> None:
        """Take the names from the records of this desk, which is at its database."""
        self._desk = desk
        desk.follow(self._on_change)
        self._ask_names()

    def part(self) -> None:
        """Know no names any more."""
        if self._desk is not None:
            self._desk.unfollow(self._on_change)
            self._desk = None
            self._learn(frozenset())

    def _load(self) -> None:
        self._cancel()
        choice = self.choice()
        if choice == OFF:
            spelling().use(None)
            return
        self._job = self._background.submit(
            Lane.NETWORK, lambda: open_speller(choice, self.own), self._use
        )

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _use(self, found: Speller | Missing) -> None:
        self._job = None
        spelling().use(found, self._background)
        self._ask_names()

    def _on_change(self, kinds: frozenset[str]) -> None:
        from desktop.models.known_names import KINDS

        if kinds & KINDS:
            self._ask_names()

    def _ask_names(self) -> None:
        if self._desk is not None and spelling().speller is not None:
            self._desk.ask(_right, then=self._learn, owner=self)

    def _learn(self, known: frozenset[str]) -> None:
        speller = spelling().speller
        if speller is not None and speller.learn(known):
            spelling().changed.emit()


def _right(session: "Session") -> frozenset[str]:
    """What the records here make right, for the database's lane."""
    from desktop.models.known_names import known_names

    return name_words(known_names(session))
