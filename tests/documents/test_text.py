import pytest

from desktop.documents import fonts, text

SAMI = "áÁčČđĐŋŊšŠŧŦžŽïÏöÖæÆøØåÅäÄǥǤǧǦǩǨʒƷǯǮõÕâÂ"


@pytest.mark.parametrize("letter", SAMI)
def test_the_bundled_fonts_have_every_letter_of_norwegian_and_the_sami_languages(
    letter: str,
) -> None:
    assert fonts.shows(letter)


def test_the_fonts_show_all_that_is_taken_for_plain() -> None:
    plain = [char for char in map(chr, range(32, 0x2100)) if text.PLAIN.fullmatch(char)]

    assert all(map(fonts.shows, plain))


def shown(words: str) -> str:
    return text.line(words, fonts.shows)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Bra 🎉 jobba", "Bra □ jobba"),
        ("👩🏽‍🚒 og 👨‍👩‍👧", "□ og □"),
        ("🇳🇴🇸🇪", "□□"),
        ("漢字", "□□"),
        ("punkt 1️⃣", "punkt 1"),
        ("a\u0300 a\u030a", "à å"),
        ("\ufb01n ＡＢ", "fin AB"),
        ("nu\x00ll \x07 bjelle", "null bjelle"),
        ("snu \u202e om", "snu om"),
        ("to\tord \u3000 her\r\nog der", "to ord her og der"),
        ("\ud800", "□"),
        ("", ""),
    ],
)
def test_what_the_font_lacks_is_seen_as_a_box_and_what_has_no_shape_is_dropped(
    typed: str, printed: str
) -> None:
    assert shown(typed) == printed


def test_a_long_text_keeps_its_paragraphs_lines_and_bullets() -> None:
    typed = "Først.\nSå.\n\n\nNytt avsnitt:\n- en & to\n• tre\nslutt"

    made = list(text.paragraphs(typed, fonts.shows))

    assert made == [
        text.Paragraph("Først.\nSå."),
        text.Paragraph("Nytt avsnitt:"),
        text.Paragraph("en & to", bullet=True),
        text.Paragraph("tre", bullet=True),
        text.Paragraph("slutt"),
    ]


def test_a_text_too_long_for_its_place_ends_in_an_ellipsis() -> None:
    cut = fonts.fitted("Levanger lokale nettverk " * 9, fonts.REGULAR, 8, 200)

    assert cut.endswith("…")
    assert fonts.width(cut, fonts.REGULAR, 8) <= 200
