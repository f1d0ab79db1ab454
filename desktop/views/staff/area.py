"""The area «Ansatte»: the list, and what takes the whole page for a while."""

from functools import cached_property
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.staff.import_page import ImportPage
from desktop.views.staff.page import StaffPage


class StaffArea(QWidget):
    """open() and close_view() as every page; show_target(id, "new" or "import")."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAccessibleName(_("Staff"))
        self._desk = desk
        self._may_edit = desk.me.edits_staff and desk.me.kindergarten is not None
        self._stack = QStackedWidget()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._stack)
        self._stack.currentChanged.connect(self._pass_focus)
        self.list = StaffPage(desk)
        self.list.import_asked.connect(self._import)
        self._stack.addWidget(self.list)

    @cached_property
    def importing(self) -> ImportPage:
        """The list from Excel on its way in."""
        made = ImportPage(self._desk, self._desk.me.kindergarten or UUID(int=0))
        made.back.connect(self._to_list)
        self._stack.addWidget(made)
        return made

    def open(self) -> None:
        """Show the list, or what was being done with it."""
        self.list.open()

    def close_view(self) -> None:
        """Save what is typed, and stop listening."""
        self.list.close_view()

    def show_target(self, target: object) -> None:
        """Open a person's form by id, an empty one for "new", or the import."""
        if target == "import" and self._may_edit:
            self._import()
            return
        self._to_list()
        self.list.show_target(target)

    def current(self) -> QWidget | None:
        """The page that is seen."""
        return self._stack.currentWidget()

    def _pass_focus(self) -> None:
        """The keyboard of the area is that of the page that is seen."""
        if (page := self._stack.currentWidget()) is not None:
            self.setFocusProxy(page)

    def _import(self) -> None:
        self.list.flush()
        self._stack.setCurrentWidget(self.importing)
        self.importing.begin()
        self.importing.setFocus()

    def _to_list(self) -> None:
        self._stack.setCurrentWidget(self.list)
        self.list.table.setFocus()
