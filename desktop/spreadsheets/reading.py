"""Excel files and CSV as rows of text, as Norwegian offices have them."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Code = Literal["missing", "too_large", "protected", "not_a_table", "empty"]

LARGEST = 20_000_000
"""Bytes of a file that is still read; what it unpacks to may be ten times as many."""
MOST_ROWS, MOST_CELLS = 20_000, 2_000_000
_WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = ";\t,|"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NORWEGIAN = set("æøåÆØÅ")


class NotATable(Exception):
    """A file cannot be read as a table; the code says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, and its rows as texts, all of them equally long and none of them bare.

    `numbers` says which row of the file each one is, counted from one as Excel does.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def read(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a file that hold something. Raises NotATable."""
    try:
        if path.stat().st_size > LARGEST:
            raise NotATable("too_large")
        content = path.read_bytes()
    except OSError as error:
        raise NotATable("missing") from error
    if content.startswith((_ZIP, _OLE)) or path.suffix.lower() in _WORKBOOKS:
        found = _of_workbook(content)
    else:
        found = [_sheet(path.stem, _separated(_text(content)))]
    sheets = tuple(sheet for sheet in found if sheet.rows)
    if not sheets:
        raise NotATable("empty")
    if any(len(sheet.rows) > MOST_ROWS for sheet in sheets):
        raise NotATable("too_large")
    return sheets


def _of_workbook(content: bytes) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    _refuse_bomb(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = (one for one in book.sheets_metadata if one.visible is SheetVisibleEnum.Visible)
        return [_of_page(book.get_sheet_by_name(one.name)) for one in shown]
    except PasswordError as error:
        raise NotATable("protected") from error
    except CalamineError as error:
        raise NotATable("not_a_table") from error
    except BaseException as error:
        # What Rust gives up on is no Exception, and would end the thread.
        if type(error).__name__ == "PanicException":
            raise NotATable("not_a_table") from error
        raise


def _of_page(page: "CalamineSheet") -> Sheet:
    if page.total_height * page.total_width > MOST_CELLS:
        raise NotATable("too_large")
    return _sheet(page.name, _cells(page.to_python(skip_empty_area=False)))


def _refuse_bomb(content: bytes) -> None:
    """Raise NotATable where a small file would unpack to more than the computer can hold."""
    if not content.startswith(_ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > 10 * LARGEST:
                raise NotATable("too_large")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise NotATable("not_a_table") from error


def _cells(rows: Iterable[Iterable[Any]]) -> Iterator[list[str]]:
    return ([_cell(cell) for cell in row] for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float) and value.is_integer():
        # Excel keeps a telephone number as a number.
        return str(int(value))
    return " ".join(str(value).split())


def _text(content: bytes) -> str:
    """The text of a file, in whichever way Excel on Windows or Mac wrote it."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _decoded(content, encoding)
    if b"\0" in content:
        raise NotATable("not_a_table")
    try:
        return content.decode()
    except UnicodeDecodeError:
        pass
    # None of these can be told from the others but by what comes out: the most letters of ours.
    guesses = [content.decode(name, "replace") for name in ("cp1252", "mac_roman", "cp850")]
    return max(guesses, key=lambda text: sum(one in _NORWEGIAN for one in text))


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotATable("not_a_table") from error


def _separated(text: str) -> Iterator[list[str]]:
    lines = text.splitlines(keepends=True)
    delimiter = ""
    if (
        lines
        and lines[0].strip().lower().startswith("sep=")
        and len(lines[0].strip()) == len("sep=;")
    ):
        # Excel's own word on it; an empty line keeps the count of rows.
        delimiter, lines[0] = lines[0].strip()[-1], "\n"
    try:
        rows = csv.reader(lines, delimiter=delimiter or _delimiter(lines))
        return iter([[_unguarded(_cell(cell)) for cell in row] for row in rows])
    except csv.Error as error:
        raise NotATable("not_a_table") from error


def _delimiter(lines: list[str]) -> str:
    """The mark that parts the first lines into the same number of columns most often."""

    def fit(mark: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines[:30], delimiter=mark) if row)
        width, times = max(widths.items(), key=lambda one: (one[0] > 1, one[1]), default=(1, 0))
        return (times if width > 1 else 0, width)

    return max(_DELIMITERS, key=fit)


def _unguarded(cell: str) -> str:
    """A cell without the mark that keeps Excel from reckoning with it."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell


def _sheet(name: str, rows: Iterable[list[str]]) -> Sheet:
    kept = [(at, row) for at, row in enumerate(rows, 1) if any(row)]
    width = max((len(row) for _, row in kept), default=0)
    return Sheet(
        name,
        tuple(tuple(row + [""] * (width - len(row))) for _, row in kept),
        tuple(at for at, _ in kept),
    )
