"""Another kindergarten becomes contact kindergarten."""

from datetime import datetime

from tests.end_to_end.stage import INGRID, KARI, Stage, arrives, synchronise
from tests.end_to_end.steps.long_meeting import ROTATION


def note_the_rotation(stage: Stage) -> None:
    """What the meeting decided is noted, with the item in which it did."""
    kari = stage.kari
    kari.press("Nettverk")
    kari.says("Gratis medlemskap", "Ingen rotasjon er vedtatt")
    kari.press("Før inn vedtatt rotasjon")
    kari.choose("Neste kontaktbarnehage", INGRID.kindergarten)
    kari.until(lambda: kari.value("Kontaktperson") == INGRID.name, "offers no contact person")
    kari.write("Fra", f"{datetime.now().astimezone():%d.%m.%Y}")
    kari.choose("Vedtatt i", ROTATION)
    stage.pictures.take(kari, "rotasjon", small=True)
    kari.press("Lagre")
    kari.says("Rotasjonen er ført inn")


def carry_out_the_rotation(stage: Stage) -> None:
    """The service does it on the day: rights, fee and history are those of the next one."""
    kari, ingrid = stage.kari, stage.ingrid
    arrives(kari, "Nettverk", INGRID.email, "Gå ut av nettverket")
    kari.silent("Gratis medlemskap", "Inviter flere")
    stage.pictures.take(kari, "rotasjon-etter", small=True)
    arrives(ingrid, "Nettverk", "Gratis medlemskap", "Inviter flere", KARI.kindergarten)
    stage.pictures.take(ingrid, "rotasjon-ny-kontakt")
    for desktop in (kari, ingrid):
        synchronise(desktop)
