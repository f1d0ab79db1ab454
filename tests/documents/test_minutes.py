import re
from dataclasses import replace
from datetime import date

from desktop.documents import (
    FollowUpLine,
    ItemKind,
    ItemText,
    MinutesStatus,
    Person,
    minutes_pdf,
)
from tests.documents import reading
from tests.documents.examples import FINGERPRINT, MEETING, MINUTES, numbered

LINE = "Nettverket drøftet saken grundig og ble enig om å se på den igjen. "


def test_minutes_say_everything_in_the_norwegian_order() -> None:
    assert reading.in_order(
        reading.words(minutes_pdf(MINUTES)),
        "Levanger lokale nettverk",
        "Møtereferat 4/2026",
        "Dato Torsdag 26. november 2026",
        "Tid kl. 09.00–11.00",
        "Sted Solbakken barnehage",
        "Møteleder Kari Nordli, styrer, Solbakken barnehage",
        "Referent Inga Máhtte Eira, daglig leder, Fjordglimt barnehage",
        "Til stede (5)",
        "Jon Žakariassen",
        "Forfall (1)",
        "Ikke møtt (1)",
        "Gjest (1)",
        "Vedtaksførhet 5 av 7 barnehager",
        "Sak 15/26 Vikarutgifter høsten 2026",
        "Saksopplysning Tre av sju",
        "Drøfting Innledning ved Solbakken",
        "– færre timer",
        "Forslag til vedtak",
        "Vedtak Nettverket prøver felles vikarpool",
        "Vedtatt med 4 mot 1 stemme.",
        "Protokolltilførsel Epletreet",
        "Oppfølging Oppgave Ansvarlig Frist",
        "Samle tall for september–november Alle 04.12.2026",
        "Resultat Tatt til orientering.",
        "Resultat Utsatt.",
        "Sak (utkast) Felles innkjøp av regntøy",
        "Eventuelt",
        "Saker løftet videre Sak 17/26",
        "Neste møte Torsdag 28. januar 2027 kl. 09.00, Trollskogen barnehage",
        "Møtet hevet kl. 10.55",
        "Kari Nordli Møteleder",
        "Inga Máhtte Eira Referent",
        "Vedlegg 1. Oversikt vikarutgifter.xlsx",
        FINGERPRINT,
    )


def test_a_case_tells_where_it_came_from_and_where_it_went() -> None:
    assert reading.in_order(
        reading.words(minutes_pdf(MINUTES)),
        "Vedtakssak · Løftet fra Lokalt nettverk Verdal, sak 3/26, 02.11.2026",
        "Løftet videre Saken er løftet til Regionalt nettverk Trøndelag.",
        "Saker løftet videre Sak 17/26 Innspill til kommunebudsjettet er løftet til Regionalt "
        "nettverk Trøndelag (regionalt nivå).",
    )


def test_every_page_tells_its_number_the_status_and_the_version() -> None:
    pages = reading.pages(minutes_pdf(replace(MINUTES, status=MinutesStatus.APPROVED, version=2)))

    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Side {number} av {len(pages)}" in page
        assert (
            "Møtereferat 4/2026 · Godkjent · innsendt 27.11.2026 kl. 10.55 · versjon 2 · "
            f"fingeravtrykk {FINGERPRINT[:12]}"
        ) in page


def test_the_time_of_submission_stands_at_the_foot_and_the_fingerprint_never_alone() -> None:
    for lines in range(0, 40, 3):
        talk = "\n".join(["Linje."] * lines)
        for attached in ((), MINUTES.attachments):
            items = (replace(MINUTES.items[0], discussion=talk),)
            pages = reading.pages(minutes_pdf(replace(MINUTES, items=items, attachments=attached)))
            assert "Møtereferat 4/2026 · Innsendt 27.11.2026 kl. 10.55 · versjon 1" in pages[-1]
            assert ("Vedlegg" if attached else "Møteleder") in pages[-1]


def test_a_draft_is_marked_on_every_page() -> None:
    draft = replace(
        MINUTES,
        status=MinutesStatus.DRAFT,
        fingerprint=None,
        meeting=replace(MEETING, number=None),
    )

    pages = reading.pages(minutes_pdf(draft))

    assert all("UTKAST" in page and "Utkast · versjon 1" in page for page in pages)
    assert "4/2026" not in " ".join(pages)
    assert "ingeravtrykk" not in " ".join(pages)


def test_minutes_out_for_comment_say_that_they_may_change() -> None:
    pdf = minutes_pdf(replace(MINUTES, status=MinutesStatus.FOR_COMMENT, fingerprint=None))

    assert "Til gjennomlesing · versjon 1" in reading.words(pdf)
    assert "Innholdet kan bli endret" in reading.words(pdf)


def test_the_outline_leads_to_the_page_of_each_item() -> None:
    reader = reading.opened(minutes_pdf(MINUTES))
    item = next(each for each in reader.outline if "17/26" in str(each))
    page = reader.get_destination_page_number(item)  # type: ignore[arg-type]  # a flat outline

    assert page is not None
    assert "Innspill til kommunebudsjettet" in reader.pages[page].extract_text()
    assert [title[:9] for title in reading.outline(minutes_pdf(MINUTES))][:5] == [
        "Sak 14/26",
        "Sak 15/26",
        "Sak 16/26",
        "Sak 17/26",
        "Sak 18/26",
    ]


def test_a_long_discussion_flows_over_pages_and_loses_no_line() -> None:
    lines = "\n".join(f"{number:02d}: {LINE}" for number in range(60))
    item = ItemText(numbered(15), "Vikarpool", ItemKind.DISCUSSION, discussion=lines)

    words = reading.words(minutes_pdf(replace(MINUTES, items=(item,))))

    assert re.findall(r"(\d\d): Nettverket", words) == [f"{number:02d}" for number in range(60)]


def test_a_follow_up_table_repeats_its_head_where_it_crosses_a_page() -> None:
    tasks = tuple(FollowUpLine(f"Oppgave nr. {n:03d}", "Alle", date(2027, 1, 5)) for n in range(90))
    item = ItemText(numbered(15), "Vikarpool", ItemKind.DISCUSSION, follow_ups=tasks)

    pages = reading.pages(minutes_pdf(replace(MINUTES, items=(item,))))

    crossed = [page for page in pages if "Oppgave nr." in page]
    assert len(crossed) > 2
    assert all("Oppgave Ansvarlig Frist" in page for page in crossed)
    assert len(re.findall(r"Oppgave nr\. \d{3}", " ".join(pages))) == 90


def test_a_task_longer_than_a_page_is_written_in_full() -> None:
    task = " ".join(f"ord{number:04d}" for number in range(1500))
    item = ItemText(
        numbered(15), "Vikarpool", ItemKind.DISCUSSION, follow_ups=(FollowUpLine(task, "Alle"),)
    )

    words = reading.words(minutes_pdf(replace(MINUTES, items=(item,))))

    assert len(set(re.findall(r"ord\d{4}", words))) == 1500


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    for lines in range(16):
        first = ItemText(numbered(1), "Først", ItemKind.DISCUSSION, discussion="linje\n" * lines)
        then = ItemText(numbered(2), "Deretter", ItemKind.DISCUSSION, discussion=LINE * 6)

        pages = reading.pages(minutes_pdf(replace(MINUTES, items=(first, then))))

        page = next(page for page in pages if "Sak 2/26 Deretter" in page)
        assert "Drøfting Nettverket drøftet" in page.partition("Sak 2/26 Deretter")[2]


def test_sixty_items_and_a_hundred_people_fit() -> None:
    items = tuple(
        replace(MINUTES.items[1], number=numbered(n), title=f"Sak nummer {n:02d}")
        for n in range(60)
    )
    people = tuple(Person(f"Deltaker {n:03d}", "Solbakken barnehage") for n in range(100))
    full = replace(MINUTES, items=items, attendance=replace(MINUTES.attendance, present=people))

    words = reading.words(minutes_pdf(full))

    assert len(set(re.findall(r"Sak nummer \d\d", words))) == 60
    assert len(set(re.findall(r"Deltaker \d{3}", words))) == 100


def test_minutes_with_nothing_in_them_are_still_a_document() -> None:
    empty = replace(
        MINUTES,
        status=MinutesStatus.DRAFT,
        meeting=replace(MEETING, network="", place="", link="", number=None, ends=None),
        attendance=type(MINUTES.attendance)(),
        chair=None,
        minute_taker=None,
        items=(ItemText(None, "", ItemKind.DECISION),),
        other_business="",
        next_meeting=None,
        adjourned_at=None,
        attachments=(),
        fingerprint=None,
    )

    words = reading.words(minutes_pdf(empty))

    assert "Møtereferat" in words
    assert "None" not in words


def test_a_short_decision_is_never_parted_between_pages() -> None:
    decided = next(item for item in MINUTES.items if item.decision is not None)
    assert decided.decision is not None
    for lines in range(1, 40):
        talk = "\n".join(f"Linje {number}." for number in range(lines))
        decision = replace(decided.decision, text="Nettverket prøver ordningen.")
        item = replace(decided, discussion=talk, decision=decision, follow_ups=())
        for page in reading.pages(minutes_pdf(replace(MINUTES, items=(item,)))):
            assert ("Nettverket prøver ordningen." in page) == ("Enstemmig vedtatt." in page)


def test_what_a_meeting_is_called_is_told_where_its_level_does_not_say_it() -> None:
    for title, told in (("Oppstartsmøte", True), ("Lokalt nettverksmøte", False), ("  ", False)):
        named = replace(MINUTES, meeting=replace(MEETING, title=title))
        assert ("Møte Oppstartsmøte" in reading.words(minutes_pdf(named))) is told
