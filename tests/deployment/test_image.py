"""The image of deploy/Containerfile, built by buildah on a bare Debian, and the program in it."""

import os
import platform
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from contract.wire import Unreachable
from desktop.sync.http_api import HttpApi
from tests.fixtures.processes import free_port, start, stop, wait_until
from tests.source_tree import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(os.geteuid() != 0, reason="an image is built as root"),
]

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PROGRAM = "/opt/barnehagealliansen/venv/bin/barnehagealliansen-server"


class Builder:
    """buildah with a store of its own, and no daemon, network of its own or cgroups."""

    def __init__(self, folder: Path) -> None:
        self._words = ["buildah", "--root", str(folder / "root"), "--runroot", str(folder / "run")]
        self._words += ["--storage-driver", "vfs"]
        self._environment = {**os.environ, "BUILDAH_ISOLATION": "chroot"}

    def __call__(self, *words: str | Path) -> str:
        """What it prints. Raises CalledProcessError with what it said."""
        done = subprocess.run(
            self.words(*words),
            env=self._environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout.strip()

    def words(self, *words: str | Path) -> list[str]:
        """The command line of a call."""
        return [*self._words, *map(str, words)]

    @contextmanager
    def running(self, ready: Callable[[], bool], log: Path, *words: str | Path) -> Iterator[None]:
        """Something that runs meanwhile."""
        process = start(self.words(*words), log, environment=self._environment)
        try:
            wait_until(ready, process, log)
            yield
        finally:
            stop(process)


def debian(target: Path) -> None:
    """A Debian, or Ubuntu, as here, with what the Containerfile says that its base has."""
    suite = platform.freedesktop_os_release()["VERSION_CODENAME"]
    included = "--include=ca-certificates,python3,python3-venv"
    subprocess.run(
        ["mmdebstrap", "--quiet", "--variant=minbase", included, suite, target],
        stdin=subprocess.DEVNULL,
        check=True,
    )


def pip_settings(folder: Path) -> Path:
    """What pip is told here of where packages are, for the build alone."""
    said = {"cert": str(CERTIFICATES)} if CERTIFICATES.exists() else {}
    for name in ("index-url", "proxy"):
        told = subprocess.run(
            ["python3", "-m", "pip", "config", "get", f"global.{name}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode == 0:
            said[name] = told.stdout.strip()
    made = folder / "pip.conf"
    lines = [f"{name} = {value}" for name, value in said.items()]
    made.write_text("\n".join(["[global]", *lines, ""]), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def container() -> Iterator[tuple[Builder, str]]:
    """A container of the image, and who runs things in it."""
    # Not pytest's folder, which is kept: a store of images has hundreds of megabytes.
    with TemporaryDirectory(prefix="image-") as name:
        folder = Path(name)
        builder = Builder(folder)
        debian(folder / "base.tar")
        base = builder("from", "scratch")
        builder("add", "--quiet", base, folder / "base.tar", "/")
        builder("commit", "--quiet", base, "localhost/base")
        mounts = [f"--volume={pip_settings(folder)}:/etc/pip.conf:ro"]
        if CERTIFICATES.exists():
            mounts.append(f"--volume={CERTIFICATES}:{CERTIFICATES}:ro")
        file = ROOT / "deploy" / "Containerfile"
        built = ("--build-arg=BASE=localhost/base", "--tag=localhost/service", f"--file={file}")
        builder("build", "--quiet", "--network=host", *mounts, *built, ROOT)
        yield builder, builder("from", "localhost/service")


def test_the_program_of_the_image_is_a_service_and_nobodys_root(
    container: tuple[Builder, str], tmp_path: Path
) -> None:
    builder, name = container
    port = free_port()
    api = HttpApi(f"http://127.0.0.1:{port}")

    def ready() -> bool:
        with suppress(Unreachable):
            api.health()
            return True
        return False

    served = ("serve", "--host", "127.0.0.1", "--port", str(port))
    log = tmp_path / "log.txt"
    with builder.running(ready, log, "run", "--network=host", name, "--", PROGRAM, *served):
        api.close()

    assert not ready()
    assert builder("run", name, "--", "id", "--user", "--name") == "barnehagealliansen"


def test_nothing_of_the_desktop_is_in_the_image(container: tuple[Builder, str]) -> None:
    builder, name = container
    pip = Path(PROGRAM).with_name("pip")

    installed = builder("run", name, "--", pip, "list", "--format=freeze")

    assert "fastapi==" in installed
    assert "PySide6" not in installed
    assert "reportlab" not in installed


def test_the_image_runs_what_its_file_says(container: tuple[Builder, str]) -> None:
    builder, name = container

    told = builder(
        "inspect", "--format", "{{.OCIv1.Config.Entrypoint}} {{.OCIv1.Config.Cmd}}", name
    )

    assert told == f"[{PROGRAM}] [serve --host 0.0.0.0 --port 8650]"
