"""The local network."""

from tests.end_to_end.stage import ANNE, INGRID, PER, Stage, sign_in, synchronise
from tests.end_to_end.steps.forum import open_room
from tests.end_to_end.texts import ANNOUNCED


def establish_the_network(stage: Stage) -> None:
    """In Levanger, which has none; announced in the county's category."""
    kari = stage.kari
    kari.press("Nettverk")
    kari.says("Ingen kontaktbarnehage ennå", "Ingen leder et lokalt nettverk i Levanger")
    stage.pictures.take(kari, "nettverk-ingen")
    kari.press("Etabler nettverket")
    kari.tick("De andre barnehagene i Levanger støtter dette")
    kari.tick("Vi er klare til å lede nettmøter")
    kari.write("Hvor mange barnehager deltar (valgfritt)", "4")
    kari.says("Så langt deltar 4 barnehager")
    kari.write("Tekst", ANNOUNCED, how="end")
    kari.says("I kategorien Trøndelag", ANNOUNCED.word)
    stage.pictures.take(kari, "nettverk-etabler", small=True)
    kari.press("Etabler og kunngjør")
    kari.says("Nettverket er etablert", "Lokalt nettverk Levanger", "3 er invitert")
    kari.says("Synkronisert")
    kari.silent("Venter på sending")


def find_the_announcement(stage: Stage) -> None:
    """It stands in the county's category for all to read."""
    kari = stage.kari
    kari.press("Innlegg")
    open_room(kari, "Trøndelag")
    kari.pick("Lokalt nettverk i Levanger", near="Innlegg")
    kari.says(ANNOUNCED.word, "Så langt deltar 4 barnehager")


def the_invited_join(stage: Stage) -> None:
    """The three others of the municipality answer, each on a PC of her own."""
    for who in (INGRID, PER, ANNE):
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
