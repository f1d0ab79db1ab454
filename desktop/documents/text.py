"""Users' text made fit for a document: nothing vanishes unseen.

A character that the font lacks becomes «□», one for each emoji however many code points it is
made of, so that the reader sees that something stood there. Compatibility forms (ligatures, full
width, styled letters) become the plain letters they stand for. What has no shape of its own
(control characters, variation selectors, joiners, direction marks) is dropped.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MISSING = "□"

# what most texts are made of, and every font of the program has: nothing to look up
PLAIN = re.compile("[\n -~\u00a0-\u00ac\u00ae-\u0148\u014a-\u017e–—‘’“”•…]*")

_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[ \t\x1f\u1680\u2000-\u200a\u205f\u3000]+")
_BLANK_LINES = re.compile("\n{2,}")
_BULLET = re.compile("^[-–—•*·] +(?=\\S)")
_JOINER = "\u200d"
_TONES = range(0x1F3FB, 0x1F400)
_SELECTORS = range(0xFE00, 0xFE10)
_FLAGS = range(0x1F1E6, 0x1F200)

Shows = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a user's text, its lines parted by line breaks."""

    words: str
    bullet: bool = False


def line(text: str, shows: Shows) -> str:
    """The text as one line, every break and run of spaces a single space."""
    return _SPACES.sub(" ", _BREAKS.sub(" ", _shown(text, shows))).strip()


def inline(text: str, shows: Shows) -> str:
    """A stretch of a line; the spaces at its ends stay."""
    return _SPACES.sub(" ", _BREAKS.sub(" ", _shown(text, shows)))


def paragraphs(text: str, shows: Shows) -> Iterator[Paragraph]:
    """The paragraphs of a long text; a line that begins with a dash or bullet is one by itself."""
    tidy = "\n".join(_SPACES.sub(" ", each).strip() for each in _lines(text, shows))
    for block in _BLANK_LINES.split(tidy):
        yield from _of_block(block)


def _of_block(block: str) -> Iterator[Paragraph]:
    plain: list[str] = []
    for each in block.split("\n"):
        point = _BULLET.match(each)
        if point is None:
            plain.append(each)
            continue
        yield from _joined(plain)
        plain = []
        yield Paragraph(each[point.end() :], bullet=True)
    yield from _joined(plain)


def _joined(lines: list[str]) -> Iterator[Paragraph]:
    if any(lines):
        yield Paragraph("\n".join(filter(None, lines)))


def _lines(text: str, shows: Shows) -> list[str]:
    return _BREAKS.sub("\n", _shown(text, shows)).split("\n")


def _shown(text: str, shows: Shows) -> str:
    if PLAIN.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(_pieces(composed, shows))


def _pieces(text: str, shows: Shows) -> Iterator[str]:
    joined = open_flag = after_missing = False
    for char in text:
        if char == _JOINER:
            joined = True
            continue
        piece = _piece(char, shows)
        if not piece:
            continue
        same_sign = after_missing and (joined or open_flag or ord(char) in _TONES)
        open_flag = ord(char) in _FLAGS and not open_flag
        joined, after_missing = False, piece == MISSING
        if not (same_sign and after_missing):
            yield piece


def _piece(char: str, shows: Shows) -> str:
    if _BREAKS.match(char) or _SPACES.match(char):
        return char
    category = unicodedata.category(char)
    if category in {"Cc", "Cf", "Me"} or ord(char) in _SELECTORS:
        return ""
    if shows(char):
        return char
    if category == "Mn":
        return ""
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain != char and all(map(shows, plain)) else MISSING
