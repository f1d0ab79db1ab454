"""Two real desktops on one data folder: the second says so and leaves."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.driver import Desktop

TAKEN = "Programmet er allerede åpent på disse dataene"


@pytest.fixture
def desktops(tmp_path: Path) -> Iterator[tuple[Desktop, Desktop]]:
    both = Desktop(tmp_path / "data"), Desktop(tmp_path / "data")
    yield both
    for one in both:
        one.end()


@pytest.mark.slow
def test_the_second_says_so_and_leaves_and_the_first_works_on(
    desktops: tuple[Desktop, Desktop],
) -> None:
    first, second = desktops
    first.start()
    first.says("Logg inn")

    second.start()
    second.says(TAKEN)
    second.press("Lukk")

    deadline = time.monotonic() + 20
    while second.runs:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert first.runs
    assert not first.shows(TAKEN)
    first.close()
    assert first.complaints() == ""


@pytest.mark.slow
def test_after_a_crash_of_the_first_another_starts_at_once(
    desktops: tuple[Desktop, Desktop],
) -> None:
    first, second = desktops
    first.start()
    first.kill()

    second.start()

    second.says("Logg inn")
    assert not second.shows(TAKEN)
    second.close()
