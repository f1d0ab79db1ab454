"""The spelling help in force, for every field that people write sentences in.

spelling().promise(load)            # called when the first field is there to write in
spelling().use(speller, background) # or a Missing, or None: no help
spelling().changed.connect(...)     # also after a word was added, taken out or passed over
spelling().ask(word, then)          # suggestions, looked for beside the window
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.background import Background, Lane
from desktop.spelling import Missing, Speller


class Spelling(QObject):
    """`speller` is None as long as there is no help; `missing` says why where it was wanted."""

    changed = Signal()

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self.speller: Speller | None = None
        self.missing: Missing | None = None
        self._background: Background | None = None
        self._load: Callable[[], object] | None = None
        self._needed = False

    def promise(self, load: Callable[[], object] | None) -> None:
        """Call this once somebody can write; at once where that is so. None ends all help."""
        self._load = load
        if load is None:
            self._needed = False
            self.use(None)
        self._fetch()

    def need(self) -> None:
        """There is something to write in, or somebody who asks whether there is help."""
        self._needed = True
        self._fetch()

    def _fetch(self) -> None:
        load = self._load
        if self._needed and load is not None:
            self._load = None
            load()

    def use(self, found: Speller | Missing | None, background: Background | None = None) -> None:
        """Help with this from now on."""
        self.speller = found if isinstance(found, Speller) else None
        self.missing = found if isinstance(found, Missing) else None
        self._background = background
        self.changed.emit()

    def ask(self, word: str, then: Callable[[list[str]], object], owner: QObject) -> None:
        """Look for what may be meant, as long as its owner lives."""
        if self.speller is not None and self._background is not None:
            look = self.speller.suggestions
            self._background.submit(Lane.NETWORK, lambda: look(word), then, owner=owner)

    def add(self, word: str) -> None:
        """Count this word as right from now on."""
        if self.speller is not None:
            self.speller.own.add(word)
            self.changed.emit()

    def remove(self, word: str) -> None:
        """Take it out of the user's own words."""
        if self.speller is not None:
            self.speller.own.remove(word)
            self.changed.emit()

    def ignore(self, word: str) -> None:
        """Count it as right until the program ends."""
        if self.speller is not None:
            self.speller.own.ignore(word)
            self.changed.emit()


class _Held:
    one: Spelling | None = None


def spelling() -> Spelling:
    """The spelling help of the running application; without any until use() is called."""
    app = QCoreApplication.instance()
    if _Held.one is None or _Held.one.parent() is not app:
        _Held.one = Spelling(app)
    return _Held.one
