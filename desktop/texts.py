"""The language of the program: translated texts, and dates and numbers as its readers write them.

Message ids are English. The catalogue of a language is its .po file, read as it lies: there is
nothing to compile, and what translators change is what users see.

    install("nb")
    _("Sign in")                                        # Logg inn
    ngettext("{n} change", "{n} changes", n).format(n=n)
    long_date(day); short_date(day); day_month(day); relative_day(day); clock(time); number(7.5)
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from unicodedata import combining, normalize

from resources.catalogue import Catalogue, read_catalogue

LANGUAGES = {"nb": "Norsk bokmål", "nn": "Nynorsk", "en": "English"}
FOLDER = Path(__file__).parent.parent / "resources" / "translations"

_MONTHS = {
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "nn": "januar februar mars april mai juni juli august september oktober november desember",
    "en": "January February March April May June July August September October November December",
}
_SHORT_MONTHS = {
    "nb": "jan feb mars april mai juni juli aug sep okt nov des",
    "nn": "jan feb mars april mai juni juli aug sep okt nov des",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}
_WEEKDAYS = {
    "nb": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "nn": "måndag tysdag onsdag torsdag fredag laurdag søndag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}


# By hand: to load the locale data for the first number holds the window up for 0.1 s.
_NORWEGIAN_MARKS = str.maketrans(",.", "\N{NO-BREAK SPACE},")
_LAST_LETTERS = str.maketrans("æäøöåđŧŋ", "{{||}dtn")
_PARTS = re.compile(r"^\s*(\d{1,2})[.\-/ ]\s*(\d{1,2})[.\-/ ]\s*(\d{2}|\d{4})\.?\s*$")
_RUN = re.compile(r"^\s*(\d{2})(\d{2})(\d{2}|\d{4})\s*$")
_ISO = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$")


class _State:
    language = "en"
    catalogue = Catalogue({}, {})


def install(language: str) -> None:
    """Speak this language from now on; English, the language of the ids, where it is unknown."""
    path = FOLDER / language / "LC_MESSAGES" / "desktop.po"
    _State.catalogue = read_catalogue(path) if path.is_file() else Catalogue({}, {})
    _State.language = language if language in LANGUAGES else "en"


def language() -> str:
    """The language spoken now, as in LANGUAGES."""
    return _State.language


def _(message: str) -> str:
    """The message in the language spoken now, or as it is where nobody has translated it."""
    return _State.catalogue.one.get(message, message)


def said_in(language: str, message: str) -> str:
    """The message in another language than the one spoken now, for those whom it is written to."""
    if language == _State.language:
        return _(message)
    path = FOLDER / language / "LC_MESSAGES" / "desktop.po"
    return read_catalogue(path).one.get(message, message) if path.is_file() else message


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the message for n things; put n in with .format(n=n)."""
    forms = _State.catalogue.many.get(singular, (singular, plural))
    return forms[0] if n == 1 else forms[1]


def N_(message: str) -> str:
    """Mark a message of a constant for translation; show it through _() when it is used."""
    return message


def long_date(day: date, *, weekday: bool = False) -> str:
    """26. november 2026, or torsdag 26. november 2026."""
    month = _MONTHS[_State.language].split()[day.month - 1]
    name = _WEEKDAYS[_State.language].split()[day.weekday()]
    if _State.language == "en":
        return f"{name + ' ' if weekday else ''}{day.day} {month} {day.year}"
    return f"{name + ' ' if weekday else ''}{day.day}. {month} {day.year}"


def short_date(day: date) -> str:
    """26.11.2026, the form in which dates are typed in every language of the program."""
    return f"{day:%d.%m.%Y}"


def read_date(text: str) -> date | None:
    """The date that somebody wrote: 26.11.2026, 26.11.26, 26/11-2026, 261126, 2026-11-26."""
    if iso := _ISO.match(text):
        year, month, day = (int(part) for part in iso.groups())
    elif found := _PARTS.match(text.replace("-", ".")) or _RUN.match(text):
        day, month, year = (int(part) for part in found.groups())
        year += 2000 if year < 100 else 0  # noqa: PLR2004 - two digits
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_month(day: date) -> str:
    """26. nov."""
    month = _SHORT_MONTHS[_State.language].split()[day.month - 1]
    return f"{day.day} {month}" if _State.language == "en" else f"{day.day}. {month}"


def clock(moment: time | datetime) -> str:
    """kl. 09.41 in Norwegian, 09:41 in English."""
    return f"{moment:%H:%M}" if _State.language == "en" else f"kl. {moment:%H.%M}"


def bare_clock(moment: time | datetime) -> str:
    """09.41 in Norwegian, 09:41 in English: for columns and fields."""
    return f"{moment:%H:%M}" if _State.language == "en" else f"{moment:%H.%M}"


def relative_day(day: date, *, today: date | None = None) -> str:
    """I dag, i morgen, i går; 26. nov in the same year; else the short date."""
    today = today or date.today()  # noqa: DTZ011 - the wall calendar of the person who reads
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if abs(day - today) <= timedelta(days=1):
        return near[(day - today).days]
    return day_month(day) if day.year == today.year else short_date(day)


def moment(at: datetime, *, now: datetime | None = None) -> str:
    """When something happened, on this PC's clock: i dag kl. 09.41; 26. nov kl. 10.14."""
    local = at.astimezone() if at.tzinfo else at
    today = (now or datetime.now().astimezone()).date()
    return f"{relative_day(local.date(), today=today)} {clock(local)}"


def minutes(count: int) -> str:
    """25 min; 1 t 12 min."""
    hours, rest = divmod(count, 60)
    if not hours:
        return _("{n} min").format(n=rest)
    if not rest:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {n} min").format(hours=hours, n=rest)


def number(value: float | Decimal) -> str:
    """12 345,5 in Norwegian, 12,345.5 in English; at most three decimals."""
    text = f"{value:,.3f}".rstrip("0").rstrip(".")
    return text if _State.language == "en" else text.translate(_NORWEGIAN_MARKS)


def sort_key(text: str) -> str:
    """Sorts as Norwegians do: æ, ø, å last, aa as å, other accents as the letter without."""
    folded = text.casefold().replace("aa", "å").translate(_LAST_LETTERS)
    return "".join(one for one in normalize("NFD", folded) if not combining(one))


def capital(text: str) -> str:
    """The text with its first letter capital, for a sentence that begins with a date."""
    return text[:1].upper() + text[1:]
