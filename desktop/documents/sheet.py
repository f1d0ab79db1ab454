"""The pages themselves: frame, running head, footer, draft mark and the file's own data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from desktop.documents import fonts
from desktop.documents import style as s

AUTHORING = "Barnehagealliansen"

# reportlab keeps fonts and style state in module globals and promises nothing about threads
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Mark:
    """A large word behind the text of every page, such as «UTKAST»."""

    word: str
    colour: Color


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the text; every text is one clean line."""

    title: str
    author: str
    subject: str
    running: str
    footer: str
    keywords: str = ""
    badge: s.Badge = s.QUIET
    mark: Mark | None = None


class _CountingCanvas(Canvas):
    """Writes the footers last, when the number of pages is known."""

    footer = ""
    badge = s.QUIET

    def save(self) -> None:
        pages = self.getPageNumber() - 1
        for page in range(1, pages + 1):
            self.beginForm(_footer_name(page))
            self._footer(page, pages)
            self.endForm()
        super().save()

    def _footer(self, page: int, pages: int) -> None:
        count = f"Side {page} av {pages}"
        edge = s.PAGE_WIDTH - s.RIGHT
        height = s.BOTTOM - 27
        self.setStrokeColor(s.LINE)
        self.setLineWidth(s.HAIR)
        self.line(s.LEFT, height + 15, edge, height + 15)
        self.setFillColor(s.MUTED)
        self.setFont(fonts.REGULAR, 8)
        self.drawRightString(edge, height, count)
        room = s.WIDTH - fonts.width(count, fonts.REGULAR, 8) - 16
        plain = self.badge is s.QUIET
        font = fonts.REGULAR if plain else fonts.SEMIBOLD
        self.setFillColor(s.MUTED if plain else self.badge.ink)
        self.setFont(font, 8)
        self.drawString(s.LEFT, height, fonts.fitted(self.footer, font, 8, room))


def _footer_name(page: int) -> str:
    return f"footer-{page}"


class _Template(BaseDocTemplate):
    def __init__(self, target: BytesIO, sheet: Sheet) -> None:
        super().__init__(
            target,
            pagesize=(s.PAGE_WIDTH, s.PAGE_HEIGHT),
            title=sheet.title,
            author=sheet.author,
            subject=sheet.subject,
            keywords=[sheet.keywords] if sheet.keywords else [],
            creator=AUTHORING,
            producer=AUTHORING,
            lang="nb-NO",
            # else every page names Helvetica, which is not embedded
            initialFontName=fonts.REGULAR,
            invariant=1,
            pageCompression=1,
            allowSplitting=1,
        )
        self._sheet = sheet
        frame = Frame(
            s.LEFT,
            s.BOTTOM,
            s.WIDTH,
            s.PAGE_HEIGHT - s.TOP - s.BOTTOM,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._around))

    def _around(self, canvas: Canvas, _doc: Any) -> None:
        page = canvas.getPageNumber()
        if page == 1:
            canvas.setViewerPreference("DisplayDocTitle", "true")
        if self._sheet.mark is not None:
            _draw_mark(canvas, self._sheet.mark)
        if page > 1:
            _draw_running_head(canvas, self._sheet.running)
        canvas.doForm(_footer_name(page))


def _draw_mark(canvas: Canvas, mark: Mark) -> None:
    canvas.saveState()
    canvas.translate(s.PAGE_WIDTH / 2, s.PAGE_HEIGHT / 2)
    canvas.rotate(52)
    canvas.setFillColor(mark.colour)
    canvas.setFont(fonts.SEMIBOLD, 150)
    canvas.drawCentredString(0, -54, mark.word)
    canvas.restoreState()


def _draw_running_head(canvas: Canvas, running: str) -> None:
    canvas.saveState()
    canvas.setFont(fonts.REGULAR, 8)
    canvas.setFillColor(s.MUTED)
    height = s.PAGE_HEIGHT - s.TOP + 24
    canvas.drawString(s.LEFT, height, fonts.fitted(running, fonts.REGULAR, 8, s.WIDTH))
    canvas.restoreState()


def build(story: Callable[[], Iterable[Flowable]], sheet: Sheet) -> bytes:
    """The finished file. The same story and sheet give the same bytes."""

    class Pages(_CountingCanvas):
        footer = sheet.footer
        badge = sheet.badge

    target = BytesIO()
    with _one_at_a_time:
        fonts.register()
        _Template(target, sheet).build(list(story()), canvasmaker=Pages)
    return target.getvalue()
