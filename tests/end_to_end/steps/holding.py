"""Holding the meeting while there is no service."""

from datetime import datetime, timedelta

from tests.end_to_end.driver import Desktop
from tests.end_to_end.stage import INGRID, Stage
from tests.end_to_end.steps.files import save_pdf
from tests.end_to_end.texts import DECISIONS, DISCUSSIONS, DISSENT, MEETING_TITLE, PROPOSAL, TASKS

_KINDERGARTENS = ("Solbakken", "Fjordglimt", "Tyrihaug gårds", "Bringebærstien ")
_ITEMS = ("1/", "2/", "3/", "4/", "5/")
_DECIDED = {0: DECISIONS[0], 1: DECISIONS[1], 2: DECISIONS[2], 4: DECISIONS[3]}
_TASKS = {1: TASKS[:2], 2: TASKS[2:3], 3: TASKS[3:4], 4: TASKS[4:]}
_NEW = "Solbakken: utkast til avtale, 10.12"


def lose_the_service(stage: Stage) -> None:
    """The service is stopped; the meeting begins all the same."""
    stage.service.stop()
    kari = stage.kari
    kari.press("Møter")
    kari.press("Start møtet")
    kari.says(MEETING_TITLE, "Frakoblet", "pågår", "0 av 5 min")


def note_who_is_there(stage: Stage) -> None:
    """All four kindergartens."""
    tick_all(stage.kari)
    stage.kari.says("Beslutningsdyktig: 4 av 4")


def write_the_minutes(stage: Stage) -> None:
    """Discussions, four decisions and five follow-ups."""
    kari = stage.kari
    for at, beginning in enumerate(_ITEMS):
        kari.press_row(beginning)
        kari.says("av ")
        kari.until(lambda: not kari.value("Drøfting"), "does not come to the next item")
        kari.write("Drøfting", DISCUSSIONS[at])
        if at in _DECIDED:
            _decide(kari, at)
        for number, task in enumerate(_TASKS.get(at, ())):
            _give_task(kari, task, number)
        if at == 1:
            stage.pictures.take(kari, "mote-pagar", small=True)
    kari.says("Lagret på denne PC‑en")


def adjourn(stage: Stage) -> None:
    """End the meeting, see the minutes, and save them."""
    kari = stage.kari
    kari.press("Hev møtet")
    kari.says("Møtet hevet", "Fortsett møtet")
    kari.write("Neste møte", _in_days(60))
    stage.pictures.take(kari, "mote-hev")
    kari.press("Hev møtet", near="Fortsett møtet")
    kari.says("Møtet er hevet", "Send inn referatet")
    kari.press("Forhåndsvisning")
    kari.says("Side 1", "Utkast")
    stage.pictures.take(kari, "referat", small=True, pdf=True)
    save_pdf(kari, stage.minutes)
    kari.press("Tilbake", near="Skriv ut …")
    kari.says("Frakoblet", "venter på sending")


def tick_all(kari: Desktop) -> None:
    """Note that everybody has come."""
    kari.says("ikke registrert")
    rows = [one.name for one in kari.see() if one.role == "CheckBox" and "ikke reg" in one.note]
    for name in rows:
        kari.tick(name)


def adjourn_now(kari: Desktop) -> None:
    """End the meeting that is held, as suggested."""
    kari.press("Hev møtet")
    kari.says("Fortsett møtet")
    kari.press("Hev møtet", near="Fortsett møtet")
    kari.says("Møtet er hevet", "Send inn referatet")


def _decide(kari: Desktop, at: int) -> None:
    kari.write("Vedtak", _DECIDED[at])
    if at == 1:
        kari.write("Forslag til vedtak", PROPOSAL)
        kari.choose("Resultat", "Vedtatt med stemmer")
        for field, votes in (("For", "3"), ("Mot", "1"), ("Avholdende", "0")):
            kari.write(field, votes)
        kari.press("Legg til protokolltilførsel")
        kari.write("Protokolltilførsel", DISSENT)
        kari.says("vedtatt 3–1")
    else:
        kari.choose("Resultat", "Enstemmig vedtatt")
        kari.says("enstemmig vedtatt")


def _give_task(kari: Desktop, task: str, number: int) -> None:
    kari.write("Oppfølging", task, near=_NEW)
    kari.write("Ansvarlig", INGRID.name, near=_NEW)
    kari.write("Frist", _in_days(30 + number), near=_NEW)
    kari.press("Legg til oppfølgingen")
    kari.until(
        lambda: any(one.value == task and one.note != _NEW for one in kari.see()),
        f"does not list the task «{task}»",
    )


def _in_days(days: int) -> str:
    return f"{datetime.now().astimezone().date() + timedelta(days):%d.%m.%Y}"
