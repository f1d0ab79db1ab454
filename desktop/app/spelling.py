"""Looks for the dictionary that the settings ask for, once somebody can write."""

from PySide6.QtCore import QObject

from desktop import texts
from desktop.background import Background, Job, Lane
from desktop.folders import DataFolder
from desktop.settings import SettingsFile
from desktop.spelling import DICTIONARIES, OFF, Missing, OwnWords, Speller, open_speller
from desktop.views.widgets.spelling import spelling


class SpellingHelp(QObject):
    """begin() after each change of what it goes by: the setting, and the program's language."""

    def __init__(self, folder: DataFolder, settings: SettingsFile, background: Background) -> None:
        super().__init__()
        self.own = OwnWords(folder.words)
        self._settings, self._background = settings, background
        self._job: Job[Speller | Missing] | None = None

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
