"""Reads a gettext catalogue from its .po file, fast enough for the start of the program."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ESCAPES: Final = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "r": "\r"}
_ESCAPED: Final = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Translations by message id: one form, or (singular, plural) by the singular's id."""

    one: dict[str, str]
    many: dict[str, tuple[str, str]]


def read_catalogue(path: Path) -> Catalogue:
    """All translated entries of the file. Fuzzy and empty ones are left out, as msgfmt does."""
    found = Catalogue({}, {})
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        _read_entry(block, found)
    return found


def _read_entry(block: str, into: Catalogue) -> None:
    parts: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        if line.startswith('"'):
            parts[key] += line[1:-1]
        elif line.startswith("#"):
            if line.startswith("#,") and "fuzzy" in line:
                return
        elif line:
            key, _space, text = line.partition(" ")
            parts[key] = text[1:-1]
    message = _plain(parts.get("msgid", ""))
    if not message:
        return
    if translation := parts.get("msgstr"):
        into.one[message] = _plain(translation)
    elif parts.get("msgstr[0]") and parts.get("msgstr[1]"):
        into.many[message] = (_plain(parts["msgstr[0]"]), _plain(parts["msgstr[1]"]))


def _plain(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda match: _ESCAPES.get(match[1], match[1]), text)
