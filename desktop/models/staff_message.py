"""The message with which a manager tells the staff, in words that are kept."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from desktop.models import drafts
from desktop.models import mail_link as links

_KIND = "staff_message"


def own_words(session: Session, kindergarten: UUID, language: str) -> str | None:
    """The message as the manager last wrote it in a language; None where nobody has changed it."""
    kept = drafts.load(session, _KIND, kindergarten).get(_field(language))
    return kept.text if kept is not None else None


def keep_own_words(session: Session, kindergarten: UUID, language: str, text: str | None) -> None:
    """Remember the message on this PC; None forgets it, and the suggested one is back."""
    if text is None:
        drafts.drop(session, _KIND, kindergarten, _field(language))
    else:
        drafts.save(session, _KIND, kindergarten, {_field(language): text})


def copied(subject: str, text: str, hidden: Iterable[str]) -> str:
    """Addresses and text to paste into a mail program by hand."""
    return "\n\n".join(("; ".join(hidden), subject, text))


def mail_link(subject: str, text: str, hidden: Iterable[str]) -> str | None:
    """A mailto link to receivers who do not see each other; None where it would be too long."""
    return links.mail_link(subject, text, hidden=hidden)


def _field(language: str) -> str:
    # bokmål was there before the others
    return "text" if language == "nb" else f"text_{language}"
