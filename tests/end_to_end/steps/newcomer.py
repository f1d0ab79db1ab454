"""A manager who was told nothing, from the first start to a local network of her own."""

import re
from dataclasses import dataclass

from contract.geography import RegisteredKindergarten, registered_kindergartens
from contract.pages import REGISTER
from tests.end_to_end.browsing import Browser, Office, ask_for_access
from tests.end_to_end.driver import Desktop
from tests.end_to_end.service import Service
from tests.end_to_end.stage import PASSWORD, arrives
from tests.end_to_end.steps.forum import publish_introduction, write_introduction
from tests.end_to_end.steps.networks import fill_in
from tests.end_to_end.texts import ANNOUNCED, NAMES
from tests.fixtures.mailbox import Mailbox

_STEINKJER = "5006"
_ADDRESS = re.compile(r"https?://\S+/registrer\?\S+")
_TEACHER = "larer@nykommer.example.no"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whose kindergarten is no member yet, with her PC and the service she knows of."""

    desktop: Desktop
    service: Service
    mailbox: Mailbox
    office: Office
    teacher: Desktop
    """The PC of the teacher whom she enrols."""
    name: str = "Solveig Lunde"
    email: str = "solveig@nykommer.example.no"

    @property
    def home(self) -> RegisteredKindergarten:
        """A private kindergarten of Steinkjer that belongs to no chain."""
        register = registered_kindergartens()
        return next(k for k in register if k.municipality == _STEINKJER and not k.chain)


def begin_to_join(new: Newcomer) -> None:
    """Without a network she finds her kindergarten; the draft is there when she starts again."""
    desktop = new.desktop
    desktop.start()
    desktop.says("Velkommen til Barnehagealliansen", "Logg inn", "Prøv på denne PC‑en")
    desktop.says("Er barnehagen ikke med ennå?")
    desktop.press("Finn barnehagen")
    desktop.write("Navn, kommune eller organisasjonsnummer", new.home.name)
    desktop.press_row(new.home.name)
    desktop.holds("Barnehagens navn", new.home.name)
    desktop.says("Steinkjer", "Tilgangen kommer vanligvis innen 24–48 timer")
    desktop.write("Adressen til tjenesten", new.service.address)
    desktop.keys("Tab")
    desktop.close()
    desktop.start()
    desktop.says(f"Utkastet for {new.home.name} ligger her")
    desktop.press("Fortsett på utkastet")
    desktop.holds("Barnehagens navn", new.home.name)
    desktop.holds("Adressen til tjenesten", new.service.address)


def ask_to_join(new: Newcomer) -> None:
    """The service is there now: she registers in the browser, and is told that she waits."""
    desktop = new.desktop
    new.service.start()
    desktop.press("Fortsett i nettleseren")
    desktop.says("Se etter e-posten med lenken", "/registrer?")
    found = _ADDRESS.search(desktop.text())
    assert found is not None
    browser = Browser(new.service)
    form, waits = ask_for_access(browser, new.mailbox, found[0], new.name, new.email)
    assert new.home.organisation_number in form
    assert "Til godkjenning" in waits
    _sign_in(new)
    desktop.says("Feil e-post eller passord")


def be_approved(new: Newcomer) -> None:
    """The central office sees for which kindergarten she asks, and lets her in."""
    queue = new.office.approve(new.name, new.email)
    assert new.home.name in queue
    desktop = new.desktop
    _sign_in(new)
    desktop.says(new.home.name, "Synkronisert", ", Solveig", "Kom i gang", "0 av 6")


def read_what_holds(new: Newcomer) -> None:
    """The guidelines and the terms, with a receipt for each."""
    desktop = new.desktop
    desktop.press("Start: Les retningslinjene og brukervilkårene")
    desktop.says("Retningslinjer for nettverket", "Skriv ikke navn på barn")
    desktop.press("Jeg har lest dette")
    desktop.says("Vi lagrer aldri fødselsnummer")
    desktop.press("Jeg har lest dette")
    desktop.says("1 av 6", "Les igjen")


def enrol_everybody(new: Newcomer) -> None:
    """Herself, who owns the kindergarten as well, and a teacher; each is asked for by the page."""
    desktop = new.desktop
    desktop.press("Start: Meld inn deg selv, eier og ansatte")
    desktop.says("Du er ikke meldt inn selv ennå")
    desktop.press("Meld inn meg selv")
    desktop.holds("E-post", new.email)
    desktop.press("Meld inn")
    desktop.lists(new.name)
    desktop.write("Navn", NAMES[0])
    desktop.write("E-post", _TEACHER)
    desktop.choose("Rolle", "Barnehagelærer")
    desktop.press("Meld inn")
    desktop.lists(NAMES[0])
    desktop.press("Lukk panelet")
    desktop.says("Eierrepresentanten er ikke meldt inn ennå")
    desktop.press("Det er jeg som er eierrepresentant")
    desktop.silent("Eierrepresentanten er ikke meldt inn ennå")
    desktop.press("Oversikt")
    desktop.says("2 av 6", "2 innmeldt")


def tell_the_staff(new: Newcomer) -> None:
    """The message leads to the page where one registers; who was told is remembered."""
    desktop = new.desktop
    desktop.press("Ansatte")
    desktop.press("Melding til ansatte")
    desktop.says("Til dem som ikke har registrert seg", NAMES[0])
    desktop.holds("Tekst", f"{new.service.address}/registrer ")
    desktop.press("Merk 1 person som varslet")
    desktop.says("1 person er merket som varslet", "Varslet")
    desktop.press("Lukk panelet")


def let_the_teacher_in(new: Newcomer) -> None:
    """The teacher registers; each state stands in the list, with its clock, until she is in."""
    address = f"{new.service.address}{REGISTER}"
    _form, waits = ask_for_access(Browser(new.service), new.mailbox, address, NAMES[0], _TEACHER)
    assert "Til godkjenning" in waits
    arrives(new.desktop, "Ansatte", "Til godkjenning: 0 t")
    new.office.approve(NAMES[0], _TEACHER)
    arrives(new.desktop, "Ansatte", "2 innmeldt · 2 har tilgang")


def see_the_teachers_own_view(new: Newcomer) -> None:
    """She signs in to the same program with her own account, and sees what her role gives."""
    teacher = new.teacher
    teacher.start()
    teacher.write("Adressen til tjenesten", new.service.address)
    teacher.write("E-post", _TEACHER)
    teacher.write("Passord", PASSWORD)
    teacher.press("Logg inn", near="Passord")
    teacher.says(new.home.name, "Synkronisert")
    teacher.press("Min side")
    teacher.says(NAMES[0], "Barnehagelærer", "Gir tilgang til: forumet", "Si fra til styreren")
    names = {one.name for one in teacher.see()}
    assert "Innlegg" in names
    assert names.isdisjoint({"Ansatte", "Møter"})
    teacher.close()
    new.desktop.press("Oversikt")


def introduce(new: Newcomer) -> None:
    """The introduction, in «Velkommen!» and in the county's category."""
    desktop = new.desktop
    desktop.press("Start: Skriv velkomstinnlegget")
    desktop.holds("Barnehagens navn", new.home.name)
    desktop.write("Godkjente plasser", "52")
    write_introduction(desktop)
    publish_introduction(desktop)
    desktop.press("Oversikt")
    desktop.says("4 av 6", "Publisert i «Velkommen!»")


def lead_the_network(new: Newcomer) -> None:
    """Nobody leads one in Steinkjer: she does, and the four who are there are invited."""
    desktop = new.desktop
    desktop.press("Start: Finn det lokale nettverket i Steinkjer")
    desktop.says("Ingen kontaktbarnehage ennå", "Måltrosten barnehage")
    desktop.press("Etabler nettverket")
    fill_in(desktop, ANNOUNCED, "Steinkjer")
    desktop.press("Etabler og kunngjør")
    desktop.says("Lokalt nettverk Steinkjer", "4 er invitert", "Dere kan", "Synkronisert")
    desktop.press("Oversikt")
    desktop.says("5 av 6", "Med i Lokalt nettverk Steinkjer")


def spread_the_word(new: Newcomer) -> None:
    """With the last step the list folds away."""
    desktop = new.desktop
    desktop.press("Start: Spre ordet")
    desktop.write("Barnehage", "Fjellbekken barnehage")
    desktop.press("Noter at vi har spurt")
    desktop.says("Fjellbekken barnehage")
    desktop.press("Oversikt")
    desktop.says("Alle de første stegene er gjort")


def _sign_in(new: Newcomer) -> None:
    desktop = new.desktop
    if desktop.shows("Fortsett i nettleseren på nytt"):
        desktop.press("Tilbake")
    desktop.holds("Adressen til tjenesten", new.service.address)
    desktop.write("E-post", new.email)
    desktop.write("Passord", PASSWORD)
    desktop.press("Logg inn", near="Passord")
