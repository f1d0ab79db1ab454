"""A longer text as it was formatted: bold, lists, and links that open in the browser."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.documents import formatting
from desktop.views.theme import current
from desktop.views.widgets.label import Label


class RichLabel(Label):
    """set_markdown(text). It is read by the reader that PDF and mail have, and by no other."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._words = ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setOpenExternalLinks(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        current().changed.connect(self._draw)

    def set_markdown(self, text: str) -> None:
        """Show this text."""
        self._words = text
        self.setAccessibleName(formatting.plain(text) if text else "")
        has_link = any(span.href for block in formatting.blocks(text) for span in block.spans)
        focus = Qt.FocusPolicy.TabFocus if has_link else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
        self._draw()

    def words(self) -> str:
        """What is shown, without its marks."""
        return formatting.plain(self._words)

    def _draw(self) -> None:
        colour = current().tokens.primary
        style = f"<style>a {{ color: {colour}; }} p, ul, ol {{ margin: 0 0 6px 0; }}</style>"
        self.setText(style + formatting.html(self._words) if self._words else "")
