"""The settings file and the folders."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from desktop.addresses import service_address
from desktop.errors import KnownError
from desktop.folders import DataFolder, FolderLock
from desktop.models.faults import StorageFault
from desktop.settings import AccountSettings, Settings, SettingsFile
from desktop.version import VERSION
from tests.source_tree import ROOT

ID = UUID(int=7)


def test_what_was_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    account = AccountSettings(
        "https://example.no", str(ID), "kari@example.no", "accounts/a.sqlite3"
    )
    SettingsFile(path).change(language="en", text_size=1.3, account=account)
    assert SettingsFile(path).now == Settings(language="en", text_size=1.3, account=account)
    assert [one.name for one in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"language": 3}', '{"account": {"file": 3}}'])
def test_a_bad_file_is_kept_aside_and_the_defaults_hold(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    assert SettingsFile(path).now == Settings()
    assert tmp_path.joinpath("settings.unreadable.json").read_text() == text


def test_settings_of_a_newer_program_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"language": "en", "colour_of_the_sky": "blue"}))
    assert SettingsFile(path).now == Settings(language="en")


def test_a_disk_that_refuses_the_settings_stops_nobody(tmp_path: Path, expect_log: object) -> None:
    assert callable(expect_log)
    expect_log("desktop.settings", "could not be written")
    file = SettingsFile(tmp_path / "gone" / "settings.json")
    file.change(language="en")
    assert file.now.language == "en"


def test_two_services_never_share_a_database(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    one = folder.database("https://one.example.no", ID)
    other = folder.database("https://other.example.no", ID)
    example = folder.database("", ID)
    assert len({one, other, example}) == 3
    assert example.is_relative_to(folder.example)
    assert not one.is_relative_to(folder.example)


def test_a_folder_is_held_by_one_and_free_again_afterwards(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    with FolderLock(folder), pytest.raises(StorageFault) as caught, FolderLock(folder):
        pass
    assert caught.value.code == "in_use"
    with FolderLock(folder):
        pass


def test_a_folder_where_nothing_can_be_made_is_a_fault(tmp_path: Path) -> None:
    tmp_path.joinpath("file").write_text("")
    with pytest.raises(StorageFault) as caught:
        DataFolder(tmp_path / "file" / "data").prepare()
    assert caught.value.code == "not_writable"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("alliansen.example.no", "https://alliansen.example.no"),
        (" https://Alliansen.example.no/ ", "https://alliansen.example.no"),
        ("https://example.no:8443/barnehage/", "https://example.no:8443/barnehage"),
        ("https://example.no:443", "https://example.no"),
        ("127.0.0.1:8650", "http://127.0.0.1:8650"),
        ("localhost", "http://localhost"),
        ("http://[::1]:8650", "http://[::1]:8650"),
    ],
)
def test_an_address_has_one_form(typed: str, meant: str) -> None:
    assert service_address(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "alliansen",
        "http://alliansen.example.no",
        "ftp://example.no",
        "https://a b.example.no",
        "https://kari:secret@example.no",
        "https://example.no:port",
        "https://",
    ],
)
def test_what_is_no_safe_address_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(KnownError) as caught:
        service_address(typed)
    assert caught.value.sentence.endswith(".")


def test_the_version_is_that_of_the_project() -> None:
    assert f'version = "{VERSION}"' in ROOT.joinpath("pyproject.toml").read_text()
