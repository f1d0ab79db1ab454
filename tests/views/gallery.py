"""Draws all widgets of the kit into pictures: python -m tests.views.gallery FOLDER."""

import os
import sys
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from desktop.texts import install
from desktop.views.qt_texts import install_qt_texts
from desktop.views.shell import Area, MainWindow
from desktop.views.theme import SCHEMES, Theme
from desktop.views.theme.tokens import SPACE_L, SPACE_M, SPACE_S, Tone
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.button import Button, IconButton
from desktop.views.widgets.card import Card
from desktop.views.widgets.check_box import CheckBox
from desktop.views.widgets.checklist_row import ChecklistRow
from desktop.views.widgets.choice_list import ChoiceList
from desktop.views.widgets.columns import Columns
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.field import Field
from desktop.views.widgets.messages import Messages
from desktop.views.widgets.number_edit import NumberEdit
from desktop.views.widgets.page import Page
from desktop.views.widgets.pdf_preview import PdfPreview
from desktop.views.widgets.progress_row import ProgressRow
from desktop.views.widgets.rows import Row, RowList
from desktop.views.widgets.search_field import SearchField
from desktop.views.widgets.side_panel import SidePanel
from desktop.views.widgets.split import Split
from desktop.views.widgets.table_view import Table
from desktop.views.widgets.tables import Column
from desktop.views.widgets.tag_editor import TagEditor
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.text_line import TextLine
from desktop.views.widgets.time_edit import TimeEdit

TONES: tuple[Tone, ...] = ("primary", "info", "warn", "danger", "neutral")


@dataclass(frozen=True)
class Person:
    """Somebody invented."""

    id: int
    name: str
    role: str
    email: str
    status: str
    tone: Tone


PEOPLE = [
    Person(1, "Kari Sørbø", "Pedagogisk leder", "kari.sorbo@example.no", "Har tilgang", "primary"),
    Person(2, "Ola Åsnes", "Barnehagelærer", "ola.asnes@example.no", "Varslet", "info"),
    Person(3, "Áile Somby", "Assistent", "aile.somby@example.no", "Til godkjenning", "warn"),
    Person(4, "Liv Øien", "Fagarbeider", "liv.oien.med.langt.navn@example.no", "Avvist", "danger"),
    Person(5, "Per Dahl", "Vikar", "per.dahl@example.no", "Sluttet 31.10.2026", "neutral"),
]


class Kept:
    """Settings that live as long as the test."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.values.get(key)

    def set(self, key: str, value: str) -> None:
        self.values[key] = value


def nothing() -> None:
    """An action that does nothing."""


def overview() -> QWidget:
    """Checklist, meetings, follow-ups and progress."""
    page = Page("God morgen", "Torsdag 26. november 2026", scroll=True)
    start = Card("Kom i gang")
    start.set_badge("3 av 5", "primary")
    start.body.addWidget(ChecklistRow("Les retningslinjene", "Lest 12. november", done=True))
    start.body.addWidget(ChecklistRow("Meld inn deg selv", "14 personer innmeldt", done=True))
    start.body.addWidget(
        ChecklistRow(
            "Finn det lokale nettverket i Levanger",
            "Ingen kontaktbarnehage ennå",
            done=False,
            action=("Start", nothing),
        )
    )
    start.body.addStretch()
    page.body.addWidget(Columns([start, _tones()], [_meetings(), _tasks()]))
    page.body.addStretch()
    return page


def _meetings() -> Card:
    meetings = Card("Neste møter")
    meetings.add_action(Button("Nytt møte", icon="plus"))
    rows = RowList(name="Neste møter")
    rows.set_rows(
        [
            Row("Lokalt nettverk Levanger", lead="26. nov", badge=("I dag 09.00", "primary")),
            Row(
                "Regionalt nettverk Trøndelag",
                "Sakliste sendt 20. november",
                lead="10. des",
                badge=("Innkalt", "info"),
                on_click=nothing,
            ),
            Row("Nasjonalt nettverk", "Planlagt", icon="meetings", on_click=nothing),
        ]
    )
    meetings.body.addWidget(rows)
    return meetings


def _tasks() -> Card:
    tasks = Card("Oppfølging")
    tasks.set_badge("2 forfaller denne uken", "warn")
    tasks.body.addWidget(CheckBox("Samle tall for september–november", checked=True))
    tasks.body.addWidget(CheckBox("Lage utkast til avtale om vikarpool"))
    busy = CheckBox("Svare Trollskogen om hospitering")
    busy.setEnabled(False)
    tasks.body.addWidget(busy)
    progress = ProgressRow("Henter innlegg", nothing)
    progress.set_progress(1200, 4000)
    tasks.body.addWidget(progress)
    return tasks


def _tones() -> Card:
    card = Card("Merker og knapper")
    badges, buttons = QHBoxLayout(), QHBoxLayout()
    for tone in TONES:
        badges.addWidget(Badge(tone.capitalize(), tone))
    badges.addStretch()
    buttons.addWidget(Button("Lagre", kind="primary", icon="check"))
    buttons.addWidget(Button("Avbryt"))
    buttons.addWidget(Button("Slett", kind="danger", icon="trash"))
    buttons.addWidget(Button("Mer om dette", kind="quiet"))
    buttons.addWidget(IconButton("more", "Mer"))
    off = Button("Av", kind="primary")
    off.setEnabled(False)
    buttons.addWidget(off)
    buttons.addStretch()
    for row in (badges, buttons):
        row.setSpacing(SPACE_S)
        card.body.addLayout(row)
    marked = Card(marked=True)
    marked.body.addWidget(TextArea("Nettverket prøver felles vikarpool.", name="Vedtak", lines=2))
    card.body.addWidget(marked)
    return card


def staff() -> QWidget:
    """A table with a form in the side panel."""
    page = Page("Ansatte", "14 innmeldt · 11 har tilgang · 2 venter på godkjenning")
    page.add_action(Button("Kopier melding til ansatte", icon="copy"))
    page.set_primary(Button("Meld inn ansatt", kind="primary", icon="person-add"))
    card = Card()
    table = Table(
        [
            Column("Navn", lambda one: one.name, width=130),
            Column("Rolle", lambda one: one.role, width=140),
            Column("E-post", lambda one: one.email, stretch=True, muted=True),
            Column("Status", lambda one: one.status, tone=lambda one: one.tone, width=170),
        ],
        name="Ansatte",
        empty=EmptyState("people", "Ingen treff", "Prøv et annet ord."),
    )
    search = SearchField("Søk etter navn, e-post eller rolle")
    search.searched.connect(table.filter)
    card.body.addWidget(search)
    card.body.addWidget(table, 1)
    table.set_rows(PEOPLE)
    table.sort(0)
    table.choose(3)
    page.body.addWidget(Split(card, _panel()), 1)
    return page


def _panel() -> SidePanel:
    panel = SidePanel("Meld inn ansatt")
    panel.set_badge("Ikke sendt", "info")
    wrong = Field("E-post", TextLine("ansatt.e@example"), required=True)
    wrong.set_error("Adressen mangler slutten, for eksempel .no.")
    roles = [("a", "Assistent", "Forum og dokumenter"), ("v", "Vikar", "Forum")]
    for field in (
        Field("Navn", TextLine("Eva Lund"), required=True),
        wrong,
        Field("Roller", ChoiceList(roles, ["a"]), required=True),
        Field("Startdato", DateEdit(date(2026, 12, 1)), help="Tilgangen gjelder fra denne dagen."),
        Field("Eierform", Combo([(1, "Aksjeselskap"), (2, "Stiftelse")])),
    ):
        panel.body.addWidget(field)
    panel.footer.addWidget(Button("Avbryt"))
    panel.footer.addStretch()
    panel.footer.addWidget(Button("Meld inn", kind="primary", icon="send"))
    return panel


def writing() -> QWidget:
    """The other controls, and an empty state."""
    page = Page("Innlegg", "Utkastet er lagret på denne PC-en kl. 09.41")
    card = Card("Om barnehagen")
    when = QHBoxLayout()
    when.setSpacing(SPACE_M)
    when.addWidget(Field("Fra", TimeEdit(time(9, 0))))
    when.addWidget(Field("Varighet", NumberEdit(25, unit="min")))
    when.addWidget(Field("Dato", DateEdit()))
    for field in (
        Field("Dette er vi glad i", TextArea("Vi er ute hver dag.\nVi har lavvo i skogen.")),
        Field("Profil", TagEditor(["friluft", "mat og måltid", "musikk"], suggestions=["kunst"])),
    ):
        card.body.addWidget(field)
    card.body.addLayout(when)
    fixed = TextLine("Trøndelag")
    fixed.setReadOnly(True)
    card.body.addWidget(Field("Fylke", fixed, help="Følger kommunen."))
    card.body.addStretch()
    side = Card()
    side.body.addWidget(
        EmptyState(
            "posts",
            "Ingen innlegg ennå",
            "Her kommer innleggene fra nettverket. Begynn med å presentere barnehagen.",
            action=("Skriv velkomstinnlegget", nothing),
        )
    )
    row = QHBoxLayout()
    row.setSpacing(SPACE_L)
    row.addWidget(card, 1)
    row.addWidget(side, 1)
    page.body.addLayout(row)
    return page


def paper() -> QWidget:
    """A PDF."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    drawn = BytesIO()
    canvas = Canvas(drawn)
    for number in (1, 2, 3):
        canvas.setFont("Helvetica", 24)
        canvas.drawString(72, 740, f"Innkalling, side {number}")
        canvas.showPage()
    canvas.save()
    page = Page("Innkalling", "Slik ser dokumentet ut før det lagres")
    preview = PdfPreview()
    preview.show_pdf(drawn.getvalue(), "innkallingen")
    page.body.addWidget(preview, 1)
    return page


def window(messages: Messages) -> MainWindow:
    """The shell with the pages of the gallery."""
    shown = MainWindow(Kept(), messages)
    shown.set_who("Solbakken barnehage", "Levanger · Trøndelag")
    shown.set_areas(
        [
            Area("overview", "Oversikt", "home", overview),
            Area("staff", "Ansatte", "people", staff),
            Area("posts", "Innlegg", "posts", writing),
            Area("networks", "Nettverk", "pin", paper),
            Area("meetings", "Møter", "meetings", QWidget),
            Area("settings", "Innstillinger", "settings", QWidget, "foot"),
            Area("help", "Hjelp", "help", QWidget, "foot", "F1"),
        ]
    )
    shown.set_sync_state("Frakoblet", "3 endringer venter på sending", "cloud-off")
    return shown


def main(folder: Path) -> None:
    """Every page, light and dark, at two sizes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    install("nb")
    install_qt_texts(app, "nb")
    messages = Messages()
    theme = Theme.install(app)
    shown = window(messages)
    shown.show()
    for scheme in SCHEMES[1:]:
        for text_size, size in (
            (1.0, QSize(1360, 860)),
            (1.0, QSize(1024, 700)),
            (1.5, QSize(1360, 860)),
        ):
            theme.set(scheme, text_size)
            shown.resize(size)
            for key in ("overview", "staff", "posts", "networks"):
                shown.go(key)
                QTest.qWait(120)
                name = f"{key}-{scheme}-{size.width()}-{text_size}.png"
                shown.grab().save(str(folder / name))
    del shown


if __name__ == "__main__":
    main(Path(sys.argv[1]))
