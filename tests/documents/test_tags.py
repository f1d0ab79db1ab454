"""Whoever cannot see a document hears all of it, in order, and knows what each part is."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from desktop.documents import (
    Collection,
    Decision,
    FollowUpLine,
    ItemKind,
    ItemText,
    MinutesStatus,
    NoticeStatus,
    Outcome,
    Person,
    collection_pdf,
    decisions_pdf,
    fonts,
    minutes_pdf,
    notice_pdf,
)
from desktop.documents import style as s
from desktop.documents.paper import Paper
from desktop.documents.setting import Run
from desktop.documents.sheet import Sheet, build
from desktop.documents.strips import Cell, Strip, Text, put
from tests.documents import reading
from tests.documents.examples import DECISIONS, MINUTES, NOTICE, numbered
from tests.documents.structure import Element, Structure

# more letters than one subset of a font holds
LETTERS = [chr(n) for n in (*range(0x21, 0x7F), *range(0xC0, 0x180), *range(0x391, 0x450))]
EVERY_LETTER = " ".join(filter(fonts.shows, LETTERS))
LINE = "Nettverket drøftet saken grundig og ble enig om å se på den igjen. "


def long_minutes(items: int) -> bytes:
    """The minutes of a meeting with many items, each of half a page."""
    one = ItemText(numbered(1), "", ItemKind.DISCUSSION, discussion="\n\n".join([LINE * 8] * 3))
    numbers = range(1, items + 1)
    all_ = tuple(replace(one, number=numbered(n), title=f"Sak nummer {n:03d}") for n in numbers)
    return minutes_pdf(replace(MINUTES, items=all_))


def draft() -> bytes:
    """A draft whose parts are all taller than a page."""
    tall = ItemText(
        numbered(1),
        "Lang sak " * 40,
        ItemKind.DECISION,
        background=LINE * 120,
        discussion="\n".join(f"- {LINE}" for _ in range(90)),
        decision=Decision(Outcome.CARRIED, "\n\n".join([LINE * 9] * 20), 4, 1, 0, LINE * 90),
        follow_ups=tuple(FollowUpLine(LINE * 80, LINE) for _ in range(3)),
    )
    people = tuple(Person(f"Deltaker {n}", LINE, "styrer", "kom sent") for n in range(70))
    attendance = replace(MINUTES.attendance, present=people)
    status = MinutesStatus.DRAFT
    return minutes_pdf(
        replace(MINUTES, items=(tall,), attendance=attendance, status=status, fingerprint=None)
    )


MAKERS: dict[str, Callable[[], bytes]] = {
    "notice": lambda: notice_pdf(NOTICE),
    "cancelled": lambda: notice_pdf(
        replace(NOTICE, status=NoticeStatus.CANCELLED, agenda=NOTICE.agenda * 9)
    ),
    "minutes": lambda: minutes_pdf(MINUTES),
    "tall": draft,
    "decisions": lambda: decisions_pdf(DECISIONS),
    "collection": lambda: collection_pdf(Collection("Levanger", "2026", (MINUTES,) * 12)),
    "letters": lambda: minutes_pdf(replace(MINUTES, other_business=EVERY_LETTER)),
}


@cache
def made(name: str) -> bytes:
    return MAKERS[name]()


@pytest.mark.parametrize("name", MAKERS)
def test_all_that_is_marked_is_read_once_and_in_order(name: str) -> None:
    assert list(Structure(made(name)).problems()) == []


@pytest.mark.parametrize("name", MAKERS)
def test_every_font_can_be_read_as_letters(name: str) -> None:
    for font in reading.fonts(made(name)):
        assert "/ToUnicode" in font
        assert "/FontFile2" in font["/FontDescriptor"]


def test_the_checker_finds_what_is_wrong() -> None:
    structure = Structure(minutes_pdf(MINUTES))
    table = next(each for each in structure.elements if each.tag == "Table")
    table.kids[0].kids[1].attributes.clear()
    table.kids[1].kids.pop()
    structure.order.reverse()

    found = list(structure.problems())

    assert any("without its scope" in each for each in found)
    assert any("cells under 4 headers" in each for each in found)
    assert any("the structure reads" in each for each in found)


def test_the_table_of_contents_tells_on_which_page_each_minutes_begin() -> None:
    pdf = made("collection")
    pages = reading.pages(pdf)
    begun = [at for at, page in enumerate(pages, 1) if "Møtereferat 4/2026 Lokalt" in page]

    told = re.findall(r"Levanger lokale nettverk (\d+)(?= Lokalt| Møtereferater|$)", pages[0])

    assert len(begun) == 12
    assert [int(each) for each in told] == begun


def test_a_letter_of_a_second_subset_is_printed_and_read() -> None:
    words = set(reading.words(made("letters")).split())

    assert len(EVERY_LETTER.split()) > 256
    assert words.issuperset(EVERY_LETTER.split())


def test_headings_lead_through_the_minutes() -> None:
    tags = Structure(minutes_pdf(MINUTES)).tags()

    assert tags.count("H1") == 1
    assert tags.count("H2") == len(MINUTES.items) + len(["Eventuelt", "Løftet", "Neste", "Vedlegg"])
    assert tags.count("Sect") == len(MINUTES.items) + 1
    assert tags.count("LI") == 3 + len(MINUTES.attachments)
    assert tags.count("Table") == 2


def test_the_group_of_those_present_heads_all_their_rows() -> None:
    tables = [each for each in Structure(minutes_pdf(MINUTES)).elements if each.tag == "Table"]
    groups = [cell for row in tables[0].kids[1:] for cell in row.kids if cell.tag == "TH"]

    assert [span(cell) for cell in groups] == [5, 1, 1, 1]


def test_bold_and_linked_words_flow_in_their_paragraph() -> None:
    bold, plain = fonts.SEMIBOLD, fonts.REGULAR
    runs = (
        Run("Vi leste ", plain),
        Run("hele avtalen", bold),
        Run(", se ", plain),
        Run("kommunens side om vikarer", plain, "https://example.no/vikar"),
        Run(f" og drøftet den.\n{LINE * 3}{'W' * 400}", plain),
    )

    def filled(paper: Paper) -> None:
        heads = (("H1", "Tittel"), ("H2", "Sak"))
        texts = tuple(Text(words, s.BODY, tag, entry=(words, 0)) for tag, words in heads)
        point = Text(runs, s.POINT, mark="–", depth=1)
        cell = Cell(s.LABELS, s.TEXT, (*texts, Text(runs, s.BODY, "P"), point))
        put(paper, Strip((cell,)), paper.root)

    pdf = build(filled, Sheet("Tittel", "Nettverket", "Prøve", "løper", "fot"))

    assert list(Structure(pdf).problems()) == []
    assert "Vi leste hele avtalen, se kommunens side om vikarer og drøftet den." in reading.words(
        pdf
    )
    assert Structure(pdf).tags().count("Link") == 2
    assert reading.words(pdf).replace(" ", "").count("W") == 800


def span(cell: Element) -> int:
    return int(cell.attributes.get("/RowSpan", 1))


def heard(pdf: bytes, folder: Path) -> str:
    """What a second program reads from the structure."""
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    command = ["pdfinfo", "-struct-text", str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    return re.sub(r"\s+", " ", " ".join(re.findall(r'"(.*)"', done.stdout)))


def test_another_program_reads_the_whole_in_order(tmp_path: Path) -> None:
    assert reading.in_order(
        heard(minutes_pdf(MINUTES), tmp_path),
        "Levanger lokale nettverk Møtereferat 4/2026",
        "Dato Torsdag 26. november 2026",
        "Oppmøte Navn Barnehage Rolle Til stede (5) Kari Nordli",
        "Sak 15/26 Vikarutgifter høsten 2026 Vedtakssak Saksopplysning Tre av sju",
        "– færre timer uten kjent vikar",
        "Vedtak Nettverket prøver felles vikarpool",
        "Oppfølging Oppgave Ansvarlig Frist Lage utkast",
        "Møtet hevet kl. 10.55 Kari Nordli Møteleder",
        "Vedlegg 1. Oversikt vikarutgifter.xlsx",
    )


def test_the_foot_of_the_page_and_the_watermark_are_not_read_aloud(tmp_path: Path) -> None:
    words = heard(draft(), tmp_path)

    assert "Side 1 av" not in words
    assert "UTKAST" not in words
    assert words.count("Oppgave Ansvarlig Frist") == 1


def test_two_hundred_items_on_a_hundred_pages_are_read_in_order(tmp_path: Path) -> None:
    pdf = long_minutes(200)

    assert len(reading.opened(pdf).pages) >= 100
    titles = re.findall(r"Sak nummer (\d{3})", heard(pdf, tmp_path))
    assert titles == [f"{n:03d}" for n in range(1, 201)]
