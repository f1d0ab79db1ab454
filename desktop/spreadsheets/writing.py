"""Rows of text as files that Excel opens."""

import csv
import io
from collections.abc import Iterable, Sequence

_RECKONS = ("=", "+", "-", "@", "\t", "\r", "\n")


def workbook(rows: Iterable[Sequence[str]], widths: Sequence[int], name: str) -> bytes:
    """An Excel file with one sheet: headings that stay in sight, and every cell as text.

    `widths` are those of the columns in letters. A text is never taken for a formula.
    """
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name[:31])
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width, text)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, cell, bold if number == 0 else text)
    return made.getvalue()


def separated(rows: Iterable[Sequence[str]]) -> bytes:
    """CSV as Norwegian Excel reads it by itself: semicolons, and UTF-8 that says so.

    A cell that Excel would reckon with gets a mark in front.
    """
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_guarded(cell) for cell in row])
    return made.getvalue().encode("utf-8-sig")


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RECKONS) else cell
