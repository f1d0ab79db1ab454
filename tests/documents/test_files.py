"""What holds for both documents as files."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.documents import (
    AgendaLine,
    Decision,
    FollowUpLine,
    ItemKind,
    ItemText,
    Outcome,
    Person,
    minutes_pdf,
    notice_pdf,
)
from tests.documents import reading
from tests.documents.examples import FINGERPRINT, MEETING, MINUTES, NOTICE

Make = Callable[[], bytes]
BOTH = pytest.mark.parametrize(
    "make", [lambda: notice_pdf(NOTICE), lambda: minutes_pdf(MINUTES)], ids=["notice", "minutes"]
)


@BOTH
def test_the_same_value_gives_the_same_bytes(make: Make) -> None:
    assert make() == make()


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import hashlib; from desktop.documents import minutes_pdf;"
        "from tests.documents.examples import MINUTES;"
        "print(hashlib.sha256(minutes_pdf(MINUTES)).hexdigest())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout
        for _ in range(2)
    ]

    assert runs[0] == runs[1]


@BOTH
def test_every_font_is_embedded_and_its_text_can_be_copied(make: Make) -> None:
    fonts = reading.fonts(make())
    names = {str(font["/BaseFont"]).partition("+")[2] for font in fonts}

    assert {name.replace("-", "") for name in names} == {
        "InterRegular",
        "InterMedium",
        "InterSemiBold",
    }
    for font in fonts:
        assert "/ToUnicode" in font
        assert "/FontFile2" in font["/FontDescriptor"]


@BOTH
def test_the_file_tells_its_title_author_and_language(make: Make) -> None:
    reader = reading.opened(make())
    catalogue = reading.catalogue(make())

    assert reader.metadata is not None
    assert "Levanger lokale nettverk" in str(reader.metadata.title)
    assert reader.metadata.author in {"Kari Nordli", "Levanger lokale nettverk"}
    assert catalogue["/Lang"] == "nb-NO"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_whole_fingerprint_is_in_the_data_of_the_file() -> None:
    metadata = reading.opened(minutes_pdf(MINUTES)).metadata

    assert metadata is not None
    assert FINGERPRINT in str(metadata["/Keywords"])


@BOTH
def test_every_page_is_a4(make: Make) -> None:
    for page in reading.opened(make()).pages:
        assert [round(side) for side in page.mediabox[2:]] == [595, 842]


def test_the_values_can_be_had_without_loading_reportlab() -> None:
    code = (
        "import sys, desktop.documents, desktop.documents.bokmal;"
        "sys.exit(any(name.startswith('reportlab') for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


NASTY = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="<>&;/\"'ba \n\t-🎉\u200d\ufe0f\x00\u202e\u00ad\u00a0\ud800é漢", max_size=80),
    st.sampled_from(
        [
            "",
            " ",
            "\n\n",
            "- ",
            "<b>",
            "</para>",
            "&#0;",
            "&nbsp;",
            "<img src='x'/>",
            "W" * 5000,
            "https://example.no/" + "a/" * 900,
            "en\u00a0" * 900,
            "linje\n" * 150,
            "- punkt\n" * 90,
        ]
    ),
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(NASTY, min_size=8, max_size=8), st.sampled_from(Outcome))
def test_no_text_that_a_user_can_type_breaks_a_document(texts: list[str], outcome: Outcome) -> None:
    one, two, three, four, five, six, seven, eight = texts
    person = Person(one, two, three, four)
    meeting = replace(MEETING, network=one, place=two, link=three)
    item = ItemText(
        None,
        five,
        ItemKind.DECISION,
        six,
        seven,
        eight,
        Decision(outcome, one, dissent=two),
        (FollowUpLine(six, seven), FollowUpLine(eight, one)),
        four,
    )
    attendance = replace(MINUTES.attendance, present=(person,), quorum=eight)
    minutes = replace(
        MINUTES,
        meeting=meeting,
        attendance=attendance,
        chair=person,
        items=(item, MINUTES.items[0]),
        other_business=eight,
        attachments=(seven,),
        fingerprint=six,
    )
    line = AgendaLine(None, one, ItemKind.DISCUSSION, two, 5, three, (four, five))
    notice = replace(
        NOTICE,
        meeting=meeting,
        sender=person,
        agenda=(line, *NOTICE.agenda),
        recipients=six,
        message=seven,
        signed_at=eight,
    )

    assert "Enstemmig vedtatt." in reading.words(minutes_pdf(minutes))
    assert "Vikarutgifter høsten 2026" in reading.words(notice_pdf(notice))


def test_what_looks_like_markup_is_printed_as_it_was_typed() -> None:
    item = replace(MINUTES.items[1], title="<b>Små & store</b>", discussion="5 < 7 &amp; 9 > 3")

    words = reading.words(minutes_pdf(replace(MINUTES, items=(item,))))

    assert "<b>Små & store</b>" in words
    assert "5 < 7 &amp; 9 > 3" in words
