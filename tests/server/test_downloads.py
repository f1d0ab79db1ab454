"""The page where people fetch the program offers what lies in a folder, and nothing else."""

import hashlib
from pathlib import Path

import pytest

from tests.server.office import Office, text

PLACE = "/last-ned"


@pytest.fixture
def folder(office: Office, tmp_path: Path) -> Path:
    made = tmp_path / "installers"
    made.mkdir()
    return made


def test_without_installers_the_page_says_what_to_do(office: Office) -> None:
    answer = office.get(PLACE)

    assert answer.status == 200
    assert "Spør sekretariatet" in text(answer)
    assert "«downloads»" in text(answer)
    place = office.service.address.partition("//")[2]
    assert f"Spør programmet om adressen til tjenesten, skriver du {place}." in text(answer)


def test_each_installer_has_its_system_its_size_and_its_digest(
    office: Office, folder: Path
) -> None:
    content = b"program" * 500_000
    names = ["barnehagealliansen_1.0_amd64.deb", "Oppsett 1.0.exe", "Oppsett 1.1.exe"]
    for name in names:
        (folder / name).write_bytes(content)
    page = text(office.get(PLACE))

    assert page.count(hashlib.sha256(content).hexdigest()) == 3
    assert page.count("3,5 MB") == 3
    assert page.index("Oppsett 1.1.exe") < page.index("Oppsett 1.0.exe") < page.index(names[0])
    fetched = office.get(f"{PLACE}/Oppsett%201.0.exe")
    assert (fetched.status, fetched.body) == (200, content)
    assert "attachment" in fetched.headers["content-disposition"]
    assert fetched.headers["x-content-type-options"] == "nosniff"


def test_an_installer_that_is_replaced_has_a_new_digest(office: Office, folder: Path) -> None:
    file = folder / "oppsett.msi"
    file.write_bytes(b"one")
    before = text(office.get(PLACE))
    file.write_bytes(b"two!")
    after = text(office.get(PLACE))

    assert hashlib.sha256(b"one").hexdigest() in before
    assert hashlib.sha256(b"two!").hexdigest() in after


@pytest.mark.parametrize(
    "name",
    [
        "hemmelig.txt",
        ".skjult.exe",
        "mappe.exe",
        "..%2fservice.sqlite3",
        "%2e%2e%2fservice.sqlite3",
        "..%5cservice.sqlite3",
        "%00.exe",
        "finnes-ikke.exe",
    ],
)
def test_nothing_but_the_installers_is_given_out(office: Office, folder: Path, name: str) -> None:
    (folder / "hemmelig.txt").write_text("nei")
    (folder / ".skjult.exe").write_text("nei")
    (folder / "mappe.exe").mkdir()
    answer = office.get(f"{PLACE}/{name}")

    assert answer.status == 404
    assert b"SQLite format" not in answer.body
    assert "hemmelig.txt" not in text(office.get(PLACE))
