"""Norwegian order of words: æ, ø, å last; ä and ö with æ and ø; other accents passed over."""

import unicodedata

_LAST = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"}
_SAMI = str.maketrans({"đ": "d", "ŋ": "n", "ŧ": "t"})


def norwegian_key(text: str) -> str:
    """A key that sorts as a Norwegian reader expects, without regard to case."""
    return "".join(_letter(letter) for letter in unicodedata.normalize("NFC", text.casefold()))


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter
    return _LAST.get(letter) or unicodedata.normalize("NFD", letter)[0].translate(_SAMI)
