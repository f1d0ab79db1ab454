"""Enrolling the staff."""

from tests.end_to_end.driver import Desktop
from tests.end_to_end.stage import KARI, PASSWORD, Manager, Stage, sign_in
from tests.end_to_end.texts import NAMES

_BERIT = Manager("Berit Aas", "berit@solbakken.example.no", KARI.kindergarten)
_EMAILS = ("tuva@solbakken.example.no", "even@solbakken.example.no", "maren@solbakken.example.no")
_ROLES = ("Pedagogisk leder", "Representant for eier", "Barnehagelærer")
_WRONG = "even.solbakken.example.no"


def enrol_three(stage: Stage) -> None:
    """Three people, one of them first with an address that is none."""
    kari = stage.kari
    kari.press("Ansatte")
    kari.press("Meld inn ansatt")
    for at, (name, email, role) in enumerate(zip(NAMES, _EMAILS, _ROLES, strict=True)):
        kari.write("Navn", name)
        if at == 1:
            _mend(kari, email, stage)
        else:
            kari.write("E-post", email)
        if at == 2:
            kari.write("Mobil (valgfritt)", "412 34 567")
        kari.choose("Rolle", role)
        kari.press("Meld inn")
        kari.lists(name)
    kari.press("Lukk panelet")
    stage.pictures.take(kari, "ansatte", small=True)


def write_to_them(stage: Stage) -> None:
    """The message that is ready to copy."""
    kari = stage.kari
    kari.press("Melding til ansatte")
    kari.says("Til dem som ikke har registrert seg", *NAMES)
    kari.holds("Tekst", "24")
    stage.pictures.take(kari, "ansatte-melding")
    kari.press("Lukk panelet")


def an_employee_looks_in(stage: Stage) -> None:
    """Somebody of the staff signs in to the same program, and sees what the role gives."""
    who = (_BERIT.name, _BERIT.email, "pedagogical_leader", _BERIT.kindergarten)
    stage.service.give_account(*who, PASSWORD)
    with stage.visitor(_BERIT) as berit:
        sign_in(berit, stage.service, _BERIT)
        berit.press("Min side")
        berit.says(_BERIT.name, "Pedagogisk leder", "Gir tilgang til: forumet")
        stage.pictures.take(berit, "min-side", small=True)


def _mend(kari: Desktop, email: str, stage: Stage) -> None:
    kari.write("E-post", _WRONG)
    kari.keys("Tab")
    kari.says("Skriv den som navn@example.no")
    stage.pictures.take(kari, "ansatte-feil-e-post")
    kari.write("E-post", email)
    kari.keys("Tab")
    kari.silent("Skriv den som navn@example.no")
