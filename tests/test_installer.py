"""The installer is built from what is here, and the frozen program works."""

import subprocess
from pathlib import Path

import pytest

import build_installer

pytestmark = pytest.mark.slow


def test_a_program_that_says_more_than_it_should_is_refused(tmp_path: Path) -> None:
    _program(tmp_path, "barnehagealliansen", "echo self-check ok; echo 'a stray warning' >&2")
    _program(tmp_path, "barnehagealliansen-server", "echo usage")
    with pytest.raises(build_installer.Unsound, match="a stray warning"):
        build_installer.check(tmp_path)


def test_a_program_that_fails_is_refused(tmp_path: Path) -> None:
    _program(tmp_path, "barnehagealliansen", "echo 'no fonts'; exit 3")
    with pytest.raises(build_installer.Unsound, match=r"ended with 3:\nno fonts"):
        build_installer.check(tmp_path)


@pytest.mark.timeout(1200)
def test_the_frozen_program_checks_itself_in_a_strange_place(tmp_path: Path) -> None:
    assert build_installer.main(["--out", str(tmp_path)]) == 0
    (package,) = tmp_path.glob("*.deb")
    unpacked = tmp_path / "elsewhere, with spaces"
    subprocess.run(["dpkg-deb", "-x", package, unpacked], check=True)

    build_installer.check(unpacked / "opt/barnehagealliansen")

    about = subprocess.run(["dpkg-deb", "-I", package], check=True, capture_output=True, text=True)
    assert f"Version: {build_installer.version()}" in about.stdout
    link = unpacked / "usr/bin/barnehagealliansen"
    assert link.readlink().is_relative_to("/opt/barnehagealliansen")
    assert not list(unpacked.rglob("*pytest*"))


def _program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
