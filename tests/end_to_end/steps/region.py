"""A case that a local meeting raises to the region, and what comes back down."""

from datetime import datetime

from tests.end_to_end.driver import Desktop
from tests.end_to_end.stage import Stage, arrives, synchronise
from tests.end_to_end.steps.files import save_pdf
from tests.end_to_end.steps.holding import adjourn_now, tick_all
from tests.end_to_end.steps.planning import call
from tests.end_to_end.texts import RAISED, REGION_DECISION, REPORT

_CASE = "Tilskuddssatser for 2027"
_REGION = "Regionalt nettverk Trøndelag"
_TAKER = "Randi Elvebakk"


def raise_a_case(stage: Stage) -> None:
    """What four kindergartens cannot settle alone goes to the network of the county."""
    kari = stage.kari
    kari.press("Nettverk")
    kari.press("Løftede saker")
    kari.says("Hva som venter hvor")
    kari.press("Løft en sak")
    kari.choose("Sak fra et møte du ledet eller var referent i", _CASE)
    kari.says(f"Går til {_REGION}")
    kari.write("Hva nettverket over skal vite", RAISED)
    stage.pictures.take(kari, "sak-loftes", small=True)
    kari.press("Løft saken")
    kari.says("Saken er løftet", "Venter på et møte")
    synchronise(kari)


def hold_a_regional_meeting(stage: Stage) -> None:
    """The case stands on its agenda by itself; what is decided is handed in."""
    kari = stage.kari
    kari.press("Møter")
    kari.press("Planlegg møte")
    kari.choose("Nettverk", _REGION)
    kari.holds("Tittel", "Regionalt")
    kari.write("Dato", f"{datetime.now().astimezone():%d.%m.%Y}")
    kari.write("Svarfrist", f"{datetime.now().astimezone():%d.%m.%Y}")
    kari.write("Lenke", "https://mote.example.no/trondelag")
    kari.choose("Referent", _TAKER)
    kari.press("Planlegg møtet")
    kari.says(_REGION, "Ingen er innkalt ennå")
    arrives(kari, "Møter", _CASE)
    stage.pictures.take(kari, "regionalt-saksliste")
    call(kari)
    kari.press("Start møtet")
    kari.says("pågår")
    tick_all(kari)
    _decide(kari)
    adjourn_now(kari)
    kari.press("Send inn referatet")
    kari.says("Innsendt, versjon 1", "Side 1")
    stage.pictures.take(kari, "regionalt-referat", pdf=True)
    save_pdf(kari, stage.regional_minutes)
    kari.press("Tilbake", near="Skriv ut …")


def report_back(stage: Stage) -> None:
    """Those above tell what came of it; the way of the case is drawn as one picture."""
    kari = stage.kari
    arrives(kari, "Nettverk", "Skriv statusrapport", "På sakslisten, sak")
    kari.press("Skriv statusrapport")
    kari.write("Hva som kom ut av det", REPORT)
    kari.press("Send den ned")
    kari.says("Rapporten sendes ned", "På vei tilbake")
    stage.pictures.take(kari, "sak-veien", small=True)
    kari.press("Tilbake")
    synchronise(kari)


def _decide(kari: Desktop) -> None:
    kari.pick(_CASE)
    kari.says("Løftet fra Lokalt nettverk Levanger", RAISED.word)
    kari.write("Vedtak", REGION_DECISION)
    kari.choose("Resultat", "Enstemmig vedtatt")
    kari.says("enstemmig vedtatt")
