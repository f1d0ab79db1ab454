"""What people write on the pages, as it is kept."""

from contract.records import blank
from server.accounts import Unacceptable


def plain(text: str) -> str:
    """A text with lines that end as ours do, and nothing before or after it.

    A browser sends two characters where it counts one.
    """
    # PostgreSQL has no text with a null in it.
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def fitting(field: str, text: str, most: int, *, required: bool = True) -> str:
    """The same where it is no longer than so many characters.

    Raises Unacceptable: (field, «required») where nothing is written, (field, «too_long»).
    """
    told = plain(text)
    if required and blank(told):
        raise Unacceptable(field, "required")
    if len(told) > most:
        raise Unacceptable(field, "too_long")
    return told
