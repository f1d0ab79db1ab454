"""The example service as a process of its own."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from contract.wire import ServiceRefused, Unreachable
from desktop.errors import KnownError
from desktop.log_file import LogFile
from desktop.service_process import EmbeddedService
from desktop.sync.http_api import HttpApi
from tests.fixtures.processes import wait_until
from tests.source_tree import ROOT

OWNER = """
import sys, time
from pathlib import Path
from desktop.service_process import EmbeddedService
service = EmbeddedService(Path(sys.argv[1]))
print(service.address(), flush=True)
time.sleep(60)
"""


def _answers(address: str) -> bool:
    """Whether anything is there: one that says that it is stopping is not gone yet."""
    api = HttpApi(address)
    try:
        api.health()
    except Unreachable:
        return False
    except ServiceRefused:
        return True
    else:
        return True
    finally:
        api.close()


def test_it_is_started_once_and_again_after_it_died(service: EmbeddedService) -> None:
    first = service.address()
    assert service.address() == first
    assert _answers(first)
    service.stop()
    assert not service.runs
    assert not _answers(first)
    assert _answers(service.address())


@pytest.mark.slow
def test_it_ends_when_its_desktop_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        address = owner.stdout.readline().strip()
        assert _answers(address)
        owner.kill()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as waiting:
        wait_until(lambda: not _answers(address), waiting, Path(os.devnull))


def test_a_folder_that_cannot_be_used_is_told_in_a_sentence(tmp_path: Path) -> None:
    tmp_path.joinpath("file").write_text("")
    with pytest.raises(KnownError):
        EmbeddedService(tmp_path / "file" / "service").address()


def test_waiting_for_it_can_be_given_up(tmp_path: Path) -> None:
    service = EmbeddedService(tmp_path)
    with pytest.raises(KnownError):
        service.address(cancelled=lambda: True)
    assert not service.runs


def test_the_log_is_begun_anew_before_it_grows_large(tmp_path: Path) -> None:
    handler = LogFile(tmp_path / "the.log")
    record = logging.makeLogRecord({"msg": "x" * 300_000, "levelno": logging.INFO})
    for _ in range(22):
        handler.emit(record)
    handler.close()
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert set(sizes) == {"the.log", "the.1.log", "the.2.log", "the.3.log"}
    assert max(sizes.values()) < 1_500_000
