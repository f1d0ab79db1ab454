"""Keeps what is typed into a form within a second, and brings it back after a crash."""

from collections.abc import Callable, Mapping
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.models import drafts
from desktop.views.desk import Desk
from desktop.views.widgets.check_box import CheckBox

_KEEP_MS = 600

Texts = dict[str, str]


class Keeper(QObject):
    """Watches the controls of a form. `typed` says whether something is there that is no edit.

    keeper.begin()              nothing is typed yet, and what is saved comes in a moment
    keeper.mine()               what the user has changed since begin() or watch()
    keeper.watch(record, mine)  from now on what is typed belongs to this record, mine too
    keeper.restore(then)        what was typed and not saved comes back; then(bool) whether any
    keeper.flush()              keep it now, for the program is about to close
    keeper.forget()             it has been saved, or was given up
    """

    changed = Signal()

    def __init__(
        self, desk: Desk, kind: str, controls: Mapping[str, QWidget], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._kind, self._controls = desk, kind, controls
        self._record: UUID | None = None
        self._kept: Texts = {}
        self._shown: Texts = {}
        self.typed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_MS)
        self._timer.timeout.connect(self.flush)
        for control in controls.values():
            control.changed.connect(self._on_typing)  # type: ignore[attr-defined]  # of the kit

    def begin(self) -> None:
        """Another record is about to be shown: what stands in the form is not the user's."""
        self._timer.stop()
        self._record, self.typed = None, False
        self._take_as_shown()

    def mine(self) -> Texts:
        """What the user has typed over what was shown."""
        return {name: text for name, text in self._texts().items() if text != self._shown.get(name)}

    def watch(self, record: UUID, mine: Mapping[str, str] | None = None) -> None:
        """Keep what is typed for this record; the form shows what is saved, and then `mine`."""
        self._timer.stop()
        self._record, self.typed = record, False
        self._take_as_shown()
        for name, text in (mine or {}).items():
            put_text(self._controls[name], text)
            self._on_typing()

    def restore(self, then: Callable[[bool], object]) -> None:
        """Put back what was typed into this record and never saved."""
        record = self._record
        if record is None:
            return

        def show(found: Mapping[str, drafts.Draft]) -> None:
            if self._record == record:
                typed = self.mine()
                then(self._put({name: one for name, one in found.items() if name not in typed}))

        self._desk.ask(drafts.load, self._kind, record, then=show, owner=self)

    def flush(self) -> None:
        """Keep now what has been typed."""
        self._timer.stop()
        if self._record is None or not self.typed:
            return
        now = self._texts()
        new = {name: text for name, text in now.items() if self._kept.get(name) != text}
        if new:
            self._kept = now
            self._desk.do(drafts.save, self._kind, self._record, new)

    def settled(self) -> None:
        """What the form shows has become an edit; its drafts are dropped by the action."""
        self._timer.stop()
        self.typed = False
        self._take_as_shown()

    def forget(self) -> None:
        """Drop what was typed."""
        if self._record is not None:
            self._desk.do(drafts.drop, self._kind, self._record)
        self.settled()

    def _on_typing(self) -> None:
        self.typed = True
        if not self._timer.isActive():
            self._timer.start()
        self.changed.emit()

    def _take_as_shown(self) -> None:
        self._shown = self._texts()
        self._kept = dict(self._shown)

    def _texts(self) -> Texts:
        return {name: text_of(control) for name, control in self._controls.items()}

    def _put(self, found: Mapping[str, drafts.Draft]) -> bool:
        put = False
        for name, one in found.items():
            control = self._controls.get(name)
            if control is not None and text_of(control) != one.text:
                put_text(control, one.text)
                self._kept[name] = text_of(control)
                self.typed = put = True
        return put


def text_of(control: QWidget) -> str:
    """What a control holds, as it was typed."""
    if isinstance(control, QLineEdit):
        return control.text()
    if isinstance(control, QPlainTextEdit):
        return control.toPlainText()
    if isinstance(control, CheckBox):
        return "yes" if control.value() else ""
    if isinstance(control, QComboBox):
        value = control.currentData()
        return "" if value is None else str(value)
    return "\n".join(str(value) for value in control.value())  # type: ignore[attr-defined]  # a list


def put_text(control: QWidget, text: str) -> None:
    """Let a control hold what was typed."""
    if isinstance(control, QLineEdit):
        control.setText(text)
    elif isinstance(control, QPlainTextEdit):
        control.setPlainText(text)
    elif isinstance(control, CheckBox):
        control.set_value(bool(text))
    elif isinstance(control, QComboBox):
        values = [
            "" if control.itemData(at) is None else str(control.itemData(at))
            for at in range(control.count())
        ]
        if text in values:
            control.setCurrentIndex(values.index(text))
