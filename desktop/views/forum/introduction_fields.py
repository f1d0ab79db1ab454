"""The fields of the introduction, and the county's own texts where it has any."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from contract.geography import municipality
from desktop.models.introduction import TAGS, Introduction
from desktop.texts import N_, _, ngettext, number
from desktop.views.forum.municipality_line import MunicipalityLine
from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.label import Label
from desktop.views.widgets.number_edit import NumberEdit
from desktop.views.widgets.tag_editor import TagEditor
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.text_line import TextLine

_SHORT, _LONG = 12, 150
_LOVES = N_("What we love and do well")
_HOPES = N_("What we hope the network can help us with")


class IntroductionFields(QWidget):
    """changed at each keystroke; turned(bool) when its user looks at the county's copy; dropped
    when the county's own texts were taken away, with what puts them back.
    """

    changed = Signal()
    turned = Signal(bool)
    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.name = TextLine()
        self.places = NumberEdit(least=1, most=999)
        self.municipality = MunicipalityLine()
        self.county = TextLine()
        self.county.setReadOnly(True)
        self.loves, self.hopes = TextArea(lines=4), TextArea(lines=4)
        self.county_loves, self.county_hopes = TextArea(lines=4), TextArea(lines=4)
        self.tags = TagEditor(suggestions=TAGS)
        self._own = False
        self._note = Label("", "small")
        self._follow = Button(_("Use the same text"), self._use_same, kind="quiet")
        self.tabs = QTabWidget()
        self.fields = self._make_fields()
        self._copies = (
            Field(_(_LOVES), self.county_loves, help=length_help("")),
            Field(_(_HOPES), self.county_hopes, help=length_help("")),
        )
        self.form = Form(*self.fields.values())
        self._lay_out()
        self._connect()

    def value(self) -> Introduction:
        """What is written, as it stands."""
        return Introduction(
            name=self.name.text(),
            approved_places=self.places.value(),
            municipality=self.municipality.value(),
            loves=self.loves.value(),
            hopes=self.hopes.value(),
            tags=frozenset(self.tags.value()),
            county_loves=self.county_loves.value() if self._own else None,
            county_hopes=self.county_hopes.value() if self._own else None,
        )

    def set_value(self, form: Introduction) -> None:
        """Show this; nothing is said to have changed."""
        self.name.set_value(form.name)
        self.places.set_value(form.approved_places)
        self.municipality.set_value(form.municipality)
        self.loves.set_value(form.loves)
        self.hopes.set_value(form.hopes)
        self.tags.set_value(sorted(form.tags))
        self._own = form.county_loves is not None or form.county_hopes is not None
        copy = form.in_county()
        self.county_loves.set_value(copy.loves)
        self.county_hopes.set_value(copy.hopes)
        self._show_county()
        self._show_copy()
        # The cursor may have left an empty field before there was anything to show in it.
        for field in self.fields.values():
            if field.error:
                field.validate()

    def name_places(self, welcome: str, county: str) -> None:
        """Say on the tabs where each text will stand."""
        self.tabs.setTabText(0, welcome)
        self.tabs.setTabText(1, county)

    @property
    def in_county(self) -> bool:
        """Whether the county's copy is looked at."""
        return self.tabs.currentIndex() == 1

    def _make_fields(self) -> dict[str, Field]:
        return {
            "name": Field(_("The kindergarten's name"), self.name, required=True),
            "approved_places": Field(_("Approved places"), self.places, required=True),
            "municipality": Field(_("Municipality"), self.municipality, required=True),
            "county": Field(_("County"), self.county),
            "loves": Field(_(_LOVES), self.loves, help=length_help("")),
            "hopes": Field(_(_HOPES), self.hopes, help=length_help("")),
            "tags": Field(
                _("Profile"), self.tags, help=_("Choose from the list, or write your own words.")
            ),
        }

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_M)
        rows.addLayout(self._beside(("name", 7), ("approved_places", 4)))
        rows.addLayout(self._beside(("municipality", 1), ("county", 1)))
        self.tabs.addTab(_column(self.fields["loves"], self.fields["hopes"]), "")
        self.tabs.addTab(_column(*self._copies), "")
        self.tabs.setCornerWidget(self._follow)
        self.tabs.setAccessibleName(_("Where the text will stand"))
        rows.addWidget(self.tabs)
        # under the tabs and not in one, for both of them have the height of the higher one
        rows.addWidget(self._note)
        rows.addWidget(self.fields["tags"])

    def _connect(self) -> None:
        for control in (self.name, self.places, self.municipality, self.tags):
            control.changed.connect(self.changed)
        self.municipality.chosen.connect(self._show_county)
        for text in (self.loves, self.hopes):
            text.changed.connect(self._main_typed)
        for text in (self.county_loves, self.county_hopes):
            text.changed.connect(self._copy_typed)
        for field in (self.fields["loves"], self.fields["hopes"], *self._copies):
            assert isinstance(field.control, TextArea)
            field.control.textChanged.connect(partial(self._help, field))
        self.tabs.currentChanged.connect(self._turn)

    def _help(self, field: Field) -> None:
        assert isinstance(field.control, TextArea)
        field.set_help(length_help(field.control.value()))

    def _turn(self, at: int) -> None:
        self._show_copy()
        self.turned.emit(at == 1)

    def _beside(self, *named: tuple[str, int]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        for name, stretch in named:
            line.addWidget(self.fields[name], stretch, Qt.AlignmentFlag.AlignTop)
        return line

    def _show_county(self) -> None:
        place = municipality(self.municipality.value())
        self.county.set_value(place.county.name if place else "")

    def _main_typed(self) -> None:
        if not self._own:
            self.county_loves.set_value(self.loves.value())
            self.county_hopes.set_value(self.hopes.value())
        self.changed.emit()

    def _copy_typed(self) -> None:
        self._own = True
        self._show_copy()
        self.changed.emit()

    def _use_same(self) -> None:
        own = (self.county_loves.value(), self.county_hopes.value())
        self._own = False
        self._show_copy()
        self._main_typed()
        self.dropped.emit(lambda: self._put_back(*own))

    def _put_back(self, loves: str, hopes: str) -> None:
        self.county_loves.set_value(loves)
        self.county_hopes.set_value(hopes)
        self._copy_typed()

    def _show_copy(self) -> None:
        self._follow.setVisible(self._own and self.in_county)
        self._note.setVisible(self.in_county)
        self._note.setText(
            _("The county has a text of its own.")
            if self._own
            else _("Says the same as the first text. Write here to say something else.")
        )


def length_help(text: str) -> str:
    """Whether a text has a length that is good to read."""
    count = len(text.split())
    if not count:
        return _("Three to ten sentences are good to read.")
    words = ngettext("{n} word.", "{n} words.", count).format(n=number(count))
    if count < _SHORT:
        return f"{words} {_('A little more lets others see who you are.')}"
    if count > _LONG:
        return f"{words} {_('Few read so much. Can it be said more briefly?')}"
    return f"{words} {_('A good length.')}"


class _Column(QWidget):
    """As high as it must be at its width; tabs would take the height of a narrow one."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), min(least.height(), self.heightForWidth(self.width())))


def _column(*widgets: QWidget) -> QWidget:
    column = _Column()
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, SPACE_M, 0, 0)
    rows.setSpacing(SPACE_M)
    for widget in widgets:
        rows.addWidget(widget)
    rows.addStretch()
    return column
