"""A notice as a mail that the user's own mail program opens, with its files attached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a mail; `kind` is its type: application/pdf."""

    name: str
    kind: str
    content: bytes
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that is not sent yet. `html` says the same as `text`."""

    subject: str
    text: str
    html: str
    to: tuple[str, ...] = ()
    sender: str = ""
    attached: Sequence[Attached] = ()
    written_at: datetime | None = None


def mail_file(mail: Mail) -> bytes:
    """The mail as a file (.eml) that opens as a draft."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = " ".join(mail.subject.split())
    if mail.sender:
        made["From"] = mail.sender
    if mail.to:
        made["To"] = ", ".join(mail.to)
    if mail.written_at is not None:
        made["Date"] = format_datetime(mail.written_at)
    # Outlook and its like open the file to be written on, and not as one that was received.
    made["X-Unsent"] = "1"
    made.set_content(mail.text)
    made.add_alternative(mail.html, subtype="html")
    for one in mail.attached:
        main, _, sub = one.kind.partition("/")
        made.add_attachment(
            one.content,
            maintype=main,
            subtype=sub,
            filename=one.name,
            params=dict(one.parameters) or None,
        )
    return made.as_bytes()
