"""Whether the pages of a PDF say what its minutes say."""

import re
from dataclasses import replace

from desktop.documents import Minutes, MinutesStatus, minutes_pdf
from desktop.documents.inside import inside

_STATUSES = (MinutesStatus.SUBMITTED, MinutesStatus.APPROVED)
# what stands on a page apart from the text, and differs with the number of pages; files of before
# do not say at the foot of a page which minutes they are, and when they were handed in
_APART = re.compile(
    r"(Møtereferat(\d+/\d+)?·)?(Innsendt|Godkjent)(·innsendt)?(\d\d\.\d\d\.\d{4}kl\.\d\d\.\d\d)?"
    r"·versjon\d+(·fingeravtrykk[0-9a-f]{12}Side\d+av\d+)?|­|\ufffe|-"
)


def says_the_same(words: str, minutes: Minutes) -> bool:
    """Compare the words of a file's pages with those that the minutes would have.

    Where they were approved is told after they were handed in, and may or may not be there.
    """
    head = _head(minutes)
    wanted = _plain(words, head)
    plain = replace(minutes, approved="")
    tried = (replace(each, status=status) for each in (minutes, plain) for status in _STATUSES)
    return any(_plain(inside(minutes_pdf(each)).words, head) == wanted for each in tried)


def _plain(words: str, head: str) -> str:
    return _APART.sub("", words).replace(head, "")


def _head(minutes: Minutes) -> str:
    """What stands above each page but the first: where a page ends is of no matter."""
    # Brings reportlab, which no page but this needs.
    from desktop.documents.minutes import running

    return _APART.sub("", re.sub(r"\s", "", running(minutes)))
