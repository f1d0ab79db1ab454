"""What is typed on one line while people talk: a task with who and when, and who is there."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from desktop.models.attendance import Attendee
from desktop.models.meeting_tasks import TaskForm

_LONGEST_NAME = 60
_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_DUE = re.compile(
    r"(?:^|[\s,;]+)(?:(?:innen|frist|før|til|senest|seinast)\s+)?"
    r"(?P<day>\d{1,2})\.\s?(?:(?P<number>\d{1,2})\.?|(?P<name>[a-zæøå]{3,9})\.?)"
    r"(?:\s?(?P<year>\d{4}|\d{2}))?\.?\s*$",
    re.IGNORECASE,
)


def read_task(text: str, names: Sequence[str], today: date) -> TaskForm:
    """A follow-up on one line: «Solbakken: utkast til avtale, 10.12».

    Who stands before the first colon, by the first letters of a known name or as it is written;
    when stands last, and is the next such day where no year is given. What is not there is empty.
    """
    who, what = "", text.strip()
    before, colon, after = what.partition(":")
    if colon and 0 < len(before.strip()) <= _LONGEST_NAME and not before.strip().isdigit():
        who, what = before.strip(), after.strip()
    due, what = _due(what, today)
    return TaskForm(what.strip(" ,;"), _known(who, names), due)


def who_is_meant(text: str, lines: Iterable[Attendee]) -> list[Attendee]:
    """The lines that the first letters of a kindergarten or a person mean, the likeliest first."""
    wanted = text.strip().casefold()
    if not wanted:
        return []
    ranked = [(rank, at, line) for at, line in enumerate(lines) if (rank := _rank(line, wanted))]
    return [line for _, _, line in sorted(ranked, key=lambda one: one[:2])]


def _rank(line: Attendee, wanted: str) -> int:
    """1 for the beginning of the kindergarten's name, 2 of the person's, 3 of a later word."""
    names = (line.kindergarten.casefold(), line.name.casefold())
    for rank, name in enumerate(names, 1):
        if name.startswith(wanted):
            return rank
    words = (word for name in names for word in name.split()[1:])
    return 3 if any(word.startswith(wanted) for word in words) else 0


def _known(who: str, names: Sequence[str]) -> str:
    wanted = who.casefold()
    if not wanted:
        return ""
    found = [name for name in names if name.casefold().startswith(wanted)]
    return found[0] if len(set(found)) == 1 else who


def _due(text: str, today: date) -> tuple[date | None, str]:
    found = _DUE.search(text)
    if found is None:
        return None, text
    month = int(found["number"]) if found["number"] else _month(found["name"])
    year = int(found["year"]) if found["year"] else 0
    year = year + 2000 if 0 < year < 100 else year  # noqa: PLR2004 - two digits
    for tried in (year,) if year else (today.year, today.year + 1):
        try:
            day = date(tried, month, int(found["day"]))
        except ValueError:
            return None, text
        if year or day >= today:
            return day, text[: found.start()]
    return None, text


def _month(name: str) -> int:
    start = name.casefold()[:3]
    return _MONTHS.index(start) + 1 if start in _MONTHS else 0
