"""Templates of agendas: what one holds, copied to one's own network, taken away, and kept anew."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models.templates import (
    TemplateChoice,
    copy_template,
    keep_as_template,
    remove_template,
    restore_template,
)
from desktop.models.undoing import Removed
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.label import ElidedLabel
from desktop.views.widgets.text_line import TextLine


class TemplateTools(QWidget):
    """show_template(choice, network). copied(id) tells of a copy in the network."""

    copied = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._template: TemplateChoice | None = None
        self._network: UUID | None = None
        self._items = ElidedLabel("", "small")
        self.copy = Button(_("Copy to our network"), self._copy, kind="quiet", icon="copy")
        self.remove = Button(_("Remove the template"), self._remove, kind="quiet", icon="trash")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._items, 1)
        row.addWidget(self.copy)
        row.addWidget(self.remove)
        self.hide()

    def show_template(self, template: TemplateChoice | None, network: UUID | None) -> None:
        """Show what a template holds; nothing where none is chosen."""
        self._template, self._network = template, network
        self.setVisible(template is not None)
        if template is not None:
            self._items.setText(", ".join(item.title for item in template.items))
            self.copy.setVisible(not template.own)
            self.remove.setVisible(template.own and template.may_change)

    def _copy(self) -> None:
        desk, template = self._desk, self._template
        if template is not None and self._network is not None:
            desk.do(
                copy_template,
                desk.me,
                template.id,
                self._network,
                then=self.copied.emit,
                owner=self,
            )

    def _remove(self) -> None:
        desk, template = self._desk, self._template
        if template is None:
            return

        def offer(removed: Removed) -> None:
            said = _("The template «{name}» is taken away.").format(name=template.name)
            desk.messages.undo(said, lambda: desk.do(restore_template, removed))

        desk.do(remove_template, desk.me, template.id, then=offer, owner=self)


class TemplateStrip(Card):
    """ask(network, meeting, name) asks for the name of a template that is kept. Esc closes it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Keep the agenda as a template"), marked=True)
        self._desk = desk
        self._of: tuple[UUID, UUID] | None = None
        self.name = TextLine()
        help_ = _("The titles, times and presenters are kept. The same name is written over.")
        self._field = Field(_("Name of the template"), self.name, required=True, help=help_)
        self._form = Form(self._field)
        self.keep = Button(_("Keep the template"), self._keep, kind="primary", icon="save")
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        line.addWidget(self._field, 1)
        line.addWidget(self.keep)
        line.addWidget(Button(_("Cancel"), self.hide))
        self.body.addLayout(line)
        self.hide()

    def ask(self, network: UUID, meeting: UUID, name: str) -> None:
        """Ask, with a name filled in."""
        self._of = (network, meeting)
        self._form.clear_errors()
        self.name.set_value(name)
        self.show()
        self.name.setFocus()
        self.name.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        if self._of is None or not self._form.validate():
            return
        desk, (network, meeting) = self._desk, self._of
        name = self.name.value()

        def tell(_id: UUID) -> None:
            self.hide()
            said = _("The template «{name}» is kept. Choose it when you plan a meeting.")
            desk.messages.done(said.format(name=name))

        desk.do(keep_as_template, desk.me, network, meeting, name, then=tell, owner=self)
