"""Whether the pages of a PDF say what its minutes say."""

import re
from dataclasses import replace

from desktop.documents import Minutes, MinutesStatus, minutes_pdf
from desktop.documents.inside import inside

_STATUSES = (MinutesStatus.SUBMITTED, MinutesStatus.APPROVED)
# what stands on a page apart from the text, and differs with the number of pages
_APART = re.compile(
    r"(Innsendt|Godkjent)·versjon\d+(·fingeravtrykk[0-9a-f]{12}Side\d+av\d+)?|­|\ufffe|-"
)


def says_the_same(words: str, minutes: Minutes) -> bool:
    """Compare the words of a file's pages with those that the minutes would have.

    Where they were approved is told after they were handed in, and may or may not be there.
    """
    wanted = _plain(words)
    plain = replace(minutes, approved="")
    tried = (replace(each, status=status) for each in (minutes, plain) for status in _STATUSES)
    return any(_plain(inside(minutes_pdf(each)).words) == wanted for each in tried)


def _plain(words: str) -> str:
    return _APART.sub("", words)
