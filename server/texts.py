"""What the service says to people, in their language. Message ids are English."""

from collections.abc import Callable
from functools import cache

from resources import ROOT
from resources.catalogue import read_catalogue

LANGUAGES = ("nb", "nn", "en")
_SAME = {"no": "nb"}

Say = Callable[[str], str]


def N_(message: str) -> str:
    """Mark a message of a constant for translation."""
    return message


@cache
def speaking(language: str) -> Say:
    """What gives a message in a language; the message itself where it is English."""
    path = ROOT / "translations" / language / "LC_MESSAGES" / "service.po"
    if language not in LANGUAGES or not path.is_file():
        return lambda message: message
    known = read_catalogue(path).one
    return lambda message: known.get(message, message)


def language_of(accepted: str) -> str:
    """The language of ours that a browser's Accept-Language asks for first; else bokmål."""
    wanted = [part.partition(";")[0].strip().casefold() for part in accepted.split(",")[:20]]
    short = [_SAME.get(one[:2], one[:2]) for one in wanted]
    return next((one for one in short if one in LANGUAGES), LANGUAGES[0])
