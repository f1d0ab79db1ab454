"""The installer is built from what is here, and what it froze works or is refused."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import build_installer
from build_installer import Unsound

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

PARTS = ["resources/fonts", "resources/icons", "resources/translations", "resources/reference"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the installer built, for all tests here."""
    out = tmp_path_factory.mktemp("installer")
    assert build_installer.main(["--out", str(out), "--service", "alliansen.example.no"]) == 0
    return out


def test_the_package_holds_a_program_that_works_in_a_strange_place(
    built: Path, tmp_path: Path
) -> None:
    (package,) = built.glob("*.deb")
    unpacked = tmp_path / "elsewhere, with spaces"
    subprocess.run(["dpkg-deb", "-x", package, unpacked], check=True)

    build_installer.check(unpacked / "opt/barnehagealliansen")
    told = unpacked / "opt/barnehagealliansen/_internal/resources/service.txt"
    assert told.read_text() == "https://alliansen.example.no\n"

    about = subprocess.run(["dpkg-deb", "-I", package], check=True, capture_output=True, text=True)
    assert f"Version: {build_installer.version()}" in about.stdout
    link = unpacked / "usr/bin/barnehagealliansen"
    assert link.readlink().is_relative_to("/opt/barnehagealliansen")
    assert not list(unpacked.rglob("*pytest*"))


@pytest.mark.parametrize("part", [*PARTS, "desktop/models/migrations"])
def test_a_program_without_one_of_its_parts_is_refused(built: Path, part: str) -> None:
    with _taken_away(built / "barnehagealliansen/_internal", part), pytest.raises(Unsound):
        build_installer.check(built / "barnehagealliansen")


def test_a_service_without_its_migrations_is_refused(built: Path) -> None:
    folder = built / "barnehagealliansen"
    program = folder / "barnehagealliansen-server"
    with _taken_away(folder / "_internal", "server/migrations"), pytest.raises(Unsound):
        build_installer.serve(program)
    build_installer.serve(program)


def test_a_program_that_says_more_than_it_should_is_refused(tmp_path: Path) -> None:
    _program(tmp_path, "barnehagealliansen", "echo self-check ok; echo 'a stray warning' >&2")
    with pytest.raises(Unsound, match="a stray warning"):
        build_installer.check(tmp_path)


def test_a_program_that_fails_is_refused(tmp_path: Path) -> None:
    _program(tmp_path, "barnehagealliansen", "echo 'no fonts'; exit 3")
    with pytest.raises(Unsound, match=r"ended with 3:\nno fonts"):
        build_installer.check(tmp_path)


def test_a_service_that_does_not_start_is_refused(tmp_path: Path) -> None:
    _program(tmp_path, "barnehagealliansen", "echo self-check ok")
    _program(tmp_path, "barnehagealliansen-server", "echo 'no migrations'; exit 1")
    with pytest.raises(Unsound, match="no migrations"):
        build_installer.check(tmp_path)


@contextmanager
def _taken_away(inside: Path, part: str) -> Iterator[None]:
    away = inside / "taken-away"
    (inside / part).rename(away)
    try:
        yield
    finally:
        away.rename(inside / part)


def _program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
