"""The line icons of resources/icons, drawn in a colour when first needed and kept."""

from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

FOLDER = Path(__file__).parents[3] / "resources" / "icons"


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def _ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def pixmap(name: str, colour: str, size: int = 20) -> QPixmap:
    """The icon in this colour, sharp on the screen in use."""
    return _drawn(name, colour, size, _ratio())


def icon(name: str, colour: str | None = None, size: int = 20, *, gap: int = 0) -> QIcon:
    """The icon for a button or an action; in the text colour unless another is given.

    With a gap the icon has that much room at its right, for controls that put words too near;
    its size is then (size + gap) by size.
    """
    drawn = pixmap(name, colour or QGuiApplication.palette().text().color().name(), size)
    if not gap:
        return QIcon(drawn)
    ratio = drawn.devicePixelRatio()
    wide = QPixmap(round((size + gap) * ratio), drawn.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return QIcon(wide)


def names() -> list[str]:
    """The icons there are."""
    return sorted(path.stem for path in FOLDER.glob("*.svg"))
