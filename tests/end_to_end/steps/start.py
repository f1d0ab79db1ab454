"""The first start."""

from tests.end_to_end.stage import KARI, Stage, sign_in


def first_start(stage: Stage) -> None:
    """A new manager connects her desktop to the service."""
    kari = stage.kari
    kari.start()
    kari.says("Velkommen til Barnehagealliansen", "Prøv på denne PC‑en")
    stage.pictures.take(kari, "start")
    sign_in(kari, stage.service, KARI)
    kari.says(", Kari", "Kom i gang")
    stage.pictures.take(kari, "oversikt-forste-gang")
