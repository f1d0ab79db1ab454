"""The local network."""

from tests.end_to_end.driver import Desktop
from tests.end_to_end.stage import ANNE, INGRID, Stage, sign_in, synchronise
from tests.end_to_end.steps.forum import open_room
from tests.end_to_end.texts import ANNOUNCED, Text


def establish_the_network(stage: Stage) -> None:
    """In Levanger, which has none; announced in the county's category."""
    kari = stage.kari
    kari.press("Nettverk")
    kari.says("Ingen kontaktbarnehage ennå", "Ingen leder et lokalt nettverk i Levanger")
    stage.pictures.take(kari, "nettverk-ingen")
    kari.press("Etabler nettverket")
    fill_in(kari, ANNOUNCED)
    kari.says("I kategorien Trøndelag", ANNOUNCED.word)
    stage.pictures.take(kari, "nettverk-etabler", small=True)
    kari.press("Etabler og kunngjør")
    kari.says("Nettverket er etablert", "Lokalt nettverk Levanger", "3 er invitert")
    kari.says("Synkronisert")
    kari.silent("Venter på sending")


def fill_in(desktop: Desktop, announced: Text, place: str = "Levanger") -> None:
    """What whoever establishes the network of a municipality promises and says."""
    desktop.tick(f"De andre barnehagene i {place} støtter dette")
    desktop.tick("Vi er klare til å lede nettmøter")
    desktop.write("Hvor mange barnehager deltar (valgfritt)", "4")
    desktop.says("Så langt deltar 4 barnehager")
    desktop.write("Tekst", announced, how="end")


def find_the_announcement(stage: Stage) -> None:
    """It stands in the county's category for all to read."""
    kari = stage.kari
    kari.press("Innlegg")
    open_room(kari, "Trøndelag")
    kari.pick("Lokalt nettverk i Levanger", near="Innlegg")
    kari.says(ANNOUNCED.word, "Så langt deltar 4 barnehager")


def the_invited_join(stage: Stage) -> None:
    """The others of the municipality answer, each on a PC of her own."""
    for who in (INGRID, ANNE):
        with stage.visitor(who) as guest:
            sign_in(guest, stage.service, who)
            guest.press("Nettverk")
            guest.says("Lokalt nettverk Levanger", "har invitert dere")
            guest.press("Bli med")
            guest.says("Gå ut av nettverket")
            synchronise(guest)
    kari = stage.kari
    synchronise(kari)
    kari.press("Nettverk")
    kari.says("4 barnehager deltar")
    stage.pictures.take(kari, "nettverk", small=True)
