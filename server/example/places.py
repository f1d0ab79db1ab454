"""The example's kindergartens, and who leads them."""

from dataclasses import dataclass
from uuid import UUID

from contract.ids import derived_id
from contract.records import Kindergarten

LEVANGER, VERDAL, STEINKJER, BODO = "5037", "5038", "5006", "1804"


@dataclass(frozen=True, slots=True)
class Place:
    """A kindergarten and its manager; `word` stands in its e-mail addresses."""

    word: str
    name: str
    municipality: str
    places: int
    manager: str
    role: str
    tags: frozenset[str]

    @property
    def id(self) -> UUID:
        return derived_id("example", "kindergarten", self.word)

    @property
    def person(self) -> UUID:
        """The manager's person record."""
        return derived_id("example", "person", self.email)

    @property
    def email(self) -> str:
        return f"{self.manager.split()[0].lower()}@{self.word}.example.no"

    @property
    def record(self) -> Kindergarten:
        return Kindergarten(
            id=self.id,
            name=self.name,
            municipality=self.municipality,
            approved_places=self.places,
            tags=self.tags,
        )


def _place(
    word: str, name: str, where: str, places: int, manager: str, *tags: str, role: str = "head"
) -> Place:
    return Place(word, name, where, places, manager, role, frozenset(tags))


SOLBAKKEN = _place(
    "solbakken", "Solbakken barnehage", LEVANGER, 48, "Kari Solberg", "uteliv", "musikk"
)
FJORDGLIMT = _place(
    "fjordglimt", "Fjordglimt barnehage", LEVANGER, 62, "Ingrid Fjelde", "friluft", "språk"
)
TYRIHAUG = _place(
    "tyrihaug", "Tyrihaug gårdsbarnehage", LEVANGER, 36, "Per Tyrihaug", "gård", "dyr"
)
BRINGEBAER = _place(
    "bringebaerstien", "Bringebærstien barnehage", LEVANGER, 54, "Anne Moen", "realfag"
)
ELVESUS = _place("elvesus", "Elvesus barnehage", VERDAL, 70, "Randi Elvebakk", "språk", "kunst")
STEINHUMLA = _place("steinhumla", "Steinhumla barnehage", VERDAL, 42, "Jon Aune", "friluft")
LILLEGREND = _place(
    "lillegrend", "Lillegrend barnehage", VERDAL, 28, "Siri Haugan", "småbarn", "musikk"
)
BJORKERABBEN = _place(
    "bjorkerabben",
    "Bjørkerabben barnehage",
    VERDAL,
    56,
    "Morten Lund",
    "mat",
    "uteliv",
    role="general_manager",
)
ROGNTUNET = _place("rogntunet", "Rogntunet barnehage", STEINKJER, 60, "Gro Vist", "lek")
MALTROSTEN = _place(
    "maltrosten", "Måltrosten barnehage", STEINKJER, 45, "Eva Rønning", "musikk", "språk"
)
KVISTHAUGEN = _place(
    "kvisthaugen", "Kvisthaugen naturbarnehage", STEINKJER, 33, "Lars Kvam", "friluft"
)
SJOBUA = _place("sjobua", "Sjøbua barnehage", STEINKJER, 51, "Tone Berg", "realfag", "mat")
NORDAFJELLS = _place(
    "nordafjells", "Nordafjells barnehage", BODO, 64, "Elin Straum", "samisk språk", "uteliv"
)

PLACES = (
    SOLBAKKEN,
    FJORDGLIMT,
    TYRIHAUG,
    BRINGEBAER,
    ELVESUS,
    STEINHUMLA,
    LILLEGREND,
    BJORKERABBEN,
    ROGNTUNET,
    MALTROSTEN,
    KVISTHAUGEN,
    SJOBUA,
    NORDAFJELLS,
)
"""Twelve in three municipalities of Trøndelag, and one in Nordland."""
