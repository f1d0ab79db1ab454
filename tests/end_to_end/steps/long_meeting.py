"""A meeting of sixty items."""

import re
from collections.abc import Iterator
from functools import partial
from uuid import UUID

from contract.records import ItemType
from desktop.models.agenda import ItemForm, add_item, agenda
from desktop.models.meetings import MeetingLists, meetings
from desktop.views.wall_clock import today
from tests.end_to_end.driver import Desktop
from tests.end_to_end.other_pc import other_pc
from tests.end_to_end.stage import ANNE, INGRID, KARI, PER, Stage, arrives, synchronise
from tests.end_to_end.steps.files import save_pdf
from tests.end_to_end.steps.holding import adjourn_now, note_who_is_there
from tests.end_to_end.steps.planning import call
from tests.end_to_end.texts import (
    ANNUAL_DECISION,
    ANNUAL_DISCUSSION,
    ANNUAL_TITLE,
    REPORT,
    ROTATED,
)

COUNT = 60
ROTATION = "Valg av kontaktbarnehage"
_TOPICS = (
    "turgrupper", "matservering", "overgangen til skolen", "språklek", "foreldremøter",
    "planleggingsdager", "utelekeplassen", "digitale verktøy", "vikarer", "kompetanseplaner",
    "brannøvelser", "innkjøp", "svømming", "musikk og dans", "bærekraft", "samisk språkuke",
    "åpne dager", "lærlinger",
)  # fmt: skip
_KINDS = (
    ("Erfaringer med {}", ItemType.INFORMATION),
    ("Felles opplegg for {}", ItemType.DISCUSSION),
    ("Neste års plan for {}", ItemType.DECISION),
)
_STATUS, _STATUS_AT = "Status: Tilskuddssatser for 2027", 5
"""What the region reports of the case that was raised to it, and which item it becomes."""
_CLOSING = 2
"""How many items come after the last that is written: any other business, and the next meeting."""
_NUMBERED = re.compile(r"\d+/")
_PEOPLE = (KARI, INGRID, PER, ANNE)


def plan_a_long_meeting(stage: Stage) -> None:
    """The next meeting of the network, whose sixty items are written on another PC of Kari's."""
    kari = stage.kari
    kari.press("Møter")
    kari.press("Planlegg møte")
    kari.until(lambda: bool(kari.value("Dato")), "suggests no date")
    kari.write("Tittel", ANNUAL_TITLE)
    kari.press("Planlegg møtet")
    kari.says(ANNUAL_TITLE, "Ingen er innkalt ennå")
    arrives(kari, "Møter", _STATUS)
    _write_the_items(stage)
    synchronise(kari)
    kari.press("Møter")
    kari.says(f"{COUNT} saker", ROTATION)
    stage.pictures.take(kari, "saksliste-60-saker")


def hold_a_long_meeting(stage: Stage) -> None:
    """Called, and held by keys alone: through all items, with minutes of some."""
    kari = stage.kari
    call(kari)
    kari.press("Start møtet")
    kari.says(ANNUAL_TITLE, "pågår")
    note_who_is_there(stage)
    for place in range(1, COUNT + 1):
        kari.until(partial(_is_at, kari, place), f"does not come to item {place}")
        _minute(kari, place, stage)
        if place < COUNT:
            kari.keys("Ctrl+PgDown")


def end_a_long_meeting(stage: Stage) -> None:
    """Adjourned, seen as a PDF of many pages, and handed in."""
    kari = stage.kari
    adjourn_now(kari)
    kari.press("Send inn referatet")
    kari.says("Innsendt, versjon 1", "Side 1")
    stage.pictures.take(kari, "referat-60-saker", pdf=True)
    save_pdf(kari, stage.long_minutes)


def _write_the_items(stage: Stage) -> None:
    with other_pc(stage, KARI) as (store, me):
        meeting = _meeting(store.read(meetings, today()))
        room = COUNT - 1 - len(store.read(agenda, meeting))
        for form in [*list(_forms())[:room], ItemForm(ROTATION, ItemType.DECISION, minutes=10)]:
            store.act(add_item, me, meeting, form)


def _meeting(found: MeetingLists) -> UUID:
    [row] = [one for one in found.coming if one.title == ANNUAL_TITLE]
    return row.id


def _forms() -> Iterator[ItemForm]:
    for number, topic in enumerate(_TOPICS):
        presenter = _PEOPLE[number % len(_PEOPLE)]
        text = f"{presenter.kindergarten} har samlet det de fire barnehagene har skrevet om saken."
        for title, kind in _KINDS:
            yield ItemForm(title.format(topic), kind, text, presenter.name, minutes=4)


def _minute(kari: Desktop, place: int, stage: Stage) -> None:
    if place == 1:
        kari.write("Vedtak", ANNUAL_DECISION)
        kari.choose("Resultat", "Enstemmig vedtatt")
        kari.says("enstemmig vedtatt")
    elif place == _STATUS_AT:
        kari.says("Status fra Regionalt nettverk Trøndelag", REPORT.word)
        kari.choose("Resultat", "Tatt til orientering")
        stage.pictures.take(kari, "sak-tilbake")
    elif place == COUNT // 2:
        kari.write("Drøfting", ANNUAL_DISCUSSION)
        kari.says("Lagret på denne PC‑en")
        stage.pictures.take(kari, "mote-60-saker", small=True)
    elif place == COUNT - _CLOSING:
        kari.write("Vedtak", ROTATED)
        kari.choose("Resultat", "Enstemmig vedtatt")


def _is_at(kari: Desktop, place: int) -> bool:
    """Whether this item is shown, counted from 1."""
    rows = [one for one in kari.see() if one.role == "Item" and _NUMBERED.match(one.name)]
    return len(rows) == COUNT and rows[place - 1].checked
