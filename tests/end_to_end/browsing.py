"""The service's pages in a browser: of somebody who asks for access, and of the central office."""

import re
import time

import pyotp
import requests

from contract.pages import REGISTER, REGISTER_NUMBER
from tests.end_to_end.driver import Failed
from tests.end_to_end.service import Service
from tests.end_to_end.stage import PASSWORD
from tests.fixtures.mailbox import Mailbox

_SECRETARIAT = "sekretariatet@example.no"
_PATIENCE = 40.0
_CHOICE = r'name="valgt" value="([^"]+)" id="[^"]+" aria-label="Godkjenn {name}"'


class Browser:
    """A browser with its cookies."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._session = requests.Session()

    def get(self, address: str) -> str:
        """The page at an address, or at a path of the service."""
        return self._read(self._session.get(self._whole(address), timeout=20))

    def post(self, path: str, **fields: str) -> str:
        """Send a form. The page to which it leads."""
        return self._read(self._session.post(self._whole(path), data=fields, timeout=20))

    def _whole(self, address: str) -> str:
        return address if "://" in address else f"{self._service.address}{address}"

    def _read(self, answer: requests.Response) -> str:
        if not answer.ok:
            raise Failed(f"{answer.url} answers {answer.status_code}:\n{answer.text}")
        return answer.text


def ask_for_access(
    browser: Browser, mailbox: Mailbox, address: str, name: str, email: str
) -> tuple[str, str]:
    """Fill in the form at the address, and confirm it by the link that comes in a mail.

    Returns the form as it was found, and the page on which one sees how far it has come.
    """
    form = browser.get(address)
    fields = {REGISTER_NUMBER: address.partition(f"{REGISTER_NUMBER}=")[2]}
    browser.post(REGISTER, navn=name, epost=email, passord=PASSWORD, **fields)
    link = _link(_mail(mailbox, email, "Bekreft adressen"))
    browser.get(link)
    return form, browser.post("/registrer/bekreft", lenke=link.partition("lenke=")[2])


class Office:
    """The central office, which signs in with both factors when it first has something to do."""

    def __init__(self, service: Service, mailbox: Mailbox) -> None:
        self._browser, self._mailbox = Browser(service), mailbox
        self._is_in = False

    def approve(self, name: str, email: str) -> str:
        """Approve somebody; the queue as it was before."""
        if not self._is_in:
            self._sign_in()
        queue = self._browser.get("/sekretariat/venter")
        found = re.search(_CHOICE.format(name=re.escape(name)), queue)
        if found is None:
            raise Failed(f"{name} does not stand in the queue:\n{queue}")
        self._browser.post("/sekretariat/venter", valgt=found[1])
        _mail(self._mailbox, email, "Du har fått tilgang")
        return queue

    def _sign_in(self) -> None:
        page = self._browser.post("/sekretariat/inn", epost=_SECRETARIAT, passord=PASSWORD)
        key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
        if key is None:
            raise Failed(f"no second factor is offered:\n{page}")
        self._browser.post("/sekretariat/totrinn", kode=pyotp.TOTP(key[1].replace(" ", "")).now())
        self._is_in = True


def _mail(mailbox: Mailbox, to: str, subject: str) -> str:
    """The text of the mail with this subject, once it has come."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        for mail in mailbox.mails:
            if mail["To"] == to and subject in mail["Subject"]:
                return str(mail.get_content())
        time.sleep(0.1)
    raise Failed(f"no mail «{subject}» comes to {to}")


def _link(text: str) -> str:
    found = re.search(r"https?://\S+\?lenke=\S+", text)
    if found is None:
        raise Failed(f"there is no link in the mail:\n{text}")
    return found[0]
