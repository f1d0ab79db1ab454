"""Invented Norwegian texts, no two quite alike, in the words that managers use."""

from random import Random

PLACES = ("skogen", "fjæra", "marka", "uteområdet", "gapahuken", "lavvoen", "båthuset", "hagen")
THEMES = (
    "vikarbruk",
    "budsjettet for neste år",
    "tilvenning i august",
    "kosthold og måltider",
    "samarbeid med skolen",
    "sykefravær",
    "språkarbeid",
    "nærvær og bemanning",
    "foreldremøter",
    "årsplanen",
    "personalrommet",
    "digitale verktøy",
    "tilskudd og økonomi",
    "planleggingsdager",
)
OPENINGS = (
    "Hos oss har vi arbeidet med {theme} hele høsten.",
    "Vi ønsker råd om {theme}.",
    "Hvordan løser dere {theme} hos dere?",
    "Etter møtet i nettverket har vi prøvd noe nytt når det gjelder {theme}.",
    "Her er det vi har lært om {theme}.",
    "I dag har personalet gått gjennom {theme}.",
)
MIDDLES = (
    "Personalet er delt i tre grupper, og hver gruppe har sin faste dag i {place}.",
    "Det tok omtrent {n} uker før rutinene satt, og nå går det av seg selv.",
    "Vi deler gjerne skjemaet vi bruker, det er på {n} sider.",
    "Styrergruppen møtes hver måned, og {n} barnehager er med.",
    "Vi har lagt en vikarpool sammen med naboene, og den sparer oss for {n} timer i måneden.",
    "Foreldrene har vært med på dugnad i {place}, og det ga fin stemning.",
    "Kostnaden var under {n} tusen kroner, og mye kunne lages av det vi hadde.",
    "Vi er ute hver dag og lager all mat fra bunnen av.",
    "Det viktigste er å starte i det små og skrive ned det som virker.",
    "Pedagogene fikk tid til å planlegge, {n} timer hver uke.",
)
ENDINGS = (
    "Hva har dere gjort?",
    "Ta gjerne kontakt om dere vil komme på besøk.",
    "Vi tar det opp igjen på neste møte i det lokale nettverket.",
    "Takk for alle gode innspill!",
    "Si fra om noen har erfaringer å dele.",
)
ANSWERS = (
    "Takk for at dere deler! Vi prøver det samme i {place}.",
    "Velkommen til nettverket, hilsen naboene.",
    "Vi har god erfaring med å begynne i det små, ca. {n} uker.",
    "Kan dere sende skjemaet? Vi arbeider også med {theme}.",
    "Her gjorde vi det på {n} måneder, og det var verdt det.",
)
LOVES = (
    "Vi er ute hver dag, har lavvo i {place} og lager all mat fra bunnen av.",
    "Lek, musikk og lange turer til {place}, uansett vær.",
    "Små grupper, faste voksne og mye tid i {place}.",
)
HOPES = (
    "Erfaringer med {theme}, og noen å sparre med.",
    "Flere å snakke med om {theme}, gjerne jevnlig.",
    "Råd om {theme} og felles innkjøp.",
)
TAGS = ("friluft", "mat og måltid", "musikk", "språk", "natur", "gårdsbarnehage", "små grupper")
FIRST = ("Ane", "Bo", "Kari", "Ola", "Mari", "Nils", "Åse", "Øyvind", "Ærlend", "Ida", "Jon", "Liv")
LAST = ("Lund", "Berg", "Dahl", "Lie", "Vik", "Moen", "Aas", "Øien", "Sæther", "Haugen", "Åsen")
HOUSES = ("Solbakken", "Fjordglimt", "Trollskogen", "Bjørkely", "Åsheim", "Blåklokka", "Øvre Moen")


class Texts:
    """The same texts at each run."""

    def __init__(self, seed: int = 2026) -> None:
        self.random = Random(seed)

    def title(self) -> str:
        theme = self._one(THEMES)
        return self._one((f"Om {theme}", f"Erfaringer med {theme}", f"Spørsmål: {theme}"))

    def body(self) -> str:
        middle = [self._one(MIDDLES) for _ in range(self.random.randint(2, 6))]
        return " ".join(map(self._filled, (self._one(OPENINGS), *middle, self._one(ENDINGS))))

    def answer(self) -> str:
        return self._filled(self._one(ANSWERS))

    def loves(self) -> str:
        return self._filled(self._one(LOVES))

    def hopes(self) -> str:
        return self._filled(self._one(HOPES))

    def tags(self) -> frozenset[str]:
        return frozenset(self.random.sample(TAGS, 2))

    def person(self) -> str:
        return f"{self._one(FIRST)} {self._one(LAST)}"

    def house(self, number: int) -> str:
        return f"{HOUSES[number % len(HOUSES)]} barnehage {number // len(HOUSES) or ''}".strip()

    def _one(self, choices: tuple[str, ...]) -> str:
        return self.random.choice(choices)

    def _filled(self, sentence: str) -> str:
        return sentence.format(
            theme=self._one(THEMES), place=self._one(PLACES), n=self.random.randint(2, 90)
        )
