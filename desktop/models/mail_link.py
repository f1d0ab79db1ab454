"""Links that open a letter in the mail program, ready to be sent."""

from collections.abc import Iterable
from urllib.parse import quote

LONGEST_LINK = 1900
"""What every mail program takes; longer links are cut or passed over by some."""


def mail_link(
    subject: str, text: str, *, to: Iterable[str] = (), hidden: Iterable[str] = ()
) -> str | None:
    """A mailto link, also to receivers who do not see each other; None where it is too long."""
    body = quote(text.replace("\n", "\r\n"), safe="")
    receivers = ",".join(quote(one, safe="@") for one in to)
    copies = ",".join(quote(one, safe="@") for one in hidden)
    bcc = f"bcc={copies}&" if copies else ""
    link = f"mailto:{receivers}?{bcc}subject={quote(subject, safe='')}&body={body}"
    return link if len(link) <= LONGEST_LINK else None
