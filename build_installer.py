"""Builds the installer of this system, and refuses it when what it froze does not work.

    .venv/bin/python build_installer.py [--out DIR] [--skip-package] [--service ADDRESS]

Linux: a folder and a .deb. Windows and macOS: add a function to PACKAGES.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.addresses import CAME_WITH, service_address
from desktop.errors import KnownError

ROOT = Path(__file__).resolve().parent
NAME = "barnehagealliansen"
SUFFIX = ".exe" if sys.platform == "win32" else ""
EXPECTED = "self-check ok"
PATIENCE = 60.0


class Unsound(Exception):
    """What was built does not do what it must."""


def version() -> str:
    """The version that pyproject.toml gives."""
    project: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project["version"]


def freeze(out: Path) -> Path:
    """Make the folder with both programs and all that they need; returns it."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=ERROR"]
    command += ["--distpath", str(out), "--workpath", str(out / "work")]
    command.append(str(ROOT / "installers" / f"{NAME}.spec"))
    environment = {**os.environ, "BARNEHAGEALLIANSEN_ROOT": str(ROOT)}
    subprocess.run(command, check=True, cwd=ROOT, env=environment)
    shutil.rmtree(out / "work")
    for link in (out / NAME).rglob("*"):
        if link.is_symlink() and not link.exists():  # to a library that was left out
            link.unlink()
    return out / NAME


def name_service(folder: Path, address: str) -> None:
    """Let the frozen program know its service, so that nobody has to ask for the address."""
    told = folder / "_internal" / CAME_WITH.relative_to(ROOT)
    told.write_text(f"{address}\n", encoding="utf-8")
    told.chmod(0o644)


def check(folder: Path) -> None:
    """Start what was frozen, as on a computer that has never seen it. Raises Unsound."""
    window = said(folder / f"{NAME}{SUFFIX}", "--self-check")
    if window != [EXPECTED]:
        raise Unsound("the program said more than it should:\n" + "\n".join(window))
    serve(folder / f"{NAME}-server{SUFFIX}")


def said(program: Path, *arguments: str) -> list[str]:
    """The lines that a program prints, on both channels. Raises Unsound when it fails."""
    with tempfile.TemporaryDirectory(prefix="installer-check-") as home:
        done = subprocess.run(
            [program, *arguments],
            cwd=home,
            env=bare_environment(Path(home)),
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
        )
    text = done.stdout.decode(errors="replace")
    if done.returncode:
        raise Unsound(f"{program.name} ended with {done.returncode}:\n{text}")
    return text.splitlines()


def serve(program: Path) -> None:
    """Start the service on its example data, as the desktop does. Raises Unsound."""
    with tempfile.TemporaryDirectory(prefix="installer-check-") as home:
        ready, log = Path(home, "ready.json"), Path(home, "log")
        command: list[str | Path] = [
            program,
            "serve",
            "--data-dir",
            Path(home, "data"),
            "--port",
            "0",
        ]
        command += ["--seed-example", "--ready-file", ready, "--exit-with-parent"]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=home,
                env=bare_environment(Path(home)),
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
            )
        until = time.monotonic() + PATIENCE
        while not ready.exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        started = ready.exists()
        try:
            process.communicate(timeout=PATIENCE)  # closes its input, at which it ends
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if not started or process.returncode:
            text = log.read_text(errors="replace")
            raise Unsound(f"{program.name} did not serve ({process.returncode}):\n{text}")


def bare_environment(home: Path) -> dict[str, str]:
    """Nothing of the builder's Python, screen, keyring or folders."""
    kept = ("SYSTEMROOT", "TEMP", "TMP", "PATH") if sys.platform == "win32" else ("TMPDIR",)
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    return {
        **environment,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
    }


def deb(folder: Path, out: Path) -> Path:
    """Wrap the folder for Debian and Ubuntu; returns the package."""
    architecture = command_line("dpkg", "--print-architecture")
    with tempfile.TemporaryDirectory(prefix="deb-") as name:
        tree = Path(name, "tree")
        shutil.copytree(folder, tree / "opt" / NAME, symlinks=True)
        (tree / "usr/bin").mkdir(parents=True)
        for program in (NAME, f"{NAME}-server"):
            (tree / "usr/bin" / program).symlink_to(f"/opt/{NAME}/{program}")
        place(ROOT / f"installers/linux/{NAME}.desktop", tree / "usr/share/applications")
        icons = tree / "usr/share/icons/hicolor/scalable/apps"
        place(ROOT / f"installers/{NAME}.svg", icons)
        place(ROOT / "LICENSE", tree / f"usr/share/doc/{NAME}", "copyright")
        control = (ROOT / "installers/linux/control").read_text(encoding="utf-8")
        size = sum(path.lstat().st_size for path in tree.rglob("*")) // 1024
        (tree / "DEBIAN").mkdir()
        (tree / "DEBIAN/control").write_text(
            control.format(
                version=version(),
                architecture=architecture,
                kilobytes=size,
                libc=platform.libc_ver()[1],
            ),
            encoding="utf-8",
        )
        package = out / f"{NAME}_{version()}_{architecture}.deb"
        command_line("dpkg-deb", "--root-owner-group", "--build", str(tree), str(package))
    return package


def place(source: Path, folder: Path, name: str = "") -> None:
    """Copy a file, readable by all, into a folder that may not be there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    target = shutil.copyfile(source, folder / (name or source.name))
    target.chmod(0o644)


def command_line(*command: str) -> str:
    """What a command of the system prints; raises when it fails."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


# Still to come: "win32" with NSIS, "darwin" with a signed bundle in a disk image.
PACKAGES: dict[str, Callable[[Path, Path], Path]] = {"linux": deb}


def main(arguments: Sequence[str] | None = None) -> int:
    """Freeze, check, wrap; 1 when the program is unsound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR")
    parser.add_argument("--skip-package", action="store_true", help="the frozen folder only")
    parser.add_argument("--service", default="", help="the address that the program comes with")
    given = parser.parse_args(arguments)
    try:
        service = service_address(given.service) if given.service else ""
    except KnownError as error:
        parser.error(error.sentence)
    out = given.out.resolve()
    out.mkdir(parents=True, exist_ok=True)

    folder = freeze(out)
    if service:
        name_service(folder, service)
    try:
        check(folder)
    except Unsound as problem:
        shutil.rmtree(folder)
        print(f"Refused: {problem}", file=sys.stderr)
        return 1
    print(f"Frozen and checked: {folder}")
    package = PACKAGES.get(sys.platform)
    if package and not given.skip_package:
        print(f"Package: {package(folder, out)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
