"""Several minutes bound as one PDF, with a table of contents."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.documents import blocks, bokmal, fonts, sheet
from desktop.documents import minutes as one
from desktop.documents import style as s
from desktop.documents.heads import Stamp, minutes_head
from desktop.documents.paper import Paper, stroke
from desktop.documents.values import Collection, Minutes, Shown

_TITLE = "Møtereferater"
_LINE = 24.0
_ENTRY = s.Style(9.75, 15)
_PAGE = s.Style(9.75, 15, fonts.MEDIUM, s.GREEN)


def collection_pdf(collection: Collection) -> bytes:
    """The minutes as one PDF, in bokmål. The same value gives the same bytes."""
    whose, period = blocks.line(collection.whose), blocks.line(collection.period)
    about = sheet.Sheet(
        title=f"{_TITLE} {period} – {whose}",
        author=whose,
        subject=f"{_TITLE} {period}",
        running=f"{_TITLE} {period} · {whose}",
        footer=f"{_TITLE} {period} · {whose}",
    )
    pages: list[int] = []
    # once to see on which page each begins: the table of contents stands before them
    sheet.build(lambda paper: _fill(paper, collection, [0] * len(collection.minutes), pages), about)
    each = tuple(zip(pages, map(one.footer, collection.minutes), strict=True))
    about = replace(about, footers=each)
    return sheet.build(lambda paper: _fill(paper, collection, list(pages), []), about)


def _fill(paper: Paper, collection: Collection, known: Sequence[int], pages: list[int]) -> None:
    minutes_head(
        paper,
        blocks.line(collection.whose),
        "Innsendte og godkjente referater",
        Stamp(f"{len(collection.minutes)} referater", s.QUIET),
        title=_TITLE,
        number=blocks.line(collection.period),
    )
    paper.space(16)
    title = blocks.heading("Innhold", s.SECTION, entry="Innhold")
    blocks.put(paper, paper.root, title)
    contents = paper.root.add("TOC")
    for at, (minutes, page) in enumerate(zip(collection.minutes, known, strict=True)):
        paper.need(_LINE)
        link = contents.add("TOCI").add("Link")
        words = _name(minutes)
        shown = fonts.fitted(words, fonts.REGULAR, _ENTRY.size, s.WIDTH - 60)
        base = paper.y - 15
        number = str(page)
        right = s.LEFT + s.WIDTH - fonts.width(number, _PAGE.font, _PAGE.size)
        paper.write(link, [(s.LEFT, base, shown)], _ENTRY)
        paper.write(link, [(right, base, number)], _PAGE)
        box = (s.LEFT, base - 5, s.LEFT + s.WIDTH, base + 14)
        paper.jump(link, _key(at), box, words)
        paper.y -= _LINE
        paper.draw(stroke(s.LEFT, paper.y, s.LEFT + s.WIDTH, s.LINE))
    for at, minutes in enumerate(collection.minutes):
        paper.new_page()
        pages.append(paper.page + 1)
        paper.place(_key(at))
        paper.entry(_name(minutes), 0, above=0)
        with paper.part():
            one.fill(paper, replace(minutes, values=""), Shown(), level=1)


def _key(at: int) -> str:
    return f"referat-{at}"


def _name(minutes: Minutes) -> str:
    meeting = minutes.meeting
    name = f"{bokmal.meeting_name(meeting)}, {bokmal.long_date(meeting.on)}"
    return blocks.line(f"{name}, {meeting.network}")
