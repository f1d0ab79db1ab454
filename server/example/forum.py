"""The example's categories, posts and comments."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from contract.geography import counties, municipality
from contract.ids import derived_id
from contract.records import Audience, Category, Comment, Post, PostForm, Purpose
from server.example.places import (
    BJORKERABBEN,
    BRINGEBAER,
    ELVESUS,
    FJORDGLIMT,
    KVISTHAUGEN,
    LILLEGREND,
    MALTROSTEN,
    NORDAFJELLS,
    ROGNTUNET,
    SJOBUA,
    SOLBAKKEN,
    STEINHUMLA,
    TYRIHAUG,
    Place,
)

Said = tuple[Place, str]

WELCOME, REGIONS, DEVELOPMENT, EMPLOYEE, OWNERS = (
    derived_id("example", "category", word)
    for word in ("welcome", "regions", "development", "employee", "owners")
)


def region(county: str) -> UUID:
    """The category of a county."""
    return derived_id("example", "category", "region", county)


def categories() -> Iterator[Category]:
    """The rooms of the forum."""
    named = (
        (WELCOME, "Velkommen!", Purpose.WELCOME, Audience.EVERYBODY),
        (REGIONS, "Regionale nettverk", Purpose.OTHER, Audience.EVERYBODY),
        (DEVELOPMENT, "Utviklingsforum for nettverket", Purpose.DEVELOPMENT, Audience.EVERYBODY),
        (EMPLOYEE, "Månedens ansatt", Purpose.OTHER, Audience.EVERYBODY),
        (OWNERS, "Eierforum", Purpose.OTHER, Audience.LEADERS_AND_OWNERS),
    )
    for position, (id_, name, purpose, audience) in enumerate(named):
        yield Category(id=id_, name=name, purpose=purpose, audience=audience, position=position)
    for position, county in enumerate(counties().values()):
        yield Category(
            id=region(county.number),
            name=county.name,
            parent_id=REGIONS,
            purpose=Purpose.REGION,
            county=county.number,
            position=position,
        )


class Writer:
    """Writes posts and comments in the past, each some days and hours before now."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.comments: list[Comment] = []

    def introduction(self, place: Place, days: int, loves: str, hopes: str, *answers: Said) -> Post:
        """How a kindergarten says hello."""
        post = self._post(place, WELCOME, days, place.name, "")
        post.form, post.loves, post.hopes = PostForm.INTRODUCTION, loves, hopes
        post.municipality, post.approved_places = place.municipality, place.places
        post.tags = place.tags
        self._answer(post, answers)
        return post

    def post(
        self, place: Place, category: UUID, days: int, title: str, body: str, *answers: Said
    ) -> Post:
        """A plain post."""
        post = self._post(place, category, days, title, body)
        self._answer(post, answers)
        return post

    def announcement(self, place: Place, network: UUID, days: int, participants: int) -> Post:
        """That a local network was established."""
        where = municipality(place.municipality)
        assert where is not None
        body = (
            f"I {where.name} er {place.name} nå kontaktbarnehage. Kontaktperson er "
            f"{place.manager}. Så langt deltar {participants} barnehager.\n\n"
            f"Driver dere en privat barnehage i {where.name}? Bli med!"
        )
        title = f"Lokalt nettverk i {where.name}"
        post = self._post(place, region(where.county.number), days, title, body)
        post.form, post.network_id = PostForm.ANNOUNCEMENT, network
        post.municipality, post.participants = place.municipality, participants
        return post

    def _post(self, place: Place, category: UUID, days: int, title: str, body: str) -> Post:
        return Post(
            id=derived_id("example", "post", place.word, title),
            category_id=category,
            kindergarten_id=place.id,
            author_id=place.person,
            author_name=place.manager,
            title=title,
            body=body,
            received_at=self._now - timedelta(days=days, hours=len(title) % 7),
        )

    def _answer(self, post: Post, answers: tuple[Said, ...]) -> None:
        assert post.received_at is not None
        for number, (place, body) in enumerate(answers, 1):
            self.comments.append(
                Comment(
                    id=derived_id("example", "comment", post.id, number),
                    category_id=post.category_id,
                    post_id=post.id,
                    kindergarten_id=place.id,
                    author_id=place.person,
                    author_name=place.manager,
                    body=body,
                    received_at=post.received_at + timedelta(hours=2 * number),
                )
            )


def posts(write: Writer, network: UUID) -> list[Post]:
    """What has been written so far, oldest first."""
    written = [
        *_introductions(write),
        write.announcement(ELVESUS, network, 61, 4),
        *_experiences(write),
        *_wishes(write),
    ]
    for post in written:
        if f"@{SOLBAKKEN.name}" in post.body:
            post.mentions = frozenset({str(SOLBAKKEN.id)})
    return written


def _introductions(write: Writer) -> Iterator[Post]:
    yield write.introduction(
        ELVESUS,
        74,
        "Vi bor ved elva og er ute hver dag. Barna maler, snekrer og lager teater av det de "
        "finner. Språkgruppa vår har holdt på i åtte år.",
        "Vi vil gjerne høre hvordan andre små barnehager løser vikardekningen.",
        (STEINHUMLA, "Velkommen! Vi tar gjerne en prat om vikarer på neste nettverksmøte."),
        (FJORDGLIMT, "Så fint å se dere her. Kom gjerne på besøk til Levanger."),
    )
    yield write.introduction(
        FJORDGLIMT,
        40,
        "Fjæra er uterommet vårt. Vi har båtnaust, bålplass og egen språkpedagog.",
        "Vi leter etter noen å utveksle årsplaner med, og etter råd om tospråklige barn.",
        (MALTROSTEN, "Vi har en god del om tospråklighet. Skal vi ta en videosamtale?"),
    )
    yield write.introduction(
        NORDAFJELLS,
        19,
        "Hos oss lærer barna både norsk og samisk. Vi bruker fjellet hele året.",
        "Finnes det flere barnehager med samisk språkarbeid i nettverket?",
        (ELVESUS, "Velkommen fra Verdal! Så flott arbeid dere gjør."),
    )
    yield write.introduction(
        TYRIHAUG,
        3,
        "Åtte sauer, tre høner og en stor kjøkkenhage. Barna er med i fjøset hver morgen.",
        "Gode rutiner for hygiene og allergi når dyr er en del av hverdagen.",
    )


def _experiences(write: Writer) -> Iterator[Post]:
    county = region("50")
    yield write.post(
        STEINHUMLA,
        county,
        33,
        "Slik fikk vi ro i garderoben",
        "Vi deler nå gruppa i tre når vi skal ut: de som trenger god tid, går først. Det tok en "
        "uke å venne seg til. Nå er vi ute et kvarter tidligere, og ingen står og venter "
        "påkledd. Si fra hvis dere vil se planen vår.",
        (LILLEGREND, "Dette prøver vi på mandag!"),
        (ROGNTUNET, "Vi gjør nesten det samme. Bilder på knaggene hjalp oss mye."),
        (STEINHUMLA, "Bilder var en god idé, det tar vi etter."),
    )
    yield write.post(
        BJORKERABBEN,
        county,
        16,
        "Varm mat to dager i uka for 11 kroner",
        "Med felles innkjøp og faste menyer i fire uker kom vi ned i 11 kroner per måltid. "
        "Grønnsaker i sesong, fisk hver onsdag. Oppskriftene passer til 60 personer.",
        (SJOBUA, "Imponerende! Hvem lager maten hos dere?"),
        (BJORKERABBEN, "Vi har en kokk i halv stilling, og barna hjelper til."),
    )
    yield write.post(
        KVISTHAUGEN,
        county,
        8,
        "Felles kurs i livredning ved vann",
        "Vi har fått tilbud om kurs for inntil 20 ansatte i januar. Det blir rimeligere om vi "
        "er flere. Noen som vil være med? Hva sier dere, @Solbakken barnehage?",
        (FJORDGLIMT, "Ja, vi er seks stykker."),
        (MALTROSTEN, "Vi vil gjerne, men helst etter vinterferien."),
    )


def _wishes(write: Writer) -> Iterator[Post]:
    yield write.post(
        BRINGEBAER,
        DEVELOPMENT,
        24,
        "Ønske: påminnelse før frister",
        "Det hadde vært fint med en påminnelse noen dager før fristen på oppfølgingspunkter fra "
        "møtene.",
        (LILLEGREND, "Støttes."),
    )
    yield write.post(
        ROGNTUNET,
        EMPLOYEE,
        12,
        "Hvordan velger dere?",
        "Vi vil gjerne nominere noen i år. Lar dere alle ansatte foreslå, eller gjør styreren det?",
        (ELVESUS, "Hos oss foreslår alle, og så trekker vi fram begrunnelsene på et møte."),
    )
    yield write.post(
        SJOBUA,
        OWNERS,
        5,
        "Likt tilskudd, ulik utbetaling",
        "Kommunen vår betaler ut tilskuddet kvartalsvis, og det merkes på likviditeten. Hvordan "
        "er det hos dere?",
        (FJORDGLIMT, "Levanger betaler månedlig etter at vi tok det opp i samarbeidsmøtet."),
    )
