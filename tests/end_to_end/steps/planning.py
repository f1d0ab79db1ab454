"""Planning a meeting and calling it."""

import re
from functools import partial

from tests.end_to_end.driver import Desktop
from tests.end_to_end.stage import INGRID, Stage
from tests.end_to_end.steps.files import save_pdf
from tests.end_to_end.texts import BACKGROUNDS, ITEMS, LINK, MEETING_TITLE

_NOT_YET = ("Status fra regionalt",)
_TYPES = ("Vedtak", "Drøfting", "Vedtak", "Vedtak")
_MINUTES = ("25", "15", "20", "10")
_COUNT = 7
_NUMBER = re.compile(r"(\d+)/\d\d ")


def plan_the_meeting(stage: Stage) -> None:
    """The first meeting of the network, with what the program suggests for the rest."""
    kari = stage.kari
    kari.press("Nettverk")
    kari.press("Planlegg møte")
    kari.until(lambda: bool(kari.value("Dato")), "suggests no date")
    kari.write("Tittel", MEETING_TITLE)
    kari.write("Lenke", LINK)
    kari.choose("Referent", INGRID.name)
    stage.pictures.take(kari, "mote-planlegg")
    kari.press("Planlegg møtet")
    kari.says(MEETING_TITLE, LINK, "Ingen er innkalt ennå")


def write_the_agenda(stage: Stage) -> None:
    """Seven items: fixed ones that a first meeting can do without make room for its own."""
    kari = stage.kari
    for title in _NOT_YET:
        kari.pick(title, near="Saksliste")
        kari.press("Fjern")
        kari.says("er tatt av sakslisten")
        kari.until(partial(_lacks, kari, title), f"still lists «{title}»")
    own = zip(ITEMS, _TYPES, _MINUTES, BACKGROUNDS, strict=True)
    for title, kind, minutes, background in own:
        kari.press("Ny sak")
        kari.write("Tittel", title)
        kari.choose("Hva møtet skal gjøre", kind)
        kari.write("Tid", minutes)
        kari.write("Innleder", "Kari Solberg")
        kari.write("Saksopplysning", background)
        kari.press("Legg til på sakslisten")
        kari.until(partial(_place, kari, title), f"does not list «{title}»")
    _move_up(kari, "Kompetansedag")
    kari.says(f"{_COUNT} saker")
    stage.pictures.take(kari, "saksliste", small=True)


def call_the_meeting(stage: Stage) -> None:
    """See the notice as it will be, send it, and save it with the numbers that came back."""
    kari = stage.kari
    kari.press("Kall inn")
    kari.says("Side 1")
    stage.pictures.take(kari, "innkalling", small=True, pdf=True)
    _send_notice(kari)
    kari.says(f"{MEETING_TITLE} 1/20")
    kari.press("Lukk panelet")
    stage.pictures.take(kari, "mote-innkalt")
    kari.press("Innkalling")
    save_pdf(kari, stage.notice)
    kari.press("Tilbake", near="Skriv ut …")


def call(kari: Desktop) -> None:
    """Call the meeting that is shown, without looking for long."""
    kari.press("Kall inn")
    kari.says("Side 1")
    _send_notice(kari)


def agenda(kari: Desktop) -> list[str]:
    return [one.name for one in kari.see() if one.role == "Item"]


def _send_notice(kari: Desktop) -> None:
    kari.press("Send innkallingen")
    kari.says("Møtet er innkalt", "Innkalt i dag")
    kari.until(partial(_is_numbered, kari), "does not show the numbers of the service")


def _is_numbered(kari: Desktop) -> bool:
    """Whether each item has its number; they run on from the network's last meeting."""
    titles = agenda(kari)
    numbers = [int(one[1]) for one in map(_NUMBER.match, titles) if one]
    return bool(numbers) and [one - numbers[0] for one in numbers] == list(range(len(titles)))


def _place(kari: Desktop, words: str) -> int:
    """Where an item stands, from 1; 0 where it does not."""
    return next((at for at, one in enumerate(agenda(kari), 1) if words in one), 0)


def _lacks(kari: Desktop, words: str) -> bool:
    return not _place(kari, words)


def _move_up(kari: Desktop, words: str) -> None:
    before = _place(kari, words)
    kari.pick(words, near="Saksliste")
    kari.keys("Alt+Up")
    kari.until(lambda: _place(kari, words) == before - 1, f"does not move «{words}»")
