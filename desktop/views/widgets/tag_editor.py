"""Words as chips: click one to take it away; type to add, or choose from a list."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from desktop.texts import _
from desktop.views.theme import current, icon, px
from desktop.views.widgets.button import Button
from desktop.views.widgets.completions import Completions
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.text_line import TextLine


class TagEditor(QWidget):
    """value() is the list of tags. Enter or a comma ends one; a chip takes its tag away.

    What is suggested and not chosen yet is offered as one types, and by arrow down or a click.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        value: Sequence[str] = (),
        *,
        suggestions: Sequence[str] = (),
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tags: list[str] = []
        self._suggestions = tuple(suggestions)
        self._offered = QStringListModel(self)
        self._flow = FlowLayout(self)
        words = _("Choose or write") if suggestions else _("+ add")
        self._line = _TagLine(placeholder=words, name=name or _("Add a tag"))
        self._line.setFixedWidth(px(200 if suggestions else 150))
        self._line.ended.connect(self._add_typed)
        self._line.left.connect(self._leave)
        if suggestions:
            completer = Completions(self._offered, self)
            completer.activated.connect(self._add_typed, Qt.ConnectionType.QueuedConnection)
            self._line.offer(completer)
        self._flow.addWidget(self._line)
        self.setFocusProxy(self._line)
        self.set_value(value)

    def value(self) -> list[str]:
        return list(self._tags)

    def set_value(self, value: Sequence[str]) -> None:
        self._tags = list(dict.fromkeys(value))
        self._show()

    def problem(self) -> str:
        return ""

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._line.setAccessibleName(name)

    def _add_typed(self) -> None:
        typed = [part.strip() for part in self._line.text().split(",")]
        known = {tag.casefold() for tag in self._tags}
        new = [tag for tag in dict.fromkeys(typed) if tag and tag.casefold() not in known]
        self._line.clear()
        self._line.close_list()
        if new:
            self._tags += new
            self._show()
            self.changed.emit()

    def _leave(self) -> None:
        self._add_typed()
        self.left.emit()

    def _remove(self, tag: str) -> None:
        self._tags.remove(tag)
        self._line.setFocus()
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        while self._flow.count() > 1:
            item = self._flow.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for at, tag in enumerate(self._tags):
            self._flow.insert_widget(at, _Chip(tag, self))
        known = {tag.casefold() for tag in self._tags}
        self._offered.setStringList([one for one in self._suggestions if one not in known])
        self.updateGeometry()

    def remove(self, tag: str) -> None:
        """Take a tag away, as a click on its chip does."""
        self._remove(tag)


class _Chip(Button):
    def __init__(self, tag: str, editor: TagEditor) -> None:
        super().__init__(tag.replace("&", "&&") + " ", lambda: editor.remove(tag), icon="close")
        self.setProperty("chip", True)  # noqa: FBT003 - Qt's own signature
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands after the word
        self.setIconSize(QSize(12, 12))
        self.setAccessibleName(_("Remove {tag}").format(tag=tag))
        self.setToolTip(_("Remove {tag}").format(tag=tag))

    def _draw_icon(self) -> None:
        self.setIcon(icon("close", current().tokens.primary, 12))


class _TagLine(TextLine):
    ended = Signal()

    def offer(self, completer: Completions) -> None:
        """Offer all of it by a button inside the line, and by arrow down."""
        self.setCompleter(completer)
        self._open = QAction(_("Show the list"), self)
        self._open.triggered.connect(self._show_all)
        self.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(_("Show the list"))
        current().changed.connect(self._draw)
        self._draw()

    def _show_all(self) -> None:
        if (completer := self.completer()) is not None:
            self.setFocus()
            completer.setCompletionPrefix(self.text())
            completer.complete()

    def close_list(self) -> None:
        """Offer nothing until it is asked for again."""
        completer = self.completer()
        if completer is not None and (popup := completer.popup()) is not None:
            popup.hide()

    def _draw(self) -> None:
        self._open.setIcon(icon("chevron-down", current().tokens.muted, 18))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.completer() is not None:
            self._show_all()
            return
        ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma)
        if ends and self.text().strip():
            self.ended.emit()
        else:
            super().keyPressEvent(event)
