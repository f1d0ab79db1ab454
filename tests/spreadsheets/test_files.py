"""Tables of Excel and CSV, as Norwegian offices save them."""

import random
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from desktop.spreadsheets import NotATable, Sheet, read, reading, separated, workbook

ROWS = [["Navn", "Rolle"], ["Åse Ødegård", "Barnehagelærer"], ["Kjærsti Nes", "Assistent"]]
TEXT = "\r\n".join(";".join(row) for row in ROWS) + "\r\n"


def csv_of(folder: Path, content: bytes) -> Sheet:
    path = folder / "ansatte.csv"
    path.write_bytes(content)
    (sheet,) = read(path)
    return sheet


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman", "cp850"]
)
def test_norwegian_letters_are_right_in_whatever_way_excel_saved_them(
    tmp_path: Path, encoding: str
) -> None:
    sheet = csv_of(tmp_path, TEXT.encode(encoding))

    assert [list(row) for row in sheet.rows] == ROWS


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_columns_are_parted_by_any_usual_mark(tmp_path: Path, mark: str) -> None:
    sheet = csv_of(tmp_path, TEXT.replace(";", mark).encode())

    assert [list(row) for row in sheet.rows] == ROWS


def test_the_mark_that_excel_names_itself_is_taken(tmp_path: Path) -> None:
    sheet = csv_of(tmp_path, b"sep=,\r\nNavn,Rolle\r\nKari Nes,Vikar; assistent\r\n")

    assert sheet.rows == (("Navn", "Rolle"), ("Kari Nes", "Vikar; assistent"))
    assert sheet.numbers == (2, 3)


def test_a_comma_inside_a_cell_parts_nothing(tmp_path: Path) -> None:
    sheet = csv_of(tmp_path, b'Navn;Rolle\r\n"Nes, Kari";Kokk\r\n"Dahl, Ola";Vikar\r\n')

    assert sheet.rows[1] == ("Nes, Kari", "Kokk")


def test_rows_keep_the_number_that_excel_shows_where_some_are_bare(tmp_path: Path) -> None:
    sheet = csv_of(tmp_path, b"Navn;Rolle\r\n;\r\n\r\nKari Nes;Kokk\r\n")

    assert sheet.numbers == (1, 4)


def test_cells_of_excel_become_the_texts_that_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "ansatte.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, days = book.add_worksheet("Avdeling Rev"), book.add_format({"num_format": "dd.mm.yy"})
        page.write_number(1, 1, 98765432)
        page.write_datetime(1, 2, datetime(2026, 8, 1), days)  # noqa: DTZ001 - a day in Excel
        page.write_formula(1, 3, "=1+1", value=2)
        page.write_string(1, 4, "  Kari \n Nes ")
        hidden = book.add_worksheet("Gammel")
        hidden.write_string(0, 0, "noe")
        hidden.hide()
        book.add_worksheet("Tom")

    (sheet,) = read(path)

    assert (sheet.name, sheet.numbers) == ("Avdeling Rev", (2,))
    assert sheet.rows == (("", "98765432", "01.08.2026", "2", "Kari Nes"),)


def test_what_is_written_is_read_again_and_never_reckoned_with(tmp_path: Path) -> None:
    rows = [["Navn", "Mobil"], ["=HYPERLINK(1)", "+47 98 76 54 32"], ["@SUM(A1)", "-1"]]
    (tmp_path / "a.xlsx").write_bytes(workbook(rows, [20, 20], "Ansatte"))
    (tmp_path / "a.csv").write_bytes(separated(rows))

    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    lines = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[1:3] == ["'=HYPERLINK(1);'+47 98 76 54 32", "'@SUM(A1);'-1"]
    for name in ("a.xlsx", "a.csv"):
        (sheet,) = read(tmp_path / name)
        assert [list(row) for row in sheet.rows] == rows


def test_a_thousand_rows_are_read_in_a_moment(tmp_path: Path) -> None:
    rows = [["Navn", "E-post"], *([f"Kari Nes {n}", f"kari{n}@example.no"] for n in range(1000))]
    path = tmp_path / "ansatte.xlsx"
    path.write_bytes(workbook(rows, [20, 20], "Ansatte"))

    (sheet,) = read(path)

    assert len(sheet.rows) == 1001


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"PK\x03\x04 no workbook", "not_a_table"),
        ("a.xls", b"\xd0\xcf\x11\xe0 no workbook either", "not_a_table"),
        ("a.xlsx", b"no workbook at all", "not_a_table"),
        ("a.csv", b"\x00\x01\x02", "not_a_table"),
        ("a.csv", b"\xff\xfe\x00", "not_a_table"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"a;b\r\n" * 20_001, "too_large"),
    ],
)
def test_a_file_that_is_no_table_says_why(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(NotATable, match=code):
        read(path)


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotATable, match="missing"):
        read(tmp_path / "borte.xlsx")


def test_a_small_file_that_unpacks_to_a_huge_one_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST", 10_000)
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(100_001))

    with pytest.raises(NotATable, match="too_large"):
        read(path)


def test_a_broken_workbook_never_does_more_than_say_so(tmp_path: Path) -> None:
    whole = workbook(ROWS, [20, 20], "Ansatte")
    chance = random.Random(7)
    path = tmp_path / "a.xlsx"
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path.write_bytes(broken)
        with suppress(NotATable):
            read(path)
