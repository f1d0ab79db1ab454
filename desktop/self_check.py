"""--self-check: whether all that the program needs is in this installation, and works."""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from desktop import texts
from desktop.folders import DataFolder
from desktop.settings import AccountSettings

if TYPE_CHECKING:
    from desktop.accounts import OpenAccount, Way
    from desktop.sync.http_api import HttpApi

_SERVICE = "https://self-check.invalid"
_ACCOUNT = UUID(int=1)
_MUNICIPALITIES, _COUNTIES = 357, 15


class Missing(Exception):
    """A part of the installation is missing or does not work."""


def self_check() -> int:
    """Try each part; print «self-check ok», or what is wrong. Returns the exit status."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="self-check-", ignore_cleanup_errors=True) as name:
        folder = DataFolder(Path(name))
        folder.prepare()
        for check in CHECKS:
            try:
                check(folder)
            except Exception as error:
                sys.stdout.write(f"self-check: {check.__name__}: {type(error).__name__}: {error}\n")
                return 1
    sys.stdout.write("self-check ok\n")
    return 0


def reference_data(_folder: DataFolder) -> None:
    """The municipalities, counties and private kindergartens are there."""
    from contract.geography import counties, municipalities
    from resources import ROOT

    found = (len(municipalities()), len(counties()))
    if found != (_MUNICIPALITIES, _COUNTIES):
        raise Missing(f"municipalities and counties are {found}")
    if not (ROOT / "reference" / "private_kindergartens.csv").is_file():
        raise Missing("the private kindergartens")


def translations(_folder: DataFolder) -> None:
    """Bokmål and nynorsk are there, for our texts and for Qt's."""
    for language in ("nn", "nb"):
        texts.install(language)
        if texts._("Sign in") != "Logg inn":
            raise Missing(f"the texts in {texts.LANGUAGES[language]}")
        if not (texts.FOLDER / f"qtbase_{language}.qm").is_file():
            raise Missing(f"Qt's texts in {texts.LANGUAGES[language]}")


def documents(_folder: DataFolder) -> None:
    """A notice becomes a PDF that the preview can open."""
    import pypdfium2

    from desktop.documents import Level, MeetingFacts, Notice, NoticeStatus, Person
    from desktop.documents.notice import notice_pdf

    day = date(2026, 11, 26)
    meeting = MeetingFacts("Máhttá nettverk", Level.LOCAL, None, day, time(9))
    made = notice_pdf(Notice(meeting, NoticeStatus.DRAFT, Person("Kari Nordli")))
    document = pypdfium2.PdfDocument(made)
    pages = len(document)
    document.close()
    if not pages:
        raise Missing("a page in the PDF")


def calendar(_folder: DataFolder) -> None:
    """The holidays are known, and a meeting becomes a calendar file."""
    from desktop.documents.calendar import Event, EventStatus, calendar_file
    from desktop.models.planning import holiday

    if holiday(date(2026, 5, 17)) != "Grunnlovsdag":
        raise Missing("the holidays")
    day, meeting = date(2026, 11, 26), UUID(int=1)
    made = calendar_file(Event(meeting, "Møte", day, time(9), time(10), EventStatus.CONFIRMED))
    if b"TZID=Europe/Oslo" not in made:
        raise Missing("the Norwegian time")


def spreadsheets(folder: DataFolder) -> None:
    """A staff list is written as an Excel file and read again."""
    from desktop.spreadsheets import read, workbook

    path = folder.root / "list.xlsx"
    path.write_bytes(workbook([["Navn"], ["Áile Øygård"]], [20], "Ansatte"))
    if read(path)[0].rows != (("Navn",), ("Áile Øygård",)):
        raise Missing("the words of a spreadsheet")


def spelling(folder: DataFolder) -> None:
    """The spelling help opens the dictionary of this computer, or says that there is none."""
    from importlib.util import find_spec

    from desktop.spelling import Missing as Lack
    from desktop.spelling import OwnWords, open_speller

    if find_spec("enchant") is None:
        raise Missing("the door to the spelling library")
    found = open_speller("nb", OwnWords(folder.words))
    if not isinstance(found, Lack) and found.look_up("barnehage") is not True:
        raise Missing("the words of the dictionary")


def doors(_folder: DataFolder) -> None:
    """The libraries that are loaded late: for the service, the key store and the fields."""
    import certifi
    import email_validator
    import phonenumbers

    from desktop.sync.credentials import key_store
    from desktop.sync.http_api import HttpApi

    HttpApi(_SERVICE).close()
    key_store()
    email_validator.validate_email("kari@example.org", check_deliverability=False)
    phonenumbers.parse("22 00 00 00", "NO")
    if not Path(certifi.where()).is_file():
        raise Missing("the certificates")


def window(folder: DataFolder) -> None:
    """A database is opened and migrated, and the main window shows each of its pages."""
    from desktop.app.trial import show_all_pages

    show_all_pages(folder, _open(folder))


def example_service(folder: DataFolder) -> None:
    """The service of the example data starts and answers."""
    from desktop.service_process import EmbeddedService
    from desktop.sync.http_api import HttpApi

    service = EmbeddedService(folder.example_service)
    try:
        api = HttpApi(service.address())
        api.health()
        api.close()
    finally:
        service.stop()


def _open(folder: DataFolder) -> "OpenAccount":
    from contract.roles import HEADS
    from contract.wire import AccountFacts
    from desktop.accounts import OpenAccount
    from desktop.models.signed_in import claim
    from desktop.models.store import Store

    account = AccountSettings(_SERVICE, str(_ACCOUNT), "kari@example.no", "accounts/check.sqlite3")
    store = Store(folder.root / account.file)
    facts = AccountFacts(_ACCOUNT, account.email, "Kari Nordli", tuple(HEADS))
    store.act(claim, facts, _SERVICE)
    return OpenAccount(folder, account, NoLink(), store)


class NoLink:
    """To no service at all."""

    key_store = True

    def api(self, cancelled: Callable[[], bool] = lambda: False) -> "HttpApi":  # noqa: ARG002
        from contract.wire import Unreachable

        raise Unreachable("offline")

    def sign_in_again(self, way: "Way") -> None:
        pass

    def renew(self) -> None:
        pass

    def drop(self) -> None:
        pass

    def leave(self) -> None:
        pass


CHECKS = (
    reference_data,
    translations,
    documents,
    calendar,
    spreadsheets,
    spelling,
    doors,
    window,
    example_service,
)
