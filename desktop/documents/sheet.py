"""What stands around the text of every page, and the file's own data."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from desktop.documents import fonts
from desktop.documents import style as s
from desktop.documents.paper import Paper, stroke

AUTHORING = "Barnehagealliansen"

_SMALL = s.Style(8, 11, colour=s.MUTED)
# reportlab keeps fonts and their state in module globals and promises nothing about threads
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Mark:
    """A large word behind the text of every page, such as «UTKAST»."""

    word: str
    colour: s.Colour


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the text; every text is one clean line.

    `values` is what the document was made of, kept in the file as an attachment of that name.
    """

    title: str
    author: str
    subject: str
    running: str
    footer: str
    keywords: str = ""
    badge: s.Badge = s.QUIET
    mark: Mark | None = None
    values: tuple[str, str] | None = None
    footers: tuple[tuple[int, str], ...] = ()
    """Other footers, each from a page on."""

    def footer_of(self, page: int) -> str:
        """What stands at the foot of a page."""
        own = [words for first, words in self.footers if first <= page]
        return own[-1] if own else self.footer


def build(fill: Callable[[Paper], None], sheet: Sheet) -> bytes:
    """The finished file. The same filling and sheet give the same bytes."""

    def around(paper: Paper, page: int) -> None:
        if sheet.mark is not None:
            _mark(paper, sheet.mark)
        if page > 1:
            with paper.aside("Header"):
                words = fonts.fitted(sheet.running, fonts.REGULAR, 8, s.WIDTH)
                paper.write(None, [(s.LEFT, s.PAGE_HEIGHT - s.TOP + 24, words)], _SMALL)

    def footer(paper: Paper, page: int, pages: int) -> None:
        _footer(paper, sheet, sheet.footer_of(page), f"Side {page} av {pages}")

    with _one_at_a_time, _nothing_thrown_away():
        paper = Paper(around=around)
        paper.describe(
            title=sheet.title,
            author=sheet.author,
            subject=sheet.subject,
            keywords=sheet.keywords,
            program=AUTHORING,
        )
        fill(paper)
        if sheet.values is not None:
            paper.attach(*sheet.values)
        return paper.finish(footer)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """All that is made within is kept until its end. The collector would look through it again and
    again in vain, and through the rest of the program with it: the more often, the longer it gets.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _mark(paper: Paper, mark: Mark) -> None:
    wide = fonts.width(mark.word, fonts.SEMIBOLD, 150)
    with paper.aside("Watermark"):
        style = s.Style(150, 150, fonts.SEMIBOLD, mark.colour)
        paper.turned(s.PAGE_WIDTH / 2, s.PAGE_HEIGHT / 2, 52, (-wide / 2, -54), mark.word, style)


def _footer(paper: Paper, sheet: Sheet, said: str, count: str) -> None:
    height, edge = s.BOTTOM - 27, s.PAGE_WIDTH - s.RIGHT
    wide = fonts.width(count, fonts.REGULAR, 8)
    plain = sheet.badge is s.QUIET
    font = fonts.REGULAR if plain else fonts.SEMIBOLD
    words = fonts.fitted(said, font, 8, s.WIDTH - wide - 16)
    style = s.Style(8, 11, font, s.MUTED if plain else sheet.badge.ink)
    paper.draw(stroke(s.LEFT, height + 15, edge, s.LINE))
    paper.write(None, [(s.LEFT, height, words)], style)
    paper.write(None, [(edge - wide, height, count)], _SMALL)
