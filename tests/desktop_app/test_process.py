"""The program as a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import run
from desktop.folders import DataFolder, FolderLock
from desktop.views.shell import MainWindow
from tests.desktop_app.test_first_start import texts
from tests.source_tree import ROOT


def _run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "desktop", *arguments],
        cwd=ROOT,
        env=os.environ | more,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_first_window_is_painted_and_the_program_ends(tmp_path: Path) -> None:
    done = _run("--data-dir", str(tmp_path / "data"), "--exit-after-first-paint")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert DataFolder(tmp_path / "data").log.read_text() == ""


def test_the_first_window_waits_for_no_heavy_library(tmp_path: Path) -> None:
    heavy = ("sqlalchemy", "alembic", "requests", "keyring", "reportlab", "QtNetwork")
    said = _run(
        "--data-dir", str(tmp_path), "--exit-after-first-paint", PYTHONPROFILEIMPORTTIME="1"
    )
    assert said.returncode == 0
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in said.stderr.splitlines()}
    assert "PySide6" in loaded
    assert loaded.isdisjoint(heavy)


def test_a_second_desktop_on_the_same_data_says_so_and_leaves(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.prepare()
    with FolderLock(folder):
        done = _run("--data-dir", str(tmp_path), "--exit-after-first-paint")
    assert done.returncode == 1
    assert "allerede åpent" in done.stderr


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    tmp_path.joinpath("file").write_text("")
    done = _run("--data-dir", str(tmp_path / "file" / "data"), "--exit-after-first-paint")
    assert done.returncode == 1
    assert "Programmet får ikke skrive" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_language_can_be_chosen_for_one_start(tmp_path: Path) -> None:
    done = _run("--data-dir", str(tmp_path), "--language", "en", "--exit-after-first-paint")
    assert done.returncode == 0
    settings = tmp_path / "settings.json"
    assert not settings.exists() or json.loads(settings.read_text())["language"] == "nb"


@pytest.mark.slow
def test_the_self_check_says_that_all_is_there() -> None:
    done = _run("--self-check")
    assert (done.stdout, done.stderr, done.returncode) == ("self-check ok\n", "", 0)


def test_a_folder_that_cannot_be_used_is_told_in_the_window(
    tmp_path: Path, qapp: QApplication
) -> None:
    tmp_path.joinpath("file").write_text("")
    seen: list[str] = []

    def look() -> None:
        for window in qapp.topLevelWidgets():
            if isinstance(window, MainWindow) and window.shown == "fault":
                seen.append(texts(window))
                window.close()

    QTimer.singleShot(200, look)
    assert run(DataFolder(tmp_path / "file" / "data"), "nb") == 1
    assert "Programmet får ikke skrive i mappen" in seen[0]
