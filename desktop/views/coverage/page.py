"""The map of coverage with its table, the growth, and the fact sheet."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.coverage import Coverage, Covered, Decided, Month, Part, coverage, decisions
from desktop.texts import _, number
from desktop.views.coverage.growth import Growth
from desktop.views.coverage.sheet_panel import SheetPanel, Subject
from desktop.views.coverage.tile_map import TileMap
from desktop.views.coverage.words import contact_of, month_name, part_line, sheet_of
from desktop.views.desk import Desk
from desktop.views.meetings.pdf_page import PdfPage
from desktop.views.networks.words import age
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L
from desktop.views.wall_clock import today
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.page import Page
from desktop.views.widgets.split import Split
from desktop.views.widgets.table_view import Table
from desktop.views.widgets.tables import Column

_COUNTRY, _MONTHS = "", "months"
_NARROW = 860


class CoveragePage(QWidget):
    """open() and close_view() as every page. back asks to be left, looked_up(number) to be shown
    a municipality.
    """

    back = Signal()
    looked_up = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._value: Coverage | None = None
        self._page = Page(_("Coverage"), scroll=True)
        self.map = TileMap()
        self.growth = Growth()
        self.shown = Combo(name=_("Show"))
        self.counties = Table(_county_columns(), name=_("Counties"), key=_key)
        self.places = Table(_place_columns(), name=_("Municipalities"), key=lambda one: one.number)
        self.months = Table(_month_columns(), name=_("Growth"), key=lambda one: one.first)
        self.panel = SheetPanel()
        self.pdf = PdfPage(desk)
        self.pdf.set_title(_("Fact sheet"))
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Show what is on disk, and follow its changes."""
        self._desk.follow(self._on_change)
        self._stack.setCurrentIndex(0)
        self._load()

    def close_view(self) -> None:
        """Follow no more changes."""
        self._desk.unfollow(self._on_change)

    def show_part(self, number_: str) -> None:
        """Show a county in the table, the country for an empty number."""
        self.shown.set_value(number_)
        self._fill()

    def make_sheet(self) -> None:
        """Ask what the sheet is to be about, and which decisions are to stand on it."""
        value = self._value
        if value is None:
            return
        subject = self._subject()
        me = self._desk.me
        offered: dict[Subject, str] = {("", ""): _("The whole country")}
        for county, place in (subject, (me.county, me.municipality)):
            if county:
                part = value.part(county)
                offered[county, ""] = self._name(part)
                names = {one.number: one.name for one in part.municipalities}
                if place in names:
                    offered[county, place] = names[place]
        self.panel.begin([*reversed(offered.items())], subject)

    def _lay_out(self) -> None:
        self._page.add_action(Button(_("Back"), self.back.emit, icon="arrow-left"))
        self._page.set_primary(Button(_("Fact sheet"), self.make_sheet, icon="document"))
        beside = Card(_("By county"))
        self._tables = QStackedWidget()
        for table in (self.counties, self.places, self.months):
            self._tables.addWidget(table)
        beside.body.addWidget(self.shown)
        beside.body.addWidget(self._tables, 1)
        beside.setMinimumHeight(px(420))
        both = _Beside(self.map, beside)
        grown = Card(_("The last twelve months"))
        grown.body.addWidget(self.growth)
        self._page.body.addWidget(both, 1)
        self._page.body.addWidget(grown)
        self.panel.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(Split(self._page, self.panel, least_main=640, page=True))
        self._stack.addWidget(self.pdf)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._stack)

    def _connect(self) -> None:
        self.map.chosen.connect(self.show_part)
        self.shown.changed.connect(self._fill)
        self.counties.opened.connect(lambda part: self.show_part(_key(part)))
        self.places.opened.connect(lambda place: self.looked_up.emit(place.number))
        self.panel.closed.connect(self.panel.hide)
        self.panel.asked.connect(self._decisions_of)
        self.panel.wanted.connect(self._preview)
        self.pdf.back.connect(lambda: self._stack.setCurrentIndex(0))
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self._page, self._step_back, context=scope)

    def _step_back(self) -> None:
        if self.shown.value() != _COUNTRY:
            self.show_part(_COUNTRY)
        else:
            self.back.emit()

    def _on_change(self, kinds: frozenset[str]) -> None:
        if kinds & {"network", "kindergarten", "contact_term"}:
            self._load()

    def _load(self) -> None:
        self._desk.ask(coverage, today(), then=self._show, owner=self)

    def _show(self, value: Coverage) -> None:
        self._value = value
        self._page.set_facts(f"{part_line(value.country)} · {age(value.as_of)}")
        self.map.show_coverage(value)
        self.growth.show_months(value.months)
        chosen = self.shown.value() or _COUNTRY
        names = [(_key(one), self._name(one)) for one in value.counties]
        months = (_MONTHS, _("Growth, month by month"))
        self.shown.set_choices([(_COUNTRY, _("The whole country")), *names, months], chosen)
        self._fill()

    def _fill(self) -> None:
        value, chosen = self._value, self.shown.value() or _COUNTRY
        if value is None:
            return
        self.map.choose("" if chosen == _MONTHS else chosen)
        if chosen == _MONTHS:
            self.months.set_rows(value.months[::-1])
            self._tables.setCurrentWidget(self.months)
        elif chosen:
            self.places.set_rows(value.part(chosen).municipalities)
            self._tables.setCurrentWidget(self.places)
        else:
            self.counties.set_rows(value.counties)
            self._tables.setCurrentWidget(self.counties)

    def _subject(self) -> Subject:
        """What a sheet begins with: the municipality under the cursor, the county, the country."""
        chosen = self.shown.value() or _COUNTRY
        if chosen == _MONTHS:
            return "", ""
        if chosen == _COUNTRY:
            county = self.counties.current()
            return (_key(county) if county else "", "")
        place: Covered | None = self.places.current()
        return chosen, place.number if place else ""

    def _decisions_of(self, subject: Subject) -> None:
        self._desk.ask(decisions, *subject, then=self.panel.offer, owner=self)

    def _preview(self, subject: Subject, decided: list[Decided]) -> None:
        value = self._value
        if value is None:
            return
        county, number_ = subject
        part = value.part(county)
        place = next((one for one in part.municipalities if one.number == number_), None)
        facts = sheet_of(part, place, decided, today(), value.counties)
        self.panel.hide()
        self._stack.setCurrentWidget(self.pdf)
        self.pdf.set_facts(facts.place)
        self.pdf.show_pdf(lambda: _pdf(facts), f"Faktaark {facts.place}".replace("/", "-"))

    def _name(self, part: Part) -> str:
        return part.county.name if part.county else _("The whole country")


class _Beside(QWidget):
    """The map and its table, one under the other where there is no room for both."""

    def __init__(self, drawn: QWidget, listed: QWidget) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_L)
        self._row.addWidget(drawn, 1)
        self._row.addWidget(listed, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        narrow = self.width() < px(_NARROW)
        self._row.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider of the two, which come to stand under each other."""
        items = (self._row.itemAt(at) for at in range(self._row.count()))
        widths = (item.minimumSize().width() for item in items if item is not None)
        return QSize(max(widths), super().minimumSizeHint().height())


def _key(part: Part) -> str:
    return part.county.number if part.county else _COUNTRY


def _county_columns() -> list[Column]:
    return [
        Column(_("County"), lambda one: one.county.name, stretch=True),
        Column(_("Members"), lambda one: number(one.members), lambda one: one.members, width=100),
        Column(
            _("Contact kindergarten"),
            lambda one: _("{n} of {all}").format(n=one.covered, all=one.wanted),
            lambda one: one.covered / one.wanted if one.wanted else 0,
            width=150,
        ),
    ]


def _place_columns() -> list[Column]:
    return [
        Column(_("Municipality"), lambda one: one.name, width=140),
        Column(_("Members"), lambda one: number(one.members), lambda one: one.members, width=90),
        Column(_("Contact kindergarten"), contact_of, stretch=True),
    ]


def _month_columns() -> list[Column]:
    return [
        Column(_("Month"), _month, lambda one: one.first, stretch=True),
        Column(_("Members"), lambda one: number(one.members), lambda one: one.members, width=100),
        Column(
            _("Contact kindergarten"),
            lambda one: number(one.covered),
            lambda one: one.covered,
            width=150,
        ),
    ]


def _month(month: Month) -> str:
    return f"{month_name(month.first)} {month.first.year}"


def _pdf(facts: object) -> bytes:
    # Brings reportlab, which no page but this needs.
    from desktop.documents.fact_sheet import fact_sheet_pdf
    from desktop.documents.fact_values import FactSheet

    assert isinstance(facts, FactSheet)
    return fact_sheet_pdf(facts)
