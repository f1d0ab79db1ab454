"""Somebody who leaves."""

from datetime import datetime, timedelta

from tests.end_to_end.stage import Stage

_LEAVER, _LEFT = "Berit Aas", "Odd Rian"


def report_a_leaver(stage: Stage) -> None:
    """What she loses is told before it is reported; the list and her form tell of it after."""
    kari = stage.kari
    last = datetime.now().astimezone().date() + timedelta(14)
    kari.press("Ansatte")
    kari.pick(_LEAVER)
    kari.says("Etter siste dag mister personen", "Referater beholder navn og rolle")
    kari.write("Siste arbeidsdag", f"{last:%d.%m.%Y}")
    stage.pictures.take(kari, "ansatte-slutter-for", small=True)
    kari.press("Send sluttmelding")
    kari.says(f"Slutter {last:%d.%m.%Y}", "Da avsluttes tilgangen", "Trekk sluttmeldingen tilbake")
    kari.silent("ikke sendt")
    stage.pictures.take(kari, "ansatte-slutter")
    kari.pick(_LEFT)
    kari.says("Tilgangen er avsluttet")
    kari.press("Lukk panelet")
