"""A desktop that opens a browser, by hand: what it asks, what the person does, what it redeems."""

import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec

from contract.pages import LOOPBACK_PATH, SIGN_IN, challenge_of
from tests.fixtures.service import Service
from tests.server.asking import Answer, ask

FORM = "application/x-www-form-urlencoded"


@dataclass
class Desktop:
    """One that waits on a port of its own, where nobody listens."""

    service: Service
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    redirect: str = f"http://127.0.0.1:49152{LOOPBACK_PATH}"

    def asked(self, **other: str) -> str:
        return urlencode(
            {
                "response_type": "code",
                "client_id": "desktop",
                "redirect_uri": self.redirect,
                "code_challenge": challenge_of(self.verifier),
                "code_challenge_method": "S256",
                "state": self.state,
                "device": "KARI-PC",
                **other,
            }
        )

    def opens(self, **other: str) -> Answer:
        return ask(self.service, "GET", f"{SIGN_IN}?{self.asked(**other)}")

    def person_signs_in(
        self, email: str, password: str, code: str = "", *, headers: dict[str, str] | None = None
    ) -> Answer:
        fields = {"sporsmal": self.asked(), "epost": email, "passord": password, "kode": code}
        body = urlencode(fields).encode()
        kind = {"Content-Type": FORM, **(headers or {})}
        return ask(self.service, "POST", SIGN_IN, body, **kind)

    def redeems(self, code: str, **other: str) -> Answer:
        brought = {
            "code": code,
            "verifier": self.verifier,
            "redirect": self.redirect,
            "state": self.state,
            **other,
        }
        return ask(self.service, "POST", "/api/session/code", msgspec.json.encode(brought))


def code_of(answer: Answer) -> str:
    """The code with which the browser is led back."""
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
