"""Submitted minutes that are corrected."""

from tests.end_to_end.driver import Desktop
from tests.end_to_end.stage import Stage, synchronise
from tests.end_to_end.steps.files import save_pdf
from tests.end_to_end.texts import CORRECTED, MEETING_TITLE, REASON

_FIELD = "Kompetansedag våren 2027, Vedtak"


def correct_the_minutes(stage: Stage) -> None:
    """A decision is mended: the new version stands beside the one before it, and is a PDF."""
    kari, ingrid = stage.kari, stage.ingrid
    for desktop in (kari, ingrid):
        desktop.press("Møter")
        if not desktop.shows("Innsendt, versjon 1"):
            desktop.press_row(f"{MEETING_TITLE} 1/")
        desktop.says("Innsendt, versjon 1")
    kari.press("Rett referatet")
    kari.says("Retter versjon 1")
    kari.press("Send rettelsen")
    kari.says("Skriv hvorfor referatet rettes")
    kari.write("Hvorfor referatet rettes", REASON)
    kari.write(_field(kari), CORRECTED)
    stage.pictures.take(kari, "referat-rettes", small=True)
    kari.press("Send rettelsen")
    kari.says("Innsendt, versjon 2", "Side 1")
    stage.pictures.take(kari, "referat-rettet", small=True, pdf=True)
    save_pdf(kari, stage.corrected)
    kari.press("Versjoner")
    kari.says(REASON, "Kompetansedag våren 2027, Vedtak")
    stage.pictures.take(kari, "referat-versjoner", small=True)
    kari.press("Tilbake")
    kari.says("Innsendt, versjon 2")
    kari.press("Tilbake", near="Skriv ut …")
    kari.press("Alle møter")
    synchronise(ingrid)
    ingrid.press("Møter")
    ingrid.says("Innsendt, versjon 2")


def _field(kari: Desktop) -> str:
    """The name of the decision's field, which begins with the number that the service gave."""
    kari.until(lambda: _named(kari), f"has no field «{_FIELD}»")
    return _named(kari)[0]


def _named(kari: Desktop) -> list[str]:
    return [one.name for one in kari.see() if one.takes_text and one.name.endswith(_FIELD)]
