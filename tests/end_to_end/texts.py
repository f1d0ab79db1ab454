"""What the demo types, each text with a word that no other text and no example data has."""

from typing import Self


class Text(str):
    """A text and its own word. `private` ones may not be read by another kindergarten."""

    word: str
    private: bool
    __slots__ = ("private", "word")

    def __new__(cls, text: str, word: str, *, private: bool = False) -> Self:
        if word not in text:
            raise ValueError(f"«{word}» is not in «{text}»")
        made = super().__new__(cls, text)
        made.word, made.private = word, private
        return made


NAMES = (
    Text("Tuva Lyngstad", "Lyngstad", private=True),
    Text("Even Sørskog", "Sørskog", private=True),
    Text("Maren Kjølvik", "Kjølvik", private=True),
)

LISTED = (
    Text("Randi Kvernmo", "Kvernmo", private=True),
    Text("Oddvar Brattøy", "Brattøy", private=True),
    Text("Silje Ness Haugdal", "Haugdal", private=True),
    Text("Jon Fossumtrø", "Fossumtrø", private=True),
    Text("Aud Lillevold", "Lillevold", private=True),
    Text("Petter Tangvik", "Tangvik", private=True),
)
"""They stand in a list from Excel."""

LOVES = Text(
    "Vi er ute i all slags vær, og vi synger mye. Barna fyrer bål i lavvoen ved Nesset, "
    "baker flatbrød og lager hytter av bar.",
    "flatbrød",
)
HOPES = Text(
    "Vi håper å finne noen å dele vikarer med, og vil gjerne høre hvordan andre bruker "
    "foreldreråd og temakvelder.",
    "temakvelder",
)
REGION_HELLO = Text(
    "Hei, dere i Trøndelag! Vi tar gjerne imot besøk, og kaffetrakteren står alltid på.",
    "kaffetrakteren",
)
ANNOUNCED = Text(
    "\n\nVi foreslår et første digitalt møte før jul. Alle er med fra første stund, også de som "
    "bare vil lytte; si fra til oss, så får dere lenken i god tid. Innmeldingsskjema trengs ikke.",
    "Innmeldingsskjema",
)
CLAIMED = Text(
    "\n\nVi møtes gjerne i fjøset første gang, med vafler og kort saksliste.",
    "fjøset",
)
"""Per writes this for a network that Kari was faster to establish."""
COMMENT = Text("Så fint at dere tar ledelsen! Vi blir med og tar med julekaker.", "julekaker")

MEETING_TITLE = Text("Oppstartsmøte for lokalt nettverk", "Oppstartsmøte")
LINK = Text("https://mote.example.no/levanger-graneple", "graneple")

ITEMS = (
    Text("Felles vikarordning", "vikarordning"),
    Text("Tilskuddssatser for 2027", "Tilskuddssatser"),
    Text("Kompetansedag våren 2027", "Kompetansedag"),
    Text("Innkjøp av økologisk frukt", "økologisk"),
)
BACKGROUNDS = (
    Text(
        "Alle fire bruker i dag hver sin ringeliste, og ringer ofte de samme på regnværsdager.",
        "ringeliste",
    ),
    Text("Satsene legges fram i formannskapet i desember.", "formannskapet"),
    Text("Sjøbua har spurt om vi vil dele foredragsholder og lokale.", "foredragsholder"),
    Text("Leverandøren på Skogn tilbyr kassevis med epler til 14 kroner kiloet.", "kassevis"),
)

DISCUSSIONS = (
    Text("Ingen hadde noe å bemerke. Solveien tas opp under eventuelt.", "Solveien"),
    Text(
        "En felles liste gir vikarene flere vakter og oss sikrere dekning i influensaukene. "
        "Listen har bare navn, telefon og dager.",
        "influensaukene",
    ),
    Text("Temaet blir språkglede. Storsalen på Festiviteten er ledig 12. mars.", "Festiviteten"),
    Text("Vi møter samlet og legger fram regneark for de tre siste årene.", "regneark"),
    Text("Prøveleveringen i oktober smakte godt, og kvernhuset tok imot restene.", "kvernhuset"),
)
DECISIONS = (
    Text("Innkalling og saksliste godkjennes, med tillegg om skiltingen.", "skiltingen"),
    Text("Nettverket prøver en felles vikarpool fra 1. februar til sankthans.", "sankthans"),
    Text("Dagen holdes 12. mars med språkpedagogen fra Inderøy.", "språkpedagogen"),
    Text("Vi bestiller fire kasser epler hver fredag, på prøve fram til karneval.", "karneval"),
)
TASKS = (
    Text("Lage utkast til vikaravtale", "vikaravtale"),
    Text("Spørre vikarene om samtykke", "samtykke"),
    Text("Leie lokale og bestille lunsjtallerken", "lunsjtallerken"),
    Text("Be kommunen om barnetallsprognosen", "barnetallsprognosen"),
    Text("Bestille eplekasser på Skogn", "eplekasser"),
)
CRASHED = Text(" Inderøy har gjort det samme, og sparte en halv kontorstilling.", "kontorstilling")
"""Typed just before the desktop is killed, and on disk when it is."""

MERGED_WORD = Text("førjulsvakter", "førjulsvakter")
"""Kari writes this for one word of a discussion."""
MERGED_END = Text(" Ordningen evalueres med spørreskjema i mai.", "spørreskjema")
"""Ingrid adds this at the end of the same discussion."""
PROPOSAL = Text("Nettverket samler vikarene i én ordning med loddtrekning.", "loddtrekning")
DISSENT = Text("Bringebærstien vil heller ha ordningen fra skolestart.", "skolestart")

NOTE = Text(
    " Saken kan tas opp igjen av hvem som helst, også mot sommeravslutningen.", "sommeravslutningen"
)
PROPOSED = Text("Dagen legges til en torsdag, med busstransport.", "busstransport")

MINE = Text("Solbakken og Fjordglimt møter kommunen sammen før midtsommer.", "midtsommer")
THEIRS = Text("Fjordglimt ber kommunen om et møte innen olsok.", "olsok")
THIRD = Text(
    "Solbakken og Fjordglimt møter kommunen før midtsommer, senest innen olsok, og legger fram "
    "et felles notat.",
    "notat",
)
"""What counts in the end holds the words of both."""

CORRECTED = Text("Dagen holdes 19. mars med gjesten fra Inderøy, i kultursalen.", "kultursalen")
"""What a submitted decision should have said."""
REASON = Text("Storsalen var bortleid til spelemannslaget.", "spelemannslaget")

ANNUAL_TITLE = Text("Årsmøte i nettverket", "Årsmøte")
ANNUAL_DECISION = Text("Sakslisten godkjennes slik den står, og kaffen tas i bolker.", "bolker")
ANNUAL_DISCUSSION = Text(
    "Alle fire sender sine planer til hverandre før vinterferien. Malen ligger i fellesmappa.",
    "fellesmappa",
)
ROTATED = Text(
    "Fjordglimt tar over stafettpinnen som kontaktbarnehage, med Ingrid Fjelde som kontaktperson.",
    "stafettpinnen",
)
"""Decided in one of sixty items."""

RAISED = Text(
    "Satsene dekker ikke pensjonen. Vi ber regionen ta det opp, med tall fra revisorberetningen.",
    "revisorberetningen",
)
REGION_DECISION = Text("Regionen skriver til alle kommunene i fylket innen pinsefri.", "pinsefri")
REPORT = Text("Brevet er sendt til kommunene, og svarfristen er satt til fastelavn.", "fastelavn")
"""What comes back down to the network that raised the case."""
