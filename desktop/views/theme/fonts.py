"""The one type family of the program, from resources/fonts."""

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFontDatabase

FOLDER = Path(__file__).parents[3] / "resources" / "fonts"
FAMILY = "Inter"


@cache
def family() -> str:
    """The name of the bundled family, loaded; the system's own where it is not bundled."""
    for path in sorted(FOLDER.glob(f"{FAMILY}*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    if FAMILY in QFontDatabase.families():
        return FAMILY
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
