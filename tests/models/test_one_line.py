"""One line says who does what and when, and a few letters say who is there."""

from datetime import date
from uuid import uuid4

import pytest

from desktop.models.attendance import Attendee
from desktop.models.meeting_tasks import TaskForm
from desktop.models.one_line import read_task, who_is_meant

TODAY = date(2026, 11, 26)
NAMES = ["Kari Solberg", "Åse Trones", "Solbakken barnehage", "Trollskogen barnehage", "Alle"]


@pytest.mark.parametrize(
    ("text", "task"),
    [
        (
            "Solbakken: utkast til avtale, 10.12",
            TaskForm("utkast til avtale", "Solbakken barnehage", date(2026, 12, 10)),
        ),
        ("kari: ring kommunen 1.2.", TaskForm("ring kommunen", "Kari Solberg", date(2027, 2, 1))),
        (
            "Åse: skriv innlegg innen 3. januar 2028",
            TaskForm("skriv innlegg", "Åse Trones", date(2028, 1, 3)),
        ),
        ("alle: les heftet, frist 5.1.27", TaskForm("les heftet", "Alle", date(2027, 1, 5))),
        ("Bjørn: ta kontakt", TaskForm("ta kontakt", "Bjørn", None)),
        ("Ring kommunen 31.2", TaskForm("Ring kommunen 31.2", "", None)),
        ("Ring kommunen", TaskForm("Ring kommunen", "", None)),
        ("Ring om sak 12.30", TaskForm("Ring om sak 12.30", "", None)),
    ],
)
def test_a_task_on_one_line(text: str, task: TaskForm) -> None:
    assert read_task(text, NAMES, TODAY) == task


def test_a_name_that_could_be_two_stays_as_it_is_written() -> None:
    assert read_task("so: ring", ["Solbakken", "Solsikken"], TODAY).responsible == "so"


def line(kindergarten: str, name: str) -> Attendee:
    return Attendee(uuid4(), uuid4(), kindergarten, name, "", None)


def test_the_first_letters_say_who_is_meant() -> None:
    lines = [
        line("Fjordglimt barnehage", "Ola Fjeld"),
        line("Solbakken barnehage", "Kari Solberg"),
        line("Trollskogen barnehage", "Åse Trones"),
    ]

    def meant(text: str) -> list[str]:
        return [one.kindergarten.split()[0] for one in who_is_meant(text, lines)]

    assert meant("so") == ["Solbakken"]
    assert meant("TR") == ["Trollskogen"]
    assert meant("åse") == ["Trollskogen"]
    assert meant("fje") == ["Fjordglimt"]
    assert meant("x") == meant(" ") == []
