"""What the steps of the demo share: the service, the desktops, the pictures and the PDFs."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.end_to_end.driver import Desktop, Failed
from tests.end_to_end.pictures import Pictures
from tests.end_to_end.service import Service

PASSWORD = "barnehage-eksempel"
_TRIES = 12


@dataclass(frozen=True, slots=True)
class Manager:
    """Somebody of the example data who can sign in."""

    name: str
    email: str
    kindergarten: str


KARI = Manager("Kari Solberg", "kari@solbakken.example.no", "Solbakken barnehage")
INGRID = Manager("Ingrid Fjelde", "ingrid@fjordglimt.example.no", "Fjordglimt barnehage")
PER = Manager("Per Tyrihaug", "per@tyrihaug.example.no", "Tyrihaug gårdsbarnehage")
ANNE = Manager("Anne Moen", "anne@bringebaerstien.example.no", "Bringebærstien barnehage")


@dataclass
class Stage:
    """Where the play is set. `out` gets what people look at, `work` all the rest."""

    out: Path
    work: Path
    pictures: Pictures = field(init=False)
    service: Service = field(init=False)
    kari: Desktop = field(init=False)
    ingrid: Desktop = field(init=False)
    _visitors: list[Desktop] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pictures = Pictures(self.out)
        self.service = Service(self.work / "service")
        self.kari = Desktop(self.work / "kari")
        self.ingrid = Desktop(self.work / "ingrid")

    @property
    def notice(self) -> Path:
        """Where the notice is saved."""
        return self.out / "innkalling.pdf"

    @property
    def minutes(self) -> Path:
        """Where the minutes are saved."""
        return self.out / "referat.pdf"

    @property
    def corrected(self) -> Path:
        """Where the corrected minutes are saved."""
        return self.out / "referat-rettet.pdf"

    @property
    def long_minutes(self) -> Path:
        """Where the minutes of the long meeting are saved."""
        return self.out / "referat-60-saker.pdf"

    @property
    def regional_minutes(self) -> Path:
        """Where the minutes of the regional meeting are saved."""
        return self.out / "referat-regionalt.pdf"

    @property
    def drivers(self) -> list[Desktop]:
        """All desktops that there have been."""
        return [self.kari, self.ingrid, *self._visitors]

    @property
    def desktops(self) -> list[Desktop]:
        """Those that run now."""
        return [one for one in self.drivers if one.runs]

    @contextmanager
    def visitor(self, who: Manager) -> Iterator[Desktop]:
        """Somebody else's desktop for a while, which must end well."""
        desktop = Desktop(self.work / f"visit-{who.email.split('@')[0]}")
        self._visitors.append(desktop)
        desktop.start()
        yield desktop
        desktop.close()
        if said := desktop.complaints():
            raise Failed(f"the desktop of {who.name} says:\n{said}")

    def complaints(self) -> str:
        """What any of the programs wrote that nobody wants to read."""
        said = [self.service.complaints(), self.kari.complaints(), self.ingrid.complaints()]
        return "\n".join(one for one in said if one)

    def end(self) -> None:
        """End every process."""
        for desktop in self.drivers:
            desktop.end()
        self.service.stop()


def sign_in(desktop: Desktop, service: Service, who: Manager) -> None:
    """The first start of somebody's desktop."""
    desktop.write("Adressen til tjenesten", service.address)
    desktop.write("E-post", who.email)
    desktop.write("Passord", PASSWORD)
    desktop.press("Logg inn")
    desktop.says(who.kindergarten, "Synkronisert")


def sign_in_again(desktop: Desktop) -> None:
    """There is no key store in the demo: the program asks at each start."""
    desktop.says("Ikke logget inn")
    desktop.press_sync()
    desktop.says("Logg inn igjen")
    desktop.write("Passord", PASSWORD)
    desktop.press("Logg inn", near="Passord")
    desktop.says("Du er logget inn igjen")


def synchronise(desktop: Desktop) -> None:
    """Press the card of sync, and wait until there is nothing left to send."""
    desktop.press_sync()
    time.sleep(0.5)
    desktop.silent("venter på sending", "Synkroniserer")
    desktop.press_sync()
    time.sleep(0.5)
    desktop.silent("venter på sending", "Synkroniserer")


def arrives(desktop: Desktop, area: str, *words: str) -> None:
    """Fetch until an area says what the service does by itself, which takes it some seconds."""
    for _try in range(_TRIES):
        synchronise(desktop)
        desktop.press(area)
        with suppress(Failed):
            desktop.says(*words, within=1.5)
            return
    desktop.says(*words)
