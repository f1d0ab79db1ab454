"""A service that sends mails, and who asks things of its pages."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pyotp
from sqlalchemy import select

from contract.wire import ServiceRefused
from desktop.sync.http_api import HttpApi
from server import mail, registering, resetting, second_homes
from server.auditing import Act
from server.erased import ErasedList
from server.jobs import Jobs
from server.tables import audit_entry, web_session
from tests.fixtures.mailbox import Mailbox, running_mailbox
from tests.fixtures.served import served
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.server.asking import Answer, ask

OLD, NEW = "en lang setning", "grus under skiene 47"
OF_OFFICE = audit_entry.c.act != Act.SIGNED_IN
"""What stands in the log beside who has signed in."""
READER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
"""What a browser wants to have."""
PUBLIC = "https://tjenesten.example.no"


class Office:
    """A service that sends mails, with a manager who has forgotten her password."""

    def __init__(self, service: Service, mailbox: Mailbox) -> None:
        self.service = service
        self.mailbox = mailbox
        self.kari = service.manager("Kari", password=OLD)
        self.jobs = Jobs(
            service.engine,
            {one.KIND: one.answering(PUBLIC) for one in (registering, resetting, second_homes)},
            {mail.KIND: mail.sending(mailbox.smtp)},
            {"tidy registrations": registering.forget_old},
        )

    def get(self, path: str, **headers: str) -> Answer:
        return ask(self.service, "GET", path, b"", **{**READER, **headers})

    def post(self, path: str, headers: dict[str, str] | None = None, /, **fields: str) -> Answer:
        return self.post_many(path, headers or {}, list(fields.items()))

    def post_many(
        self, path: str, headers: dict[str, str], fields: list[tuple[str, str]]
    ) -> Answer:
        """The same with a field that stands several times."""
        kind = {**READER, "Content-Type": "application/x-www-form-urlencoded"}
        return ask(self.service, "POST", path, urlencode(fields).encode(), **{**kind, **headers})

    def link(self) -> str:
        """The secret of the newest link that has come by mail."""
        found = re.search(r"(\S+\.no)/\S+\?lenke=(\S+)", self.mailbox.mails[-1].get_content())
        assert found
        assert found[1] == PUBLIC
        return found[2]

    def ask_for_link(self) -> str:
        assert self.post("/passord/glemt", epost=self.kari.email).status == 303
        self.jobs.do_due()
        return self.link()

    def signs_in(self, email: str, password: str) -> bool:
        api = HttpApi(self.service.address)
        try:
            api.sign_in(email, password, "PC")
        except ServiceRefused:
            return False
        finally:
            api.close()
        return True


@contextmanager
def running_office(folder: Path) -> Iterator[Office]:
    """An office on a database in the folder."""
    with ExitStack() as stack:
        made = sqlite_service(folder)
        stack.callback(made.close)
        erased = ErasedList(folder / "apart" / "erased.jsonl")
        app = served(
            made.engine,
            made.sync,
            sends_mail=True,
            erased=erased,
            downloads=folder / "installers",
        )
        made.address = stack.enter_context(app)
        yield Office(made, stack.enter_context(running_mailbox()))


def text(answer: Answer) -> str:
    return answer.body.decode()


class Browser:
    """A browser with its cookie."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.cookie = ""

    def get(self, path: str) -> Answer:
        return self._kept(self._office.get(path, Cookie=self.cookie))

    def post(self, path: str, **fields: str) -> Answer:
        return self._kept(self._office.post(path, {"Cookie": self.cookie}, **fields))

    def page(self, path: str) -> str:
        """The text of a page that is there."""
        answer = self.get(path)
        assert answer.status == 200, answer
        return text(answer)

    def _kept(self, answer: Answer) -> Answer:
        if told := answer.headers.get("set-cookie"):
            self.cookie = told.partition(";")[0]
        return answer


def key_of(office: Office) -> str:
    """The key that the newest session offers."""
    with office.service.engine.connect() as connection:
        query = select(web_session.c.totp_offered).order_by(web_session.c.made_at.desc())
        return str(connection.execute(query.limit(1)).scalar_one())


def signed_in(office: Office, who: Manager) -> Browser:
    """A browser with both factors, which are set up on the way."""
    browser = Browser(office)
    browser.post("/sekretariat/inn", epost=who.email, passord=OLD)
    browser.post("/sekretariat/totrinn", kode=pyotp.TOTP(key_of(office)).now())
    assert browser.get("/sekretariat").status == 200
    return browser
