"""The theme in force: which tokens, which text size, following the system where asked to."""

from typing import ClassVar, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.views.theme import tokens as measures
from desktop.views.theme.fonts import family
from desktop.views.theme.palette import palette
from desktop.views.theme.sheet import sheet
from desktop.views.theme.tokens import DARK, LIGHT, Tokens

Scheme = Literal["system", "light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("system", "light", "dark")
TEXT_SIZES = (0.9, 1.0, 1.15, 1.3, 1.5)


class Theme(QObject):
    """Dresses the application, and says so when its look changed."""

    changed = Signal()
    installed: ClassVar["Theme | None"] = None

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.scheme: Scheme = "system"
        self.text_size = 1.0
        self.tokens: Tokens = LIGHT
        self._worn: tuple[Tokens, float] | None = None
        self._fonts: dict[tuple[float, bool], QFont] = {}
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    @staticmethod
    def install(app: QApplication, *, scheme: Scheme = "system", text_size: float = 1.0) -> "Theme":
        """The theme of this application, dressed as asked."""
        if Theme.installed is None or Theme.installed.parent() is not app:
            app.setStyle("fusion")
            Theme.installed = Theme(app)
        Theme.installed.set(scheme, text_size)
        return Theme.installed

    def set(self, scheme: Scheme, text_size: float) -> None:
        """Change both at once; unknown schemes follow the system, sizes stay within reason."""
        self.scheme = scheme if scheme in SCHEMES else "system"
        self.text_size = min(max(text_size, TEXT_SIZES[0]), TEXT_SIZES[-1])
        # dressing every widget anew is dear
        look = (DARK if self._is_dark() else LIGHT, self.text_size)
        if look != self._worn:
            self._worn = look
            self._dress()

    def set_scheme(self, scheme: Scheme) -> None:
        self.set(scheme, self.text_size)

    def set_text_size(self, text_size: float) -> None:
        self.set(self.scheme, text_size)

    def px(self, measure: float) -> int:
        """A measure that holds text, at the size of the text."""
        return round(measure * self.text_size)

    def font(self, measure: float, *, strong: bool = False) -> QFont:
        """The typeface at a measure of text, for what paints its words itself."""
        made = self._fonts.get((measure, strong))
        if made is None:
            made = self._fonts[measure, strong] = QFont(self._app.font())
            made.setPixelSize(self.px(measure))
            # what is left unsaid a painter takes from the widget that it paints, such as a button
            made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return made

    def _dress(self) -> None:
        self.tokens = DARK if self._is_dark() else LIGHT
        self._fonts.clear()
        font = self._app.font()
        font.setFamily(family())
        font.setPixelSize(self.px(measures.BODY))
        self._app.setFont(font)
        self._app.setPalette(palette(self.tokens))
        # Qt takes six times as long to put one sheet in another's place as to begin without any.
        self._app.setStyleSheet("")
        self._app.setStyleSheet(sheet(self.tokens, self.text_size))
        self.changed.emit()

    def _is_dark(self) -> bool:
        if self.scheme == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.scheme == "dark"

    def _system_changed(self) -> None:
        if self.scheme == "system":
            self.set(self.scheme, self.text_size)


def current() -> Theme:
    """The theme of the running application; install() comes first."""
    if Theme.installed is None:
        raise RuntimeError("Theme.install(app) comes before the first widget")
    return Theme.installed


def px(measure: float) -> int:
    """A measure that holds text (a row, a control, a width in words), at the size of the text."""
    return current().px(measure)


def font(measure: float, *, strong: bool = False) -> QFont:
    """The typeface at a measure of text, for what paints its words itself."""
    return current().font(measure, strong=strong)
