"""Passwords: which are good enough to be taken, and how they are kept."""

import secrets
from collections.abc import Iterable
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from contract.geography import counties, municipalities
from resources import ROOT
from server import lengths

SHORTEST = 10

_LOOKED_AT = 72
"""How many characters are weighed: the time that it takes grows with their square."""
_GOOD_ENOUGH = 3
"""Of 0 to 4 as zxcvbn has it: more than 10^8 guesses."""
_hasher = PasswordHasher()
_hashing = BoundedSemaphore(4)
"""Each verification takes 64 MB: a crowd waits in line instead."""


def problem(password: str, about: Iterable[str] = ()) -> str | None:
    """What is wrong with a password: too_short, too_long, easily_guessed, or nothing.

    No mix of kinds of characters is asked for. `about` are texts of whose it is, such as name
    and e-mail address: whoever guesses tries their words first.
    """
    if len(password) < SHORTEST:
        return "too_short"
    if len(password) > lengths.PASSWORD:
        return "too_long"
    # Late: its lists of words take a quarter of a second, and a service that starts needs none.
    from zxcvbn import zxcvbn

    words = [*_words_of(about), *_common_words()]
    weighed = zxcvbn(password[:_LOOKED_AT], user_inputs=words, max_length=_LOOKED_AT)
    return "easily_guessed" if weighed["score"] < _GOOD_ENOUGH else None


def hashed(password: str) -> str:
    """A password as it is kept."""
    return _hasher.hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether a password is the one that is kept. For none that is kept it takes as long."""
    try:
        with _hashing:
            return _hasher.verify(kept or _fitting_nothing(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _words_of(texts: Iterable[str]) -> list[str]:
    marks = str.maketrans(dict.fromkeys("@.-_+,", " "))
    parts = [text.casefold().translate(marks).split() for text in texts]
    return [word for words in parts for word in (*words, "".join(words))]


@cache
def _common_words() -> tuple[str, ...]:
    """What people of the trade in Norway think of first, with the names of places."""
    told = (ROOT / "reference" / "password_words.txt").read_text(encoding="utf-8").splitlines()
    places = [one.name for one in municipalities().values()]
    places += [one.name for one in counties().values()]
    return (*told, *map(str.casefold, places))


@cache
def _fitting_nothing() -> str:
    return _hasher.hash(secrets.token_urlsafe())
