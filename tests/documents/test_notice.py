from dataclasses import replace

from desktop.documents import AgendaLine, ItemKind, NoticeStatus, notice_pdf
from tests.documents import reading
from tests.documents.examples import MEETING, NOTICE


def test_a_notice_says_everything_in_the_norwegian_order() -> None:
    assert reading.in_order(
        reading.words(notice_pdf(NOTICE)),
        "Levanger lokale nettverk",
        "Møteinnkalling",
        "Lokalt nettverksmøte 4/2026",
        "Dato Torsdag 26. november 2026",
        "Tid kl. 09.00–11.00",
        "Sted Solbakken barnehage, møterommet i 2. etasje",
        "Lenke https://moete.example.no/levanger-4-2026",
        "Svar «Kommer» eller «Forfall» innen torsdag 19. november 2026.",
        "Velkommen til årets siste møte.",
        "Saksliste",
        "Sak 14/26",
        "Godkjenning av innkalling og saksliste",
        "Sak 15/26",
        "Vikarutgifter høsten 2026",
        "Vedtakssak · Innleder: Kari Nordli",
        "Tre av sju barnehager",
        "Vedlegg: Oversikt vikarutgifter.xlsx, Utkast til avtale.pdf",
        "09.05 25",
        "Inga Máhtte Eira",
        "Til sammen 2 t, ferdig ca. kl. 11.00",
        "Levanger, 12. november 2026",
        "Kari Nordli",
        "styrer, Solbakken barnehage",
    )


def test_a_notice_is_a_draft_until_it_is_called() -> None:
    draft = replace(NOTICE, status=NoticeStatus.DRAFT, meeting=replace(MEETING, number=None))

    pages = reading.pages(notice_pdf(draft))

    assert all("UTKAST" in page and "Møteinnkalling · Utkast" in page for page in pages)
    assert "4/2026" not in " ".join(pages)
    assert "UTKAST" not in reading.words(notice_pdf(NOTICE))


def test_a_cancelled_meeting_says_so_on_every_page() -> None:
    pages = reading.pages(notice_pdf(replace(NOTICE, status=NoticeStatus.CANCELLED)))

    assert all("AVLYST" in page for page in pages)
    assert "Møtet er avlyst." in pages[0]


def test_no_end_is_promised_where_an_item_has_no_minutes() -> None:
    open_ended = (*NOTICE.agenda, AgendaLine(None, "Omvisning", ItemKind.INFORMATION))

    words = reading.words(notice_pdf(replace(NOTICE, agenda=open_ended)))

    assert "Sak (utkast) Omvisning" in words
    assert "Til sammen" not in words


def test_a_web_address_can_be_followed_and_nothing_else_becomes_a_link() -> None:
    def links(link: str) -> list[str]:
        pdf = notice_pdf(replace(NOTICE, meeting=replace(MEETING, link=link)))
        found = reading.opened(pdf).pages[0].get("/Annots") or []
        return [each.get_object()["/A"]["/URI"] for each in found]

    assert links("https://moete.example.no/?a=1&b=2") == ["https://moete.example.no/?a=1&b=2"]
    assert links("javascript:alert(1)") == []
    assert links('https://example.no/" onclick="x') == []
    assert links("Teams-lenken kommer") == []


def test_the_outline_of_a_notice_is_its_agenda() -> None:
    titles = list(reading.outline(notice_pdf(NOTICE)))

    assert titles[0] == "Saksliste"
    assert titles[2] == "Sak 15/26 Vikarutgifter høsten 2026"
    assert len(titles) == 1 + len(NOTICE.agenda)
