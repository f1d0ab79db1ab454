"""Calendar files are read by ical.js, which is what Thunderbird reads them with."""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from desktop.documents.calendar import EventStatus, calendar_file
from tests.documents.test_calendar import EVENT

pytestmark = pytest.mark.slow

Read = Callable[[bytes], dict[str, Any]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """What ical.js finds in a file."""
    folder = tmp_path_factory.mktemp("ical_js")
    shutil.copytree(Path(__file__).parent / "ical_js", folder, dirs_exist_ok=True)
    subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=folder, check=True, timeout=120)

    def found(made: bytes) -> dict[str, Any]:
        command = ["node", str(folder / "read.mjs")]
        told = subprocess.run(command, input=made, capture_output=True, check=True, timeout=60)
        read: dict[str, Any] = json.loads(told.stdout)
        return read

    return found


def test_ical_js_reads_what_the_meeting_is(read: Read) -> None:
    (event,) = read(calendar_file(EVENT))["events"]

    assert event["summary"] == EVENT.title
    assert event["location"] == EVENT.place
    assert event["description"] == EVENT.description
    assert event["organizer"] == "mailto:kari@example.no"
    assert event["starts"] == "2026-11-26T08:00:00.000Z"
    assert event["ends"] == "2026-11-26T09:30:00.000Z"


def test_ical_js_keeps_summer_time(read: Read) -> None:
    (event,) = read(calendar_file(replace(EVENT, on=date(2027, 6, 3))))["events"]
    assert event["starts"] == "2027-06-03T07:00:00.000Z"


def test_to_ical_js_a_change_and_a_cancellation_are_of_the_same_event(read: Read) -> None:
    moved = replace(EVENT, starts=time(8), sequence=1)
    off = replace(moved, sequence=2, status=EventStatus.CANCELLED)
    every = [read(calendar_file(one)) for one in (EVENT, moved, off)]

    events = [one["events"][0] for one in every]
    assert len({event["uid"] for event in events}) == 1
    assert [event["sequence"] for event in events] == [0, 1, 2]
    assert [event["status"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [one["method"] for one in every] == ["PUBLISH", "PUBLISH", "CANCEL"]
