"""Leaves out of the frozen folder what the program never loads."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from PyInstaller.depend.bindepend import get_imports

Entry = tuple[str, str, str]
"""PyInstaller's own: where it goes, where it comes from, what it is."""

SYSTEM = ("/lib/", "/usr/lib/", "/lib64/")

# Screens that no office has, GTK's theme (and with it GTK), formats of pictures we never show.
PLUGINS = re.compile(
    r"/plugins/(?:egldeviceintegrations|generic|platformthemes/libqgtk"
    r"|platforms/libq(?:eglfs|linuxfb|minimal|minimalegl|vnc|vkkhrdisplay|webgl)\."
    r"|imageformats/libq(?:gif|icns|pdf|tga|tiff|wbmp|webp)\.)"
)
# What pyenchant's wheel for Windows brings: English dictionaries, tools, and libraries that Enchant
# does not need, the GPL's readline among them.
ENCHANT_FILES = re.compile(r"enchant/data/(?!.*/enchant\.ordering$)")
ENCHANT_LIBRARIES = re.compile(
    r"enchant/data/.*/(?:edit\.|tcl|tk|lib(?:readline|history|python|ncurses|form|menu|panel|isl|mpc"
    r"|mpfr|gmp|gomp|sqlite3|crypto|ssl|gettext|asprintf|icuio|icutest|termcap|mpdec))"
)
LANGUAGES = {"nb", "nn", "no", "se", "en", "da", "root"}
BY_LANGUAGE = (
    re.compile(r"babel/locale-data/([a-z]+)[^/]*\.dat$"),
    re.compile(r"PySide6/Qt/translations/q[a-z]+_([a-z]+)[^/]*\.qm$"),
    re.compile(r"pyphen/dictionaries/(?:hyph|README_hyph)_([a-zA-Z]+)[^/]*$"),
)


def files(entries: Iterable[Entry]) -> list[Entry]:
    """Data files, without those of languages that the program does not speak, and of Enchant."""
    return [e for e in entries if _spoken(_posix(e[0])) and not ENCHANT_FILES.search(_posix(e[0]))]


def _spoken(target: str) -> bool:
    found = (pattern.search(target) for pattern in BY_LANGUAGE)
    return all(match.group(1).lower() in LANGUAGES for match in found if match)


def libraries(entries: Iterable[Entry]) -> list[Entry]:
    """Libraries that something we keep needs; links to others are left out with them."""
    wanted = [entry for entry in entries if not _is_unused(_posix(entry[0]))]
    needed = _needed(entry for entry in wanted if _is_root(entry))
    return [entry for entry in wanted if _is_root(entry) or _name(entry[0]) in needed]


def _is_unused(target: str) -> bool:
    return any(pattern.search(target) for pattern in (PLUGINS, ENCHANT_LIBRARIES))


def _is_root(entry: Entry) -> bool:
    """Whether Python or Qt loads it by itself, and not because another library names it."""
    target, source, kind = entry
    if kind == "EXTENSION" or _name(target).startswith("libpython"):
        return True
    ours = not source.startswith(SYSTEM) and kind != "SYMLINK"
    return ours and "/Qt/lib/" not in _posix(target)


def _needed(roots: Iterable[Entry]) -> set[str]:
    needed: set[str] = set()
    waiting = [source for _, source, _ in roots]
    while waiting:
        for name, path in get_imports(waiting.pop()):
            if path and _name(name) not in needed:
                needed.add(_name(name))
                waiting.append(path)
    return needed


def _posix(path: str) -> str:
    return path.replace("\\", "/")


def _name(path: str) -> str:
    return PurePosixPath(_posix(path)).name
