"""The suggested message to the staff, in the languages that a staff reads."""

from typing import Final

from contract.pages import DOWNLOADS, REGISTER
from desktop.models.me import Me
from desktop.texts import N_, said_in

MESSAGE_LANGUAGES: Final = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}

_SUBJECT: Final = N_("{kindergarten} has joined Barnehagealliansen")
_TEXT: Final = N_(
    "Hello!\n\n{kindergarten} has joined Barnehagealliansen, a network of independent "
    "private kindergartens. You are enrolled with the e-mail address to which this "
    "message is sent.\n\nThis is what you do:\n1. Go to {page} and register yourself.\n"
    "2. Use the same e-mail address.\n3. Access comes within 24-48 hours.{then}\n\n"
    "Ask me if something does not work.\n\nRegards\n{name}\n{kindergarten}"
)

_THEN: Final = N_("\n4. Then get the program at {page}. The address of the service is {service}.")
_NOWHERE: Final = "barnehagealliansen.no"
"""Where one registers according to the example, which has no service of its own."""


def subject(language: str, me: Me) -> str:
    """The subject of the message."""
    return said_in(language, _SUBJECT).format(kindergarten=me.kindergarten_name)


def suggestion(language: str, me: Me, service: str) -> str:
    """The message as the program suggests it, with the pages of this service."""
    then = said_in(language, _THEN).format(page=f"{service}{DOWNLOADS}", service=service)
    return said_in(language, _TEXT).format(
        kindergarten=me.kindergarten_name,
        name=me.name,
        page=f"{service}{REGISTER}" if service else _NOWHERE,
        then=then if service else "",
    )
