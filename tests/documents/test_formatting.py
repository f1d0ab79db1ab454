"""Bold, lists and links read alike in PDF, mail and window."""

from datetime import date, time
from io import BytesIO

import pytest
from pypdf import PdfReader

from desktop.documents import formatting
from desktop.documents.notice import notice_pdf
from desktop.documents.values import (
    AgendaLine,
    ItemKind,
    Level,
    MeetingFacts,
    Notice,
    NoticeStatus,
    Person,
)

TEXT = """Vi har **to** tilbud, se [tallene](https://example.no/tall?a=1&b=2).
Frist *fredag*.

- ring kommunen
  - spør om tilskudd
- skriv <b>ikke</b> navn

1. først
2. så"""


def test_the_same_text_is_html_and_plain_words() -> None:
    assert formatting.html(TEXT) == (
        "<p>Vi har <b>to</b> tilbud, se "
        '<a href="https://example.no/tall?a=1&amp;b=2">tallene</a>.<br>Frist <i>fredag</i>.</p>'
        "<ul><li>ring kommunen<ul><li>spør om tilskudd</li></ul></li>"
        "<li>skriv &lt;b&gt;ikke&lt;/b&gt; navn</li></ul><ol><li>først</li><li>så</li></ol>"
    )
    assert formatting.plain(TEXT).splitlines() == [
        "Vi har to tilbud, se tallene (https://example.no/tall?a=1&b=2).",
        "Frist fredag.",
        "– ring kommunen",
        "  – spør om tilskudd",
        "– skriv <b>ikke</b> navn",
        "1. først",
        "2. så",
    ]


@pytest.mark.parametrize(
    "text",
    ["# Ikke en overskrift", "| ikke | tabell |", "<script>alert(1)</script>", "[x](javascript:y)"],
)
def test_nothing_else_is_more_than_it_says(text: str) -> None:
    assert formatting.plain(text) == text
    assert "<script" not in formatting.html(text)
    assert "href" not in formatting.html(text)


def test_lines_that_begin_with_a_dash_are_points_as_people_write_them() -> None:
    found = formatting.blocks("– Avtale (ansvarlig: Kari)\n• Ring")
    assert [block.marker for block in found] == ["–", "–"]


@pytest.mark.parametrize(
    ("words", "title", "address"),
    [
        ("Budsjett 2027", "Budsjett 2027", ""),
        ("Budsjett 2027 https://example.no/b", "Budsjett 2027", "https://example.no/b"),
        ("Budsjett: https://example.no/b", "Budsjett", "https://example.no/b"),
        ("[Budsjett](https://example.no/b)", "Budsjett", "https://example.no/b"),
        ("https://example.no/b", "https://example.no/b", "https://example.no/b"),
    ],
)
def test_an_attachment_is_a_title_with_a_link(words: str, title: str, address: str) -> None:
    assert formatting.attachment(words) == (title, address)


def test_the_pdf_has_the_words_and_the_links() -> None:
    line = AgendaLine(
        None,
        "Tilskudd",
        ItemKind.DISCUSSION,
        background=TEXT,
        attachments=("Budsjett https://example.no/b", "Notat"),
    )
    meeting = MeetingFacts("Nettverk", Level.LOCAL, 4, date(2026, 11, 26), time(9))
    notice = Notice(meeting, NoticeStatus.CHANGED, Person("Kari Nordli"), agenda=(line,))

    pages = PdfReader(BytesIO(notice_pdf(notice))).pages
    words = " ".join(page.extract_text() for page in pages)
    links = [
        annotation.get_object()["/A"]["/URI"]
        for page in pages
        for annotation in page.get("/Annots", ())
    ]

    assert "Vi har to tilbud, se tallene." in words
    assert "**" not in words
    assert "Denne erstatter den som er sendt før" in words
    assert links == ["https://example.no/tall?a=1&b=2", "https://example.no/b"]
