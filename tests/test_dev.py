"""What the dev script does before it starts a program, tried on a copy with a program of ours."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.source_tree import ROOT

LEVELS = ("environment", "program", "tests", "slow")
ECHO = """#!/bin/sh
echo "in $PWD, byte code ${PYTHONDONTWRITEBYTECODE-yes}"
for word in "$@"; do echo "<$word>"; done
exit ${ECHO_STATUS:-0}
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A project in which everything is installed, and whose Python only says what it was told."""
    root = tmp_path / "a project, with spaces"
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".dev").mkdir()
    for name in ("dev", "requirements.lock"):
        root.joinpath(name).write_bytes(ROOT.joinpath(name).read_bytes())
        root.joinpath(name).chmod(0o755)
    python = root / ".venv/bin/python"
    python.write_text(ECHO)
    python.chmod(0o755)
    _mark_ready(root)
    return root


def _mark_ready(root: Path) -> None:
    parts = [root / "dev", root / "requirements.lock", Path("/etc/os-release")]
    content = b"".join(part.read_bytes() for part in parts)
    key = subprocess.run(["cksum"], input=content, check=True, capture_output=True).stdout
    for level in LEVELS:
        root.joinpath(f".dev/ready-{level}").write_bytes(key)


def dev(root: Path, *words: str, cwd: Path | None = None, **more: str) -> tuple[int, list[str]]:
    """Run the script without a screen; its status and all that it said."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **more}
    done = subprocess.run(
        [root / "dev", *words],
        cwd=cwd or root,
        env=environment,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout.splitlines()


def test_help_names_every_command(copy: Path) -> None:
    status, said = dev(copy)
    commands = {line.split()[1] for line in said if line.startswith("./dev")}
    assert status == 0
    assert commands == {
        *("run", "demo", "serve", "test", "lint", "bench", "soak", "lock", "help"),
    }


def test_an_unknown_command_is_refused_in_a_sentence(copy: Path) -> None:
    status, said = dev(copy, "fly")
    assert (status, said[-1]) == (1, "There is no command fly.")


def test_what_is_ready_starts_at_once_with_the_words_as_they_were(copy: Path) -> None:
    status, said = dev(copy, "run", "--language", "a 'b' $c *", PYTHONDONTWRITEBYTECODE="1")
    assert status == 0
    assert said[0] == f"in {copy}, byte code yes"
    assert said[1:] == ["<-m>", "<desktop>", "<--language>", "<a 'b' $c *>"]


def test_a_path_is_meant_from_where_the_user_stands(copy: Path, tmp_path: Path) -> None:
    _, said = dev(copy, "run", "--data-dir", "my data", cwd=tmp_path)
    assert said[-1] == f"<{tmp_path}/my data>"
    _, said = dev(copy, "bench", "start", "--json=rows.json", cwd=tmp_path)
    assert said[-2:] == ["<start>", f"<--json={tmp_path}/rows.json>"]
    _, said = dev(copy, "demo", "--out", "/else/where", cwd=tmp_path)
    assert said[-2:] == ["<--out>", "</else/where>"]


def test_the_demo_goes_to_a_folder_of_the_project_unless_told(copy: Path, tmp_path: Path) -> None:
    _, said = dev(copy, "demo", cwd=tmp_path)
    assert said[-2:] == ["<--out>", f"<{copy}/demo>"]


def test_the_status_of_the_program_is_that_of_the_script(copy: Path) -> None:
    # 5 is pytest's word for "no tests were found".
    for words in (["test", "tests/nowhere"], ["test", "--slow"], ["soak"], ["serve"], ["run"]):
        assert dev(copy, *words, ECHO_STATUS="5")[0] == 5
    assert dev(copy, "lint", ECHO_STATUS="1")[0] == 1


def test_slow_tests_and_the_others_are_told_apart(copy: Path) -> None:
    _, quick = dev(copy, "test", "-k", "meeting")
    _, slow = dev(copy, "test", "-k", "meeting", "--slow")
    assert quick[1:] == ["<-m>", "<pytest>", "<-m>", "<not slow>", "<-k>", "<meeting>"]
    assert slow[1:] == ["<-m>", "<pytest>", "<-m>", "<slow>", "<-k>", "<meeting>"]


def test_without_a_screen_the_program_is_not_started(copy: Path) -> None:
    status, said = dev(copy, "run", QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    assert status == 1
    assert said[0].startswith("There is no screen here")


def test_a_start_costs_next_to_nothing(copy: Path) -> None:
    script = f'for n in 1 2 3 4 5 6 7 8 9 10; do "{copy}/dev" run >/dev/null; done'
    subprocess.run(["sh", "-c", script], check=True, timeout=5)
