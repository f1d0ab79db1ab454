"""Two managers, each with a desktop of her own."""

from tests.end_to_end.driver import Desktop
from tests.end_to_end.stage import INGRID, KARI, Stage, sign_in, sign_in_again, synchronise
from tests.end_to_end.steps.forum import open_room
from tests.end_to_end.texts import (
    ANNOUNCED,
    COMMENT,
    DISCUSSIONS,
    LOVES,
    MEETING_TITLE,
    MERGED_END,
    MERGED_WORD,
    MINE,
    NOTE,
    PROPOSED,
    THEIRS,
    THIRD,
)

_ITEM, _DISPUTED = "2/", "4/"
_FIELD = "Vedtak"
_CONFLICT = "1 konflikt må avklares"


def find_the_service_again(stage: Stage) -> None:
    """The service is back: all that was done without it is sent."""
    kari = stage.kari
    stage.service.start()
    sign_in_again(kari)
    synchronise(kari)
    kari.says("Synkronisert")
    stage.pictures.take(kari, "synkronisering")


def the_minute_taker_finds_it_all(stage: Stage) -> None:
    """On her desktop, which has nothing yet: the post, the network and the meeting."""
    ingrid = stage.ingrid
    ingrid.start()
    sign_in(ingrid, stage.service, INGRID)
    ingrid.press("Innlegg")
    open_room(ingrid, "Velkommen!")
    ingrid.pick(KARI.kindergarten, near="Innlegg")
    ingrid.says(LOVES)
    open_room(ingrid, "Trøndelag")
    ingrid.pick("Lokalt nettverk i Levanger", near="Innlegg")
    ingrid.says(ANNOUNCED.word)
    ingrid.write("Svaret ditt", COMMENT)
    ingrid.press("Svar")
    ingrid.says(COMMENT)
    ingrid.press("Nettverk")
    ingrid.says("Lokalt nettverk Levanger", "4 barnehager deltar", KARI.name)
    _open_item(ingrid, _ITEM, DISCUSSIONS[1])
    ingrid.says("vedtatt 3–1", "Vedtatt")
    stage.pictures.take(ingrid, "referenten")
    synchronise(ingrid)


def write_in_different_places(stage: Stage) -> None:
    """Apart, both write in the same item: other fields, and other words of one text."""
    kari, ingrid = stage.kari, stage.ingrid
    synchronise(kari)
    stage.service.stop()
    _open_item(kari, _ITEM, DISCUSSIONS[1])
    kari.write("Drøfting", MERGED_WORD, how="word:vakter")
    _leave(kari)
    _open_item(ingrid, _ITEM, DISCUSSIONS[1])
    ingrid.write("Drøfting", MERGED_END, how="end")
    ingrid.write("Protokolltilførsel", NOTE, how="end")
    _leave(ingrid)
    _open_item(kari, "3/", DISCUSSIONS[2])
    kari.write("Forslag til vedtak", PROPOSED)
    _leave(kari)
    stage.service.start()
    for desktop in (kari, ingrid, kari):
        synchronise(desktop)
    merged = DISCUSSIONS[1].replace("vakter", MERGED_WORD) + MERGED_END
    for desktop in (kari, ingrid):
        _open_item(desktop, _ITEM, merged)
    kari.holds("Protokolltilførsel", NOTE)
    stage.pictures.take(kari, "mote-flettet")


def write_in_the_same_place(stage: Stage) -> None:
    """Apart, both write the same field; one of them settles it in the window."""
    kari, ingrid = stage.kari, stage.ingrid
    stage.service.stop()
    for desktop, text in ((kari, MINE), (ingrid, THEIRS)):
        _open_item(desktop, _DISPUTED, DISCUSSIONS[3])
        desktop.write(_FIELD, text)
        _leave(desktop)
    stage.service.start()
    synchronise(ingrid)
    kari.press_sync()
    asked = _asked(kari, ingrid)
    asked.says(_CONFLICT, "Behold min tekst", MINE, THEIRS)
    stage.pictures.take(asked, "konflikt", small=True)
    asked.press("Skriv en tredje tekst")
    asked.write("En tredje tekst", THIRD)
    asked.press("Bruk den tredje teksten")
    asked.says("Avklart")
    for desktop in (kari, ingrid):
        synchronise(desktop)
        _open_item(desktop, _DISPUTED, DISCUSSIONS[3])
        desktop.holds(_FIELD, THIRD)


def _asked(kari: Desktop, ingrid: Desktop) -> Desktop:
    """Whoever of them synced last: Kari, unless her program did so before she pressed."""
    both = (kari, ingrid)
    kari.until(lambda: any(one.shows(_CONFLICT) for one in both), "nor the other has a conflict")
    [asked] = [one for one in both if one.shows(_CONFLICT)]
    return asked


def submit_the_minutes(stage: Stage) -> None:
    """Handed in, numbered and locked, for both."""
    kari, ingrid = stage.kari, stage.ingrid
    kari.press("Send inn referatet")
    kari.says("har et vedtak uten resultat")
    kari.choose("Resultat", "Enstemmig vedtatt")
    kari.press("Send inn referatet")
    kari.says("Innsendt, versjon 1", "Side 1")
    stage.pictures.take(kari, "referat-innsendt", small=True, pdf=True)
    synchronise(ingrid)
    ingrid.press("Møter")
    ingrid.says("Innsendt, versjon 1")


def look_around(stage: Stage) -> None:
    """The pages that no step has shown as they are now."""
    kari = stage.kari
    kari.press("Oversikt")
    kari.says(", Kari", "Oppfølging")
    stage.pictures.take(kari, "oversikt", small=True)
    kari.press("Møter")
    if kari.shows("Skriv ut …"):
        kari.press("Tilbake", near="Skriv ut …")
    kari.says("Planlegg møte", "Innsendt")
    stage.pictures.take(kari, "moter", small=True)
    _look_at_the_coverage(stage, kari)
    kari.press("Innlegg")
    kari.press("Forslag og feil")
    kari.says("Si fra til sekretariatet", "Det du har sendt")
    stage.pictures.take(kari, "forslag", small=True)
    kari.press("Spre ordet")
    kari.says("Måned for måned")
    stage.pictures.take(kari, "spre-ordet", small=True)
    for page, name in (("Innstillinger", "innstillinger"), ("Hjelp", "hjelp")):
        kari.press(page)
        kari.says(page)
        stage.pictures.take(kari, name)
    kari.press("Innstillinger")
    kari.write("Siste dag i nettverket", "30.06.2027")
    kari.keys("Tab")
    kari.says("Etter den dagen mister", "Referater og innlegg blir stående")
    stage.pictures.take(kari, "innstillinger-barnehagen")
    kari.press("Hva som lagres om hvem")
    kari.says("Lagres aldri")
    stage.pictures.take(kari, "personvern", small=True)
    for desktop in (kari, stage.ingrid):
        synchronise(desktop)


def _look_at_the_coverage(stage: Stage, kari: Desktop) -> None:
    kari.press("Nettverk")
    kari.press("Dekning")
    kari.says("Fylker", "Trøndelag")
    stage.pictures.take(kari, "dekning", small=True)
    kari.press("Faktaark")
    kari.says("Hva arket handler om")
    kari.press("Forhåndsvisning")
    kari.says("Side 1 av 1")
    stage.pictures.take(kari, "faktaark", pdf=True)


def _open_item(desktop: Desktop, item: str, discussion: str) -> None:
    desktop.press("Møter")
    if not desktop.shows("Send inn referatet"):
        desktop.press_row(f"{MEETING_TITLE} 1/")
    desktop.press_row(item)
    desktop.holds("Drøfting", discussion)


def _leave(desktop: Desktop) -> None:
    """Leaving the field makes an edit of what was typed."""
    desktop.keys("Tab")
    desktop.says("venter på sending")
