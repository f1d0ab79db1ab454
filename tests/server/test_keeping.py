"""Backups, the way back, and erasure, at the command line of a real service."""

import shutil
import sqlite3
from pathlib import Path
from uuid import uuid4

import pytest

from contract.erasures import ERASURES
from contract.wire import PROTOCOL_VERSION, PullRequest
from desktop.sync.http_api import HttpApi
from server.erased import Erased, ErasedList, UnreadableList
from tests.server.called import call
from tests.server.test_command_line import PASSWORD, running

KARI = ("--email", "kari@example.no", "--name", "Kari Vik", "--role", "head")
OLA = ("--email", "ola@example.no", "--name", "Ola Berg", "--role", "head")


def with_account(data: Path, who: tuple[str, ...] = KARI) -> None:
    place = ("--kindergarten", "Solbakken barnehage", "--municipality", "5037")
    made = call(
        "create-account", *who, *place, "--data-dir", data, "--password-stdin", said=PASSWORD
    )
    assert (made.returncode, made.stderr) == (0, "")


def generation(data: Path) -> str:
    with sqlite3.connect(data / "service.sqlite3") as connection:
        query = "SELECT value FROM service_state WHERE key = 'generation'"
        (found,) = connection.execute(query).fetchone()
    connection.close()
    return str(found)


def emails(data: Path) -> list[str]:
    with sqlite3.connect(data / "service.sqlite3") as connection:
        found = [row[0] for row in connection.execute("SELECT email FROM account ORDER BY id")]
    connection.close()
    return found


def test_a_backup_made_while_the_service_runs_is_put_back_as_it_was(tmp_path: Path) -> None:
    data, copy = tmp_path / "data", tmp_path / "copy.sqlite3"
    with_account(data)
    with running("--data-dir", data) as (_, url):
        api = HttpApi(url)
        api.sign_in("kari@example.no", PASSWORD, "test")
        made = call("backup", "--to", copy, "--data-dir", data)
        refused = call("restore", "--from", copy, "--data-dir", data)
        api.close()
    with_account(data, OLA)
    before = generation(data)

    restored = call("restore", "--from", copy, "--data-dir", data)

    assert (made.returncode, made.stderr) == (0, "")
    assert (refused.returncode, refused.stderr) == (1, "the service is running: stop it first\n")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert emails(data) == ["kari@example.no"]
    assert generation(data) != before
    aside = data / "service.sqlite3.before-restore"
    assert str(aside) in restored.stdout
    assert {one.name for one in data.iterdir()} == {"service.sqlite3", aside.name}


def test_a_copy_made_by_hand_is_put_back_too(tmp_path: Path) -> None:
    data, copy = tmp_path / "data", tmp_path / "copy.sqlite3"
    with_account(data)
    shutil.copy(data / "service.sqlite3", copy)
    with_account(data, OLA)

    assert call("restore", "--from", copy, "--data-dir", data).returncode == 0
    assert emails(data) == ["kari@example.no"]


def test_a_damaged_database_is_replaced(tmp_path: Path) -> None:
    data, copy = tmp_path / "data", tmp_path / "copy.sqlite3"
    with_account(data)
    call("backup", "--to", copy, "--data-dir", data)
    (data / "service.sqlite3").write_bytes(b"no database at all" * 1_000)

    done = call("restore", "--from", copy, "--data-dir", data)

    assert (done.returncode, done.stderr) == (0, "")
    assert emails(data) == ["kari@example.no"]


def test_what_is_no_backup_replaces_nothing(tmp_path: Path) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    with_account(data)
    before = generation(data)
    other.write_bytes(b"no database at all" * 1_000)
    missing = call("restore", "--from", tmp_path / "missing", "--data-dir", data)
    wrong = call("restore", "--from", other, "--data-dir", data)

    for done in (missing, wrong):
        assert done.returncode == 1
        assert "is no backup of a service" in done.stderr
        assert done.stderr.count("\n") == 1
    assert (emails(data), generation(data)) == (["kari@example.no"], before)


def test_a_restore_by_other_means_is_told_to_the_service(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with_account(data)
    before = generation(data)

    assert call("restore", "--data-dir", data).returncode == 0
    assert generation(data) != before


def test_who_is_erased_stays_erased_when_a_backup_is_put_back(tmp_path: Path) -> None:
    data, copy = tmp_path / "data", tmp_path / "copy.sqlite3"
    with_account(data)
    with_account(data, OLA)
    call("backup", "--to", copy, "--data-dir", data)

    erased = call("erase", "--email", "Kari@example.no", "--data-dir", data)
    again = call("erase", "--email", "kari@example.no", "--data-dir", data)
    call("restore", "--from", copy, "--data-dir", data)

    assert (erased.returncode, erased.stderr) == (0, "")
    assert erased.stdout.startswith("Erased: 1 accounts; records: 1 of person.")
    assert "Kari" not in erased.stdout
    assert (again.returncode, again.stderr) == (1, "nothing is kept of such a person\n")
    assert emails(data)[1] == "ola@example.no"
    with running("--data-dir", data) as (_, url):
        api = HttpApi(url)
        api.sign_in("ola@example.no", PASSWORD, "test")
        pulled = api.pull(PullRequest(PROTOCOL_VERSION, "", {}))
        api.close()
    assert b"Kari" not in (data / "service.sqlite3").read_bytes()
    assert [gone.kind for gone in pulled.gone if gone.erased] == ["person", ERASURES]


def test_the_list_of_the_erased_is_beside_the_data_and_not_in_them(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with_account(data)
    call("erase", "--email", "kari@example.no", "--data-dir", data)

    kept = tmp_path / "data.erased.jsonl"
    (one,) = ErasedList(kept).read()
    assert [kind for kind, _, _ in one.records] == ["person"]
    assert b"kari" not in kept.read_bytes().lower()


def test_a_service_does_not_open_where_the_list_cannot_be_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with_account(data)
    (tmp_path / "data.erased.jsonl").write_text("not JSON\n")
    done = call("serve", "--port", "0", "--data-dir", data)

    assert done.returncode == 1
    assert done.stderr.startswith("the list of the erased cannot be read: ")
    assert done.stderr.endswith("line 1\n")


def test_a_line_that_a_crash_cut_is_dropped(tmp_path: Path) -> None:
    kept = ErasedList(tmp_path / "erased.jsonl")
    one, other = (Erased((uuid4(),), (), ()) for _ in range(2))
    kept.add(one)
    with (tmp_path / "erased.jsonl").open("ab") as file:
        file.write(b'{"persons": ["0')
    assert kept.read() == [one]
    kept.add(other)
    assert kept.read() == [one, other]


def test_a_whole_line_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "erased.jsonl").write_bytes(b"\n{}\n")
    with pytest.raises(UnreadableList, match="line 2"):
        ErasedList(tmp_path / "erased.jsonl").read()
