"""The first start."""

from tests.end_to_end.stage import KARI, Stage, sign_in


def first_start(stage: Stage) -> None:
    """A new manager connects her desktop to the service."""
    kari = stage.kari
    kari.start()
    kari.says("Velkommen til Barnehagealliansen", "Prøv på denne PC‑en")
    stage.pictures.take(kari, "start")
    _look_for_a_kindergarten(stage)
    sign_in(kari, stage.service, KARI)
    kari.says(", Kari", "Kom i gang")
    stage.pictures.take(kari, "oversikt-forste-gang")


def read_the_guidelines(stage: Stage) -> None:
    """They are read beside the list, which ticks itself once both are."""
    kari = stage.kari
    kari.press("Start: Les retningslinjene og brukervilkårene")
    kari.says("Retningslinjer for nettverket", "Skriv ikke navn på barn")
    stage.pictures.take(kari, "retningslinjer")
    kari.press("Jeg har lest dette")
    kari.says("Vi lagrer aldri fødselsnummer")
    kari.press("Jeg har lest dette")
    kari.says("Les igjen")


def _look_for_a_kindergarten(stage: Stage) -> None:
    """The page on which a kindergarten joins finds one as one types."""
    kari = stage.kari
    kari.press("Finn barnehagen")
    kari.write("Navn, kommune eller organisasjonsnummer", "solbakken")
    kari.says("Indre Østfold")
    stage.pictures.take(kari, "bli-med", small=True)
    kari.press("Tilbake")
