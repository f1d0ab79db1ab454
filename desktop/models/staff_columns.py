"""What the columns and the words of somebody else's staff list mean."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache

from contract.records.staff import email_problem, is_mobile
from contract.roles import choosable, roles
from desktop.texts import read_date


class Field(StrEnum):
    """What a column can hold, in the order in which it is asked about."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    MOBILE = "mobile"
    ROLES = "roles"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"


Row = Sequence[str]

_HEADINGS: Mapping[Field, str] = {
    Field.NAME: "navn, namn, fullt navn, ansatt, ansattnavn, ansattes navn, "
    "den ansatte, medarbeider, tilsett, fornavn og etternavn, etternavn fornavn, "
    "etternavn og fornavn, name, full name",
    Field.FIRST_NAME: "fornavn, førenamn, first name, given name",
    Field.LAST_NAME: "etternavn, etternamn, last name, surname, family name",
    Field.EMAIL: "e post, epost, e postadresse, epostadresse, mail, mailadresse, e mail, email, "
    "jobb e post, epost jobb, e post jobb, arbeids e post, email address",
    Field.MOBILE: "mobil, mobilnummer, mobilnr, mobiltelefon, mobiltlf, telefon, "
    "telefonnummer, tlf, tlf nr, mobil nr, phone, mobile, mobile number",
    Field.ROLES: "rolle, roller, rolla, stilling, stillingstittel, stillingsbetegnelse, "
    "stillingskode, stillingstype, tittel, yrke, funksjon, role, roles, position, job title",
    Field.STARTS_ON: "startdato, start, oppstart, oppstartsdato, ansatt fra, ansatt dato, "
    "ansattdato, ansettelsesdato, tilsettingsdato, tilsett frå, begynte, fra, frå, fra dato, "
    "fradato, tiltrådt, tiltredelse, start date",
    Field.ENDS_ON: "sluttdato, slutt, sluttet, slutta, ansatt til, tilsett til, til, "
    "til dato, tildato, siste arbeidsdag, fratredelse, fratrådt, end date",
}

# What only stands in lists of others: never read, not even where a word of ours is part of it.
_OTHERS = ("født", "fødsel", "person", "pårørende", "privat", "konto", "hjemme", "barn")

_WORDS: Mapping[str, str] = {
    "head": "barnehagestyrer, leder i barnehagen",
    "general_manager": "enhetsleder, virksomhetsleder, dagleg leder, daglig leiar",
    "deputy_head": "ass styrer, assisterende daglig leder, nestleder, stedfortreder, "
    "stedfortredende styrer",
    "pedagogical_adviser": "pedagogisk veileder, fagansvarlig, faglig leder",
    "owner_representative": "representant for eieren, eiers representant, owners representative",
    "board_chair": "leder av styret, styreformann, styrets leder, eierstyre",
    "pedagogical_leader": "ped leder, pedleder, ped leiar, pedagogiskleder, avdelingsleder",
    "kindergarten_teacher": "førskolelærer, førskulelærar, barnehagelærerutdannet, pedagog",
    "child_and_youth_worker": "ungdomsarbeider, barne ungdomsarbeider, barnepleier, bua",
    "skilled_worker": "faglært",
    "assistant": "barnehageassistent, barnehagemedarbeider, medarbeider, assistent i barnehage, "
    "pedagogisk medarbeider, ufaglært",
    "substitute": "tilkallingsvikar, ringevikar, timevikar, sommervikar, tilkalling",
    "apprentice": "lærlingen, lærekandidat",
    "student": "praksisstudent",
    "cook": "kjøkkenassistent, kjøkkenansvarlig, kjøkkenmedarbeider, kjøkken, kjøkkensjef",
    "caretaker_cleaner": "vaktmester, renholder, renhold, renholdsarbeider, vaskehjelp, "
    "driftsoperatør",
    "administration": "kontor, kontormedarbeider, kontorleder, sekretær, administrativ, "
    "administrasjonsmedarbeider, regnskap",
}


def guess(rows: Sequence[Row]) -> tuple[dict[Field, int], int]:
    """Which column holds what, and how many rows at the top are no persons.

    By the headings, which are looked for in the first rows; without any, by what the cells are.
    """
    best: dict[Field, int] = {}
    above = 0
    for at, row in enumerate(rows[:12]):
        found = _by_headings(row)
        if len(found) > max(len(best), 1):
            best, above = found, at + 1
    return (best, above) if best else (_by_cells(rows), 0)


def role_codes(text: str) -> frozenset[str]:
    """The roles that a cell names; none where no word of it is known."""
    whole = _plain(text)
    if whole in _roles():
        return frozenset({_roles()[whole]})
    found = (_role_at_start(_plain(part)) for part in re.split(r"[,;/+&\n]| og ", text))
    return frozenset(code for code in found if code)


def full_name(text: str) -> str:
    """A name with the first name first: «Nes, Kari» is Kari Nes."""
    last, comma, first = text.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and last.strip() else text


def _by_headings(row: Row) -> dict[Field, int]:
    names = [_plain(cell) for cell in row]
    found: dict[Field, int] = {}
    for exact in (True, False):
        for at, name in enumerate(names):
            field = _field_of(name, exact=exact)
            if field is not None and field not in found and at not in found.values():
                found[field] = at
    if Field.FIRST_NAME in found and Field.LAST_NAME in found:
        found.pop(Field.NAME, None)
    return found


def _field_of(heading: str, *, exact: bool) -> Field | None:
    if not heading or any(other in heading for other in _OTHERS):
        return None
    known = _headings()
    if exact:
        return known.get(heading)
    words = heading.split()
    starts = (" ".join(words[:n]) for n in range(len(words) - 1, 0, -1))
    return next((known[start] for start in starts if start in known), None)


def _by_cells(rows: Sequence[Row]) -> dict[Field, int]:
    """Which column is which, by what most of its cells are."""
    columns = list(zip(*rows[:200], strict=True))
    fits: tuple[tuple[Field, Callable[[str], bool]], ...] = (
        (Field.EMAIL, lambda cell: email_problem(cell) is None),
        (Field.STARTS_ON, lambda cell: read_date(cell) is not None),
        (Field.ROLES, lambda cell: bool(role_codes(cell))),
        (Field.MOBILE, is_mobile),
        (Field.NAME, lambda cell: " " in cell and not any(one.isdigit() for one in cell)),
    )
    found: dict[Field, int] = {}
    for field, fit in fits:
        left = [at for at in range(len(columns)) if at not in found.values()]
        counts = Counter({at: sum(fit(cell) for cell in columns[at] if cell) for at in left})
        at, most = next(iter(counts.most_common(1)), (0, 0))
        if most * 2 > sum(bool(cell) for cell in columns[at]) if columns else False:
            found[field] = at
    return found


def _role_at_start(part: str) -> str | None:
    words = part.split()
    starts = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    return next((_roles()[start] for start in starts if start in _roles()), None)


@cache
def _headings() -> dict[str, Field]:
    return {name: field for field, names in _HEADINGS.items() for name in names.split(", ")}


@cache
def _roles() -> dict[str, str]:
    """The roles that can be chosen, by every name that they go by."""
    found: dict[str, str] = {}
    for code, role in roles().items():
        if code not in choosable():
            continue
        names = [*role.short.values(), *role.long.values(), code.replace("_", " ")]
        # What is said in brackets or behind a stroke is the name of another role, or of no one's.
        for name in (*names, *(part for one in names for part in one.split("/"))):
            found.setdefault(_plain(name), code)
    for code, words in _WORDS.items():
        for word in words.split(", "):
            found.setdefault(word, code)
    return found


def _plain(text: str) -> str:
    """A text as its words alone: no case, digits, brackets or punctuation."""
    without = re.sub(r"\(.*?\)", " ", text.casefold())
    return " ".join(re.sub(r"[^\w]|[\d_]", " ", without).split())


def column_names(rows: Sequence[Row], above: int) -> list[str]:
    """What to call each column: its heading, else its letter as Excel has it."""
    headings: Iterable[str] = rows[above - 1] if above else [""] * len(rows[0])
    return [name or _letter(at) for at, name in enumerate(headings)]


def _letter(at: int) -> str:
    before, last = divmod(at, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)
