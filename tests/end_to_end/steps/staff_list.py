"""A list of staff from Excel, with rows that are wrong."""

from pathlib import Path

from desktop.spreadsheets.writing import workbook
from tests.end_to_end.driver import Desktop
from tests.end_to_end.stage import Stage
from tests.end_to_end.steps.files import open_file
from tests.end_to_end.texts import LISTED

_HEADINGS = ("Ansatt", "Stilling", "E-post", "Mobil", "Ansatt fra", "Avdeling")
_ROWS = (
    ("Pedagogisk leder", "randi@solbakken.example.no", "", "01.08.2021", "Maurtua"),
    ("Assistent", "oddvar(at)solbakken.example.no", "", "15.01.2024", "Maurtua"),
    ("Barnehagelærer", "silje@solbakken.example.no", "412 34 560", "01.08.2019", "Bikuben"),
    ("Natur- og lekkoordinator", "jon@solbakken.example.no", "", "03.06.2025", "Bikuben"),
    ("Kokk", "aud@solbakken.example.no", "", "ved nyttår", "Kjøkken"),
    ("Ringevikar", "petter@solbakken.example.no", "", "10.10.2025", ""),
)
_ADDRESS = "oddvar@solbakken.example.no"
_FIRST_DAY = "04.01.2027"


def import_the_list(stage: Stage) -> None:
    """Six people in three of whose rows something is wrong: seen, mended, and enrolled at once."""
    kari = stage.kari
    path = stage.work / "ansattliste.xlsx"
    _write(path)
    kari.typed += LISTED
    kari.press("Ansatte")
    _look_at(kari, path)
    stage.pictures.take(kari, "ansatte-import")
    _mend(kari, stage)
    kari.press("Meld inn 6")
    kari.says("6 personer er meldt inn")
    kari.lists(*LISTED)


def undo_the_import(stage: Stage) -> None:
    """All of it is taken back by one press, and done once more."""
    kari = stage.kari
    kari.press("Angre")
    kari.silent(*LISTED)
    _look_at(kari, stage.work / "ansattliste.xlsx")
    _mend(kari)
    kari.press("Meld inn 6")
    kari.lists(*LISTED)
    kari.says("Synkronisert")


def _write(path: Path) -> None:
    rows = [(name, *row) for name, row in zip(LISTED, _ROWS, strict=True)]
    path.write_bytes(workbook([_HEADINGS, *rows], [22] * len(_HEADINGS), "Ansatte"))


def _look_at(kari: Desktop, path: Path) -> None:
    kari.press("Importer fra Excel")
    kari.press("Velg fil")
    open_file(kari, path)
    kari.says(path.name, "3 meldes inn", "3 må rettes")


def _mend(kari: Desktop, stage: Stage | None = None) -> None:
    """What is wrong stands beside the field; the next row opens at the foot of the panel."""
    kari.tick("Bare rader som må rettes (3)")
    kari.pick("Rett: e-post")
    kari.says("Skriv den som navn@example.no")
    kari.write("E-post", _ADDRESS)
    kari.press("Neste som må rettes")
    kari.says("ingen rolle som heter «Natur- og lekkoordinator»", "2 må rettes")
    if stage is not None:
        stage.pictures.take(kari, "ansatte-import-rettes", small=True)
    kari.choose("Rolle", "Annen fagarbeider")
    kari.press("Neste som må rettes")
    kari.says("Skriv datoen slik", "1 må rettes")
    kari.write("Startdato", _FIRST_DAY)
    kari.keys("Tab")
    kari.says("6 meldes inn", "Ingenting å rette")
