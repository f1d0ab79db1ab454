"""Two kindergartens that claim one municipality, each without knowing of the other."""

from tests.end_to_end.driver import Desktop
from tests.end_to_end.stage import KARI, PER, Stage, sign_in, sign_in_again, synchronise
from tests.end_to_end.steps.forum import open_room
from tests.end_to_end.steps.networks import fill_in
from tests.end_to_end.texts import CLAIMED

_TITLE, _JOINS = "Lokalt nettverk i Levanger", "Vi blir med i Levanger"


def claim_without_a_network(stage: Stage) -> None:
    """Per establishes the network of Levanger on his PC while the service is away, and closes."""
    with stage.visitor(PER) as per:
        sign_in(per, stage.service, PER)
        stage.service.stop()
        per.press("Nettverk")
        per.press("Etabler nettverket")
        fill_in(per, CLAIMED)
        per.press("Etabler og kunngjør")
        per.says("Lokalt nettverk Levanger", "Venter på sending", "Frakoblet")
    stage.service.start()
    synchronise(stage.kari)


def be_led_to_join(stage: Stage) -> None:
    """Back online he hears that Solbakken was first, joins them, and publishes what he wrote."""
    with stage.visitor(PER) as per:
        sign_in_again(per)
        synchronise(per)
        per.press("Nettverk")
        per.says(
            f"Levanger har allerede et lokalt nettverk, ledet av {KARI.kindergarten}",
            "Kunngjøringen deres ble ikke publisert",
        )
        stage.pictures.take(per, "nettverk-to-krav", small=True)
        per.press("Bli med der")
        per.says("ligger som utkast under Innlegg", "Gå ut av nettverket")
        _publish(per, stage)
        synchronise(per)


def _publish(per: Desktop, stage: Stage) -> None:
    per.press("Innlegg")
    per.press("Skriv innlegg")
    per.holds("Tekst", CLAIMED.word)
    per.holds("Tittel", _TITLE)
    stage.pictures.take(per, "nettverk-utkast")
    per.write("Tittel", _JOINS)
    per.write("Tekst", "Solbakken leder nettverket, og vi er med." + CLAIMED)
    per.press("Publiser")
    per.says("Innlegget er lagret")
    open_room(per, "Trøndelag")
    per.pick(_JOINS, near="Innlegg")
    per.says(CLAIMED.word)
