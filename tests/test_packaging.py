"""The lock can be installed everywhere, from anywhere, and says exactly what it installs."""

import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from tests.source_tree import ROOT

LOCK = ROOT / "requirements.lock"
# The oldest systems that Qt 6.11 and its wheels run on.
SYSTEMS = ["x86_64-manylinux_2_34", "x86_64-pc-windows-msvc", "aarch64-apple-darwin"]


def _blocks() -> list[str]:
    """What the lock says of each package: its version and its hashes."""
    text = re.sub(r"\\\n\s+", " ", LOCK.read_text())
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("version", ["3.11", "3.14"])
def test_every_package_of_the_lock_has_a_wheel(system: str, version: str, tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), "pip", "install", "--dry-run", "--target", str(tmp_path)]
    command += ["--python-platform", system, "--python-version", version]
    command += ["--require-hashes", "--only-binary", ":all:", "--requirements", str(LOCK)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    assert "pyside6-essentials==6.11" in done.stderr


def test_every_package_is_pinned_with_its_hashes() -> None:
    assert len(_blocks()) > 50
    for block in _blocks():
        assert re.match(r"[a-z0-9-]+==[0-9][\w.]* ", block), block
        assert re.search(r" --hash=sha256:[0-9a-f]{64}", block), block


def test_the_lock_names_no_place_to_fetch_from() -> None:
    text = LOCK.read_text()
    assert re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links", text) == []


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = chain(project["dependencies"], *project["optional-dependencies"].values())
    names = {re.split(r"[^\w-]", line)[0] for line in asked} - {project["name"]}
    assert names <= {block.split("==")[0] for block in _blocks()}


def test_the_project_asks_for_a_pyside_that_is_sound_on_python_3_11() -> None:
    desktop = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "pyside6-essentials>=6.11.3,<6.12" in desktop["optional-dependencies"]["desktop"]
