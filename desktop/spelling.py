"""Whether words are spelled right, by a dictionary of this computer and the user's own words.

    own = OwnWords(folder.words)
    found = open_speller("nb", own)        # 0.2 s, so not on the GUI thread; or what is missing
    found.learn(name_words(names))         # of whom and what this PC knows of
    found.verdict("barnehagge")            # False; None until look_up has asked the dictionary
    found.suggestions("barnehagge")        # may take 0.2 s

No dictionary comes with the program: theirs are under the GPL. The words that these lack, of
kindergartens and their meetings and of every day («noen»), are in resources/spelling, a word with
its forms on each line.
"""

import logging
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import Enum
from pathlib import Path
from threading import Lock
from typing import Protocol

from contract.geography import municipalities, registered_kindergartens
from resources import ROOT

log = logging.getLogger("desktop.spelling")

OFF = "off"
DICTIONARIES = {"nb": "nb_NO", "nn": "nn_NO"}
MOST_SUGGESTIONS = 6

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*-?")
_ADDRESS = re.compile(r"@|://|^www\.|\w\.\w")
_DIGIT = re.compile(r"\d")
_ORGANISATION = "Barnehagealliansen"


class Dictionary(Protocol):
    """The words of a language."""

    def check(self, word: str) -> bool:
        """Whether it is one of them."""
        ...

    def suggest(self, word: str) -> list[str]:
        """What may be meant by a word that is none of them, the likeliest first."""
        ...


class Missing(Enum):
    """Why there is no spelling help."""

    LIBRARY = "library"
    DICTIONARY = "dictionary"


class OwnWords:
    """The user's own words, one on each line of a text file, and those passed over until the end.

    A disk that refuses them is only logged: they hold until the program ends.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._words: set[str] = set()
        self._ignored: set[str] = set()
        with suppress(OSError, ValueError):
            self._words.update(path.read_text(encoding="utf-8").split())

    def __contains__(self, word: str) -> bool:
        return any(one in self._words or one in self._ignored for one in _forms(word))

    def has(self, word: str) -> str:
        """The word as it stands in the file; nothing where it does not."""
        return next((one for one in _forms(word) if one in self._words), "")

    def add(self, word: str) -> None:
        """Count this word as right from now on."""
        self._words.add(word)
        self._keep()

    def remove(self, word: str) -> None:
        """Take it out again."""
        self._words.discard(word)
        self._keep()

    def ignore(self, word: str) -> None:
        """Count it as right until the program ends."""
        self._ignored.add(word)

    def forget(self) -> None:
        """Let all be gone, the file too."""
        self._words.clear()
        self._ignored.clear()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _keep(self) -> None:
        lines = "".join(f"{word}\n" for word in sorted(self._words, key=str.casefold))
        fresh = self._path.with_suffix(".new")
        try:
            with fresh.open("w", encoding="utf-8") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
        except OSError as error:
            log.warning("the own words could not be written: %s", error.strerror)


class Speller:
    """What is right in a language. Only suggestions() is for other threads than the window's."""

    def __init__(
        self,
        dictionary: Dictionary,
        own: OwnWords,
        terms: Iterable[str] = (),
        names: Iterable[str] = (),
    ) -> None:
        self.own = own
        self._dictionary = dictionary
        self._terms = frozenset(terms)
        self._names = frozenset(names)
        self._known: frozenset[str] = frozenset()
        self._verdicts: dict[str, bool] = {}
        self._lock = Lock()

    def learn(self, known: frozenset[str]) -> bool:
        """Count these as right, instead of those before; whether that changes anything."""
        if known == self._known:
            return False
        self._known = known
        self._verdicts.clear()
        return True

    def verdict(self, word: str) -> bool | None:
        """What is known of a word without asking the dictionary."""
        known = self._verdicts.get(word)
        return known if known or word not in self.own else True

    def look_up(self, word: str) -> bool | None:
        """The verdict, asked for where it must be; None while the dictionary is looking for
        suggestions, for which nobody who types is to wait.
        """
        known = self.verdict(word)
        if known is None and self._lock.acquire(blocking=False):
            try:
                known = self._verdicts[word] = self._is_right(word)
            finally:
                self._lock.release()
        return known

    def suggestions(self, word: str) -> list[str]:
        """What may be meant by a wrong word."""
        with self._lock:
            return self._dictionary.suggest(word.replace("’", "'"))[:MOST_SUGGESTIONS]

    def _is_right(self, word: str) -> bool:
        plain = word.replace("’", "'")
        parts = [part for part in plain.split("-") if part]
        return self._knows(plain) or ("-" in plain and all(map(self._knows, parts)))

    def _knows(self, word: str) -> bool:
        if word.isupper() or self._is_ours(word) or self._is_ours(word.removesuffix("s")):
            return True
        return word in self.own or self._dictionary.check(word)

    def _is_ours(self, word: str) -> bool:
        if word in self._names or word in self._known:
            return True
        return any(one in self._terms for one in _forms(word))


def open_speller(language: str, own: OwnWords) -> Speller | Missing:
    """The dictionary of a language («nb», «nn») on this computer, or what is missing."""
    try:
        import enchant
    except (ImportError, OSError):  # it loads the system's library
        return Missing.LIBRARY
    try:
        dictionary: Dictionary = enchant.Broker().request_dict(DICTIONARIES[language])
    except enchant.Error:
        return Missing.DICTIONARY
    return Speller(dictionary, own, _terms(language), _names())


def words(text: str) -> Iterator[tuple[int, str]]:
    """The words of a text that have a spelling, with their places: none with digits, no addresses
    and no abbreviations in capitals.
    """
    for token in _TOKEN.finditer(text):
        if token.group().isalpha():  # most are, and each key goes through all of a paragraph
            if not token.group().isupper():
                yield token.start(), token.group()
            continue
        if _ADDRESS.search(token.group()):
            continue
        for found in _WORD.finditer(token.group()):
            word = found.group()
            if not (word.isupper() or _DIGIT.search(word)):
                yield token.start() + found.start(), word


def name_words(names: Iterable[str]) -> frozenset[str]:
    """The words of names that begin with a capital letter, also each side of a hyphen."""
    found = {word for name in names for _at, word in words(name)}
    parts = {part for word in found if "-" in word for part in word.split("-")}
    return frozenset(word for word in found | parts if word[:1].isupper())


def _forms(word: str) -> tuple[str, str]:
    """A word, and as it stands inside a sentence."""
    return word, word[:1].lower() + word[1:]


def _terms(language: str) -> list[str]:
    """The words of the field."""
    return (ROOT / "spelling" / f"{language}.txt").read_text(encoding="utf-8").split()


def _names() -> Iterator[str]:
    """The names of municipalities and kindergartens, word by word."""
    yield _ORGANISATION
    texts = [one.name for one in registered_kindergartens()]
    for place in municipalities().values():
        texts += place.name, place.other_names, place.county.name
    yield from name_words(texts)
