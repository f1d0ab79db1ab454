"""The look of the program.

    Theme.install(app, scheme="system", text_size=1.0)   # once, before the first window
    current().set_scheme("dark"); current().set_text_size(1.25)
    current().tokens.primary                             # a colour, "#17614F"
    current().changed.connect(self.repaint_icons)        # after each change of scheme or size
    font(SMALL), font(BODY, strong=True)                 # for what paints its words itself
    icon("plus"), pixmap("plus", tokens.primary, 20)     # resources/icons/plus.svg in a colour

Widgets get their look from the one style sheet of the application (sheet.py) by class, by
property or by object name; no widget has a style sheet of its own.
"""

from desktop.views.theme.icons import icon, pixmap
from desktop.views.theme.theme import SCHEMES, TEXT_SIZES, Scheme, Theme, current, font, px

__all__ = ["SCHEMES", "TEXT_SIZES", "Scheme", "Theme", "current", "font", "icon", "pixmap", "px"]
