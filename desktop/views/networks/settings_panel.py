"""The side panel with how a network meets."""

from PySide6.QtCore import Signal

from contract.records import Mode
from desktop.models.leading import NetworkSettings
from desktop.texts import _
from desktop.views.networks.words import FREQUENCIES, how_often, usual_mode
from desktop.views.widgets.button import Button
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.number_edit import NumberEdit
from desktop.views.widgets.side_panel import SidePanel


class SettingsPanel(SidePanel):
    """begin(settings, members). saved(loaded, wanted) has what the user changed."""

    saved = Signal(object, object)

    def __init__(self) -> None:
        super().__init__(_("How the network meets"))
        self._loaded = NetworkSettings()
        self.often = Combo([(None, how_often(None)), *((n, how_often(n)) for n in FREQUENCIES)])
        self.mode = Combo([(None, usual_mode(None)), *((one, usual_mode(one)) for one in Mode)])
        self.quorum = NumberEdit(least=1, most=500)
        self._quorum_field = Field(
            _("Kindergartens that must be present (optional)"),
            self.quorum,
            help=_("Leave it empty, and more than half of the kindergartens must be there."),
        )
        self._form = Form(
            Field(_("How often"), self.often),
            Field(_("Usually"), self.mode),
            self._quorum_field,
        )
        for field in self._form.fields:
            self.body.addWidget(field)
        self.footer.addWidget(Button(_("Save"), self._save, kind="primary", icon="check"))
        self.footer.addWidget(Button(_("Cancel"), self.closed.emit))
        self.footer.addStretch(1)

    def begin(self, settings: NetworkSettings, members: int) -> None:
        """Show the settings of a network with so many kindergartens."""
        self._loaded, self._members = settings, members
        if settings.meets_every not in (None, *FREQUENCIES):
            self.often.addItem(how_often(settings.meets_every), settings.meets_every)
        self.often.set_value(settings.meets_every)
        self.mode.set_value(settings.usual_mode)
        self.quorum.set_value(settings.quorum)
        self._form.clear_errors()
        self.show()
        self.often.setFocus()

    def _save(self) -> None:
        if not self._form.validate():
            return
        quorum = self.quorum.value()
        if quorum is not None and quorum > self._members:
            text = _("Only {n} kindergartens take part. Write a smaller number.")
            self._quorum_field.set_error(text.format(n=self._members))
            self.quorum.setFocus()
            return
        wanted = NetworkSettings(self.often.value(), self.mode.value(), quorum)
        self.saved.emit(self._loaded, wanted)
