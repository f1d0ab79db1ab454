"""The service as a process of its own: started, told to stop, and by an embedding program."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.sync.http_api import HttpApi
from tests.server.called import call
from tests.source_tree import ROOT

PASSWORD = "en lang setning"


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "server", *map(str, arguments)]


def run(*arguments: str | Path, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        check=False,
        cwd=ROOT,
        input=said,
        capture_output=True,
        text=True,
        timeout=60,
    )


@contextmanager
def running(*arguments: str | Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A serving process, and its address."""
    process = subprocess.Popen(
        command("serve", "--port", "0", *arguments),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process, json.loads(process.stdout.readline())["url"]
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def test_without_a_command_it_says_what_it_can_do() -> None:
    done = run()

    assert done.returncode == 0
    assert "create-account" in done.stdout


def test_a_service_says_where_it_answers_and_ends_well_when_told_to(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    with running("--data-dir", tmp_path / "data", "--ready-file", ready) as (process, url):
        assert json.loads(ready.read_text()) == {"url": url}
        with urllib.request.urlopen(f"{url}/api/health") as answer:
            assert json.load(answer)["service"] == "barnehagealliansen"
        process.send_signal(signal.SIGTERM)
        out, errors = process.communicate(timeout=20)

    assert (process.returncode, out, errors) == (0, "", "")


def test_an_embedded_service_does_not_outlive_who_started_it(tmp_path: Path) -> None:
    with running("--data-dir", tmp_path, "--exit-with-parent") as (process, _):
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(20) == 0


def test_an_account_made_at_the_command_line_can_sign_in(tmp_path: Path) -> None:
    arguments = ("--email", "Kari@Solbakken.example.no", "--name", "Kari", "--role", "head")
    place = ("--kindergarten", "Solbakken barnehage", "--municipality", "5037")
    data = ("--data-dir", tmp_path)
    made = run("create-account", *arguments, *place, *data, "--password-stdin", said=PASSWORD)
    again = call("create-account", *arguments, *place, *data, "--password-stdin", said=PASSWORD)

    assert (made.returncode, made.stderr) == (0, "")
    assert (again.returncode, again.stderr) == (1, "email: taken\n")
    with running(*data) as (_, url):
        api = HttpApi(url)
        facts = api.sign_in("kari@solbakken.example.no", PASSWORD, "test")
        api.close()
    assert (facts.name, facts.roles) == ("Kari", ("head",))


def test_a_short_password_is_not_accepted(tmp_path: Path) -> None:
    arguments = ("--email", "kari@example.no", "--name", "Kari", "--role", "head")
    done = call(
        "create-account", *arguments, "--data-dir", tmp_path, "--password-stdin", said="kort"
    )

    assert (done.returncode, done.stderr) == (1, "password: too_short\n")


def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    with running("--data-dir", tmp_path) as (_, url):
        port = url.rpartition(":")[2]
        done = run("serve", "--port", port, "--data-dir", tmp_path / "other")

    assert done.returncode == 1
    assert done.stderr.startswith(f"cannot listen on 127.0.0.1 port {port}: ")
    assert done.stderr.count("\n") == 1


def test_a_postgresql_behind_must_be_migrated_by_command(postgresql_url: str) -> None:
    refused = run("serve", "--port", "0", "--database-url", postgresql_url)
    migrated = call("migrate", "--database-url", postgresql_url)

    assert refused.returncode == 1
    assert "migrate" in refused.stderr
    assert (migrated.returncode, migrated.stdout, migrated.stderr) == (0, "", "")
    with (
        running("--database-url", postgresql_url) as (_, url),
        urllib.request.urlopen(f"{url}/api/health") as answer,
    ):
        assert answer.status == 200


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = run("migrate", "--data-dir", tmp_path)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
