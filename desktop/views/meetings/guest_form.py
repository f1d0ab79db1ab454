"""A button that becomes the fields of a guest."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.attendance import GuestForm
from desktop.texts import _
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.text_line import TextLine


class GuestFields(QWidget):
    """added(GuestForm). Enter adds, Esc thinks better of it."""

    added = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.button = Button(_("Add a guest"), self._begin, kind="quiet", icon="person-add")
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, SPACE_S, 0, 0)
        self._whole.addWidget(self.button)
        self._fields: QWidget | None = None

    def _make_fields(self) -> QWidget:
        self.name, self.place, self.role = TextLine(), TextLine(), TextLine()
        fields = (
            Field(_("Name of the guest"), self.name, required=True),
            Field(_("From"), self.place),
            Field(_("Role"), self.role),
        )
        self._form = Form(*fields)
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, SPACE_S, 0, 0)
        rows.setSpacing(SPACE_S)
        for field in fields:
            rows.addWidget(field)
        foot = QHBoxLayout()
        foot.addWidget(Button(_("Add"), self._add, kind="primary"))
        foot.addWidget(Button(_("Cancel"), self._end, kind="quiet"))
        foot.addStretch(1)
        rows.addLayout(foot)
        self._whole.addWidget(made)
        for line in (self.name, self.place, self.role):
            line.returnPressed.connect(self._add)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.button.isHidden():
            self._end()
            return
        super().keyPressEvent(event)

    def _begin(self) -> None:
        if self._fields is None:
            self._fields = self._make_fields()
        self.button.hide()
        self._fields.show()
        self.name.setFocus()

    def _add(self) -> None:
        if self._form.validate():
            form = GuestForm(self.name.value(), self.place.value(), self.role.value())
            for line in (self.name, self.place, self.role):
                line.clear()
            self._end()
            self.added.emit(form)

    def _end(self) -> None:
        self._form.clear_errors()
        if self._fields is not None:
            self._fields.hide()
        self.button.show()
        self.button.setFocus()
