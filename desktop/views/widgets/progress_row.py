"""Work that takes a while: what, how far, and a way to stop it."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.texts import _, number
from desktop.views.theme.tokens import SPACE_M, SPACE_XS
from desktop.views.widgets.button import Button
from desktop.views.widgets.label import ElidedLabel, Label


class ProgressRow(QWidget):
    """set_progress(done, total) shows «120 av 400»; with total 0 it only says that it goes on."""

    def __init__(
        self,
        text: str,
        on_cancel: Callable[[], object] | None = None,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._count = Label("", "muted", wrap=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text)
        self._bar.setRange(0, 0)
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(text), 1)
        head.addWidget(self._count)
        words = QVBoxLayout()
        words.setSpacing(SPACE_XS)
        words.addLayout(head)
        words.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addLayout(words, 1)
        if on_cancel is not None:
            row.addWidget(Button(_("Cancel"), on_cancel))

    def set_progress(self, done: int, total: int) -> None:
        """How far the work has come."""
        self._bar.setRange(0, total)
        self._bar.setValue(min(done, total))
        said = _("{done} of {total}").format(done=number(done), total=number(total))
        self._count.setText(said if total else "")
