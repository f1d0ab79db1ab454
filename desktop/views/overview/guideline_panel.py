"""The side panel in which the guidelines and terms are read, and the receipt is given."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.theme.tokens import SPACE_S, SPACE_XS
from desktop.views.widgets.button import Button
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.label import Label
from desktop.views.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    # At run time it brings SQLAlchemy, for which the first page does not wait.
    from desktop.models.guidelines import GuidelineText


class GuidelinePanel(SidePanel):
    """confirm(id) is called when the reader says that it is read."""

    def __init__(self, confirm: Callable[[UUID], object], read: Callable[[UUID], object]) -> None:
        super().__init__("")
        self._confirm, self._read = confirm, read
        self.guideline: UUID | None = None
        self._text = Label(selectable=True)
        self.body.addWidget(self._text)
        self._others = QVBoxLayout()
        self._others.setSpacing(SPACE_XS)
        self.body.addLayout(self._others)
        self.confirm = Button(_("I have read this"), self._confirmed, kind="primary", icon="check")
        self._note = Label(role="small")
        foot = QWidget()
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(0, SPACE_S, 0, 0)
        rows.setSpacing(SPACE_XS)
        rows.addWidget(self.confirm)
        rows.addWidget(self._note)
        self.footer.addWidget(foot)

    def show_guideline(self, found: "GuidelineText") -> None:
        """Show what it says, and whether it has been read."""
        self.guideline = found.id
        self.set_title(found.title)
        self.set_badge(_("Read") if found.is_read else _("Version {n}").format(n=found.version))
        self._text.setText(found.body)
        self.confirm.setVisible(not found.is_read)
        self._note.setText(
            _("You have read this version.")
            if found.is_read
            else _("The receipt is sent when you are online.")
        )
        self._focus()

    def offer(self, others: Sequence[tuple[UUID, str]]) -> None:
        """What else there is to read, by id and title."""
        clear(self._others)
        for id_, title in others:
            button = Button(title, partial(self._read, id_), kind="quiet", icon="arrow-right")
            self._others.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _focus(self) -> None:
        if not self.confirm.isHidden():
            self.confirm.setFocus()

    def _confirmed(self) -> None:
        if self.guideline is not None:
            self._confirm(self.guideline)
