"""The modules of the pages are loaded before somebody visits them, and in small steps."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.loading_ahead import LoadingAhead, steps
from desktop.folders import DataFolder
from tests.source_tree import ROOT

PLANTED = {
    "page": "import json\nfrom planted import leaf\nfrom planted.branch import two\n",
    "branch": "from planted.leaf import one\n\ntwo = one + one\n",
    "leaf": "one = 1\n",
    "other": "def later():\n    from planted import unused\n",
    "unused": "",
}

VISITS = """
import sys
from pathlib import Path
from desktop.app.areas import modules
from desktop.app.program import Program, make_application
from desktop.folders import DataFolder
from desktop.settings import SettingsFile

app, folder = make_application(), DataFolder(Path(sys.argv[1]))
settings = SettingsFile(folder.settings)
# A dictionary is opened beside the window, whenever the first text can be written.
settings.change(spelling="off")
program = Program(app, folder, settings)
program.start()
areas = program.window._areas
while not sys.modules.keys() >= set(modules(areas.values())):
    app.processEvents()
for key in areas:
    before = set(sys.modules)
    program.window.go(key)
    print(key, *sorted(set(sys.modules) - before))
program.window.close()
program.close()
"""


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Modules that nobody has loaded yet."""
    package = tmp_path / "planted"
    package.mkdir()
    for name, text in ({"__init__": ""} | PLANTED).items():
        package.joinpath(f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("planted", *(f"planted.{name}" for name in PLANTED)):
        # Set first, so that it is gone again when the test is through.
        monkeypatch.setitem(sys.modules, name, sys)
        monkeypatch.delitem(sys.modules, name)
    return ["planted.page", "planted.other"]


def loaded() -> set[str]:
    return {name for name in sys.modules if name.startswith("planted.")}


def test_each_module_is_loaded_in_a_step_of_its_own_after_those_that_it_imports(
    planted: list[str],
) -> None:
    seen = [(name, len(loaded())) for name in steps(planted, ours=("planted",))]
    names = ["planted.leaf", "planted.branch", "planted.page", "planted.other"]
    assert seen == list(zip(names, range(1, 5), strict=True))
    assert list(steps(planted, ours=("planted",))) == []


def test_no_more_is_loaded_once_it_is_stopped(
    qtbot: QtBot, qapp: QApplication, planted: list[str]
) -> None:
    through: list[bool] = []
    ahead = LoadingAhead(planted, lambda: through.append(True))
    ahead.start(after_ms=0)
    while not loaded():
        qapp.processEvents()
    ahead.stop()
    before = loaded()
    qtbot.wait(20)
    assert loaded() == before
    assert not through
    ahead.start(after_ms=0)
    qtbot.waitUntil(lambda: bool(through))
    assert "planted.other" in loaded()


@pytest.mark.slow
@pytest.mark.usefixtures("known")
def test_after_a_while_the_first_visit_to_an_area_loads_nothing(folder: DataFolder) -> None:
    said = subprocess.run(
        [sys.executable, "-c", VISITS, str(folder.root)],
        cwd=ROOT,
        env=os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    visits = [line.split() for line in said.splitlines()]
    assert {"overview", "staff", "meetings", "settings", "help"} <= {visit[0] for visit in visits}
    assert [visit for visit in visits if len(visit) > 1 and visit[0] != "sign_in"] == []
