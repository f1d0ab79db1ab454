"""Buttons that write the marks of a text: bold, points and links."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.texts import _
from desktop.views.widgets.button import Button
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.text_area import TextArea

_HERE = Qt.ShortcutContext.WidgetShortcut
_PARAGRAPH = "\u2029"
"""What Qt has for the end of a line in a selection."""


class MarkTools(QWidget):
    """Puts marks around what is selected in the area; each press is one step to undo."""

    def __init__(self, area: TextArea) -> None:
        super().__init__()
        self._area = area
        flow = FlowLayout(self, spacing=4)
        tools: tuple[tuple[str, str, Callable[[], None], str], ...] = (
            (_("Bold"), _("Write in bold (Ctrl+B)"), self.bold, "Ctrl+B"),
            (_("Point"), _("Make points of these lines"), self.point, ""),
            (_("Link"), _("Make a link of these words (Ctrl+K)"), self.link, "Ctrl+K"),
        )
        self.buttons: list[Button] = []
        for text, tip, call, keys in tools:
            button = Button(text, call, kind="quiet", tip=tip)
            button.setAccessibleDescription(tip)
            flow.addWidget(button)
            self.buttons.append(button)
            if keys:
                QShortcut(QKeySequence(keys), area, call, context=_HERE)

    def bold(self) -> None:
        """Make what is selected bold, each line by itself, or what is written next."""
        cursor = self._area.textCursor()
        lines = cursor.selectedText().split(_PARAGRAPH)
        cursor.insertText("\n".join(_bold(line) for line in lines) if any(lines) else "****")
        self._go_on(cursor, back=0 if any(lines) else 2)

    def point(self) -> None:
        """Make a point of each line that is selected, or of the one with the cursor."""
        cursor = self._area.textCursor()
        first, last = cursor.selectionStart(), cursor.selectionEnd()
        cursor.beginEditBlock()
        cursor.setPosition(last)
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        while True:
            cursor.insertText("- ")
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            if cursor.position() <= first or not cursor.movePosition(
                QTextCursor.MoveOperation.PreviousBlock
            ):
                break
        cursor.endEditBlock()
        self._area.setFocus()

    def link(self) -> None:
        """Make a link of what is selected; the address is written next, or else its words."""
        cursor = self._area.textCursor()
        words = cursor.selectedText().replace(_PARAGRAPH, " ").strip()
        cursor.insertText(f"[{words}](https://)")
        self._go_on(cursor, back=1 if words else len("](https://)"))

    def _go_on(self, cursor: QTextCursor, *, back: int) -> None:
        cursor.movePosition(QTextCursor.MoveOperation.Left, n=back)
        self._area.setTextCursor(cursor)
        self._area.setFocus()


def _bold(line: str) -> str:
    """Marks stand right beside the words, or they are none."""
    words = line.strip()
    return line.replace(words, f"**{words}**", 1) if words else line
