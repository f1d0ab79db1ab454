"""What a long meeting costs: its minutes as a document, and its page in the window.

The document stands beside the same words put bare on a canvas, and four times its length; the page
beside a bare window with a text field.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, time
from io import BytesIO

from benchmarks import meeting_window
from benchmarks.measure import Row, side_by_side
from desktop.documents import (
    Attendance,
    CaseNumber,
    Decision,
    FollowUpLine,
    ItemKind,
    ItemText,
    Level,
    MeetingFacts,
    Minutes,
    MinutesStatus,
    Outcome,
    Person,
    minutes_pdf,
)

ITEMS, MANY = 50, 200
LIMIT, MANY_LIMIT = 2.5, 4.5
_SENTENCE = "Nettverket drøftet erfaringene fra høsten og ble enig om en felles plan for våren. "


def rows() -> list[Row]:
    """The document, warm, and the page of a meeting with many items."""
    return [*_document(), *meeting_window.opening()]


def quick_rows() -> list[Row]:
    """The document alone."""
    return _document()


def _document() -> list[Row]:
    minutes, many = _minutes(ITEMS), _minutes(MANY)
    lines = list(_words(minutes))
    ours, bare = side_by_side(lambda: minutes_pdf(minutes), lambda: _bare(lines))
    long, short = side_by_side(lambda: minutes_pdf(many), lambda: minutes_pdf(minutes), runs=5)
    return [
        Row("minutes as tagged PDF, beside a bare canvas", ITEMS, ours, bare, LIMIT),
        Row(f"the same, beside those of {ITEMS} items", MANY, long, short, MANY_LIMIT),
    ]


def _minutes(items: int) -> Minutes:
    people = tuple(Person(f"Deltaker {n}", f"Barnehage {n}", "styrer") for n in range(12))
    return Minutes(
        meeting=MeetingFacts(
            "Levanger lokale nettverk", Level.LOCAL, 4, date(2026, 11, 26), time(9), time(11)
        ),
        status=MinutesStatus.SUBMITTED,
        attendance=Attendance(people),
        chair=people[0],
        minute_taker=people[1],
        items=tuple(_item(number) for number in range(1, items + 1)),
        fingerprint="0" * 64,
    )


def _item(number: int) -> ItemText:
    tasks = tuple(FollowUpLine(f"Oppgave {n}", "Alle", date(2026, 12, n)) for n in range(1, 4))
    return ItemText(
        CaseNumber(number, 2026),
        f"Sak om plan nummer {number}",
        ItemKind.DECISION,
        _SENTENCE * 2,
        _SENTENCE * 5,
        _SENTENCE,
        Decision(Outcome.CARRIED, _SENTENCE, 7, 2, 1),
        tasks,
    )


def _words(value: object) -> Iterator[str]:
    """Every text of the value, deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _words(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _words(getattr(value, field.name))


def _bare(lines: list[str]) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfgen.canvas import Canvas

    from desktop.documents import fonts

    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, pageCompression=1, invariant=1)
    height = 0.0
    for text in lines:
        for line in simpleSplit(text, fonts.REGULAR, 10, 380):
            if height < 80:
                if height:
                    canvas.showPage()
                canvas.setFont(fonts.REGULAR, 10)
                height = A4[1] - 80
            canvas.drawString(60, height, line)
            height -= 15
    canvas.save()
    return target.getvalue()
