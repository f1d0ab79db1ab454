"""Every way in from outside: forms of other sites, paths that are none, and bodies without end."""

import gzip
import re
import socket
import tracemalloc
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from contract.wire import PullRequest, ServiceRefused
from server.app import create_app
from server.pages.limits import MAX_FORM
from server.routes import bodies
from server.routes.bodies import Packed
from tests.fixtures.service import Manager, Service
from tests.server.asking import Answer, ask, signed
from tests.server.office import NEW, OLD, Browser, Office, signed_in, text
from tests.server.test_registration import OLA
from tests.server.test_secretariat import id_of, waits

PLACE = re.compile(r"\{\w+\}")
SOMEBODY = "0192f0c1-0000-7000-8000-000000000000"
FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://ond.example.no"},
    {"Origin": "null"},
    {"Origin": "https://ond.example.no", "Sec-Fetch-Site": "cross-site"},
)
DIRECTIVES = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


@pytest.fixture
def solveig(office: Office) -> Manager:
    return office.service.manager("Solveig", roles=("secretariat",), password=OLD)


@pytest.fixture
def app(office: Office) -> FastAPI:
    """All routes that there are, also those that nobody thought of here."""
    return create_app(office.service.engine, office.service.sync, sends_mail=True)


def pages(app: FastAPI, method: str) -> Iterator[str]:
    for route in routes(app.routes):
        path = PLACE.sub(SOMEBODY, route.path)
        if method in (route.methods or ()) and not path.startswith("/api/"):
            yield path


def routes(found: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    for route in found:
        if isinstance(route, APIRoute):
            yield route
        elif router := getattr(route, "original_router", None):
            yield from routes(router.routes)


def test_no_form_of_another_site_is_taken_on_any_page(
    office: Office, solveig: Manager, app: FastAPI
) -> None:
    browser = signed_in(office, solveig)
    forms = list(pages(app, "POST"))
    assert "/sekretariat/venter" in forms

    for path in forms:
        for foreign in FOREIGN:
            answer = office.post(path, {"Cookie": browser.cookie, **foreign}, navn="Per")
            assert (answer.status, told(answer)) == (403, "Dette ble ikke tatt imot"), path


def test_a_form_changes_nothing_by_being_looked_at(office: Office, app: FastAPI) -> None:
    for path in pages(app, "POST"):
        assert office.get(path).status in (200, 303, 400, 404, 410)


def test_every_page_has_the_strict_headers(office: Office, solveig: Manager, app: FastAPI) -> None:
    browser = signed_in(office, solveig)
    answers = []
    for path in pages(app, "GET"):
        if path != "/stil.css":
            answers += [(path, office.get(path)), (path, browser.get(path))]
    for path in pages(app, "POST"):
        answers += [(path, office.post(path)), (path, Browser(office).post(path, kode="1"))]
    assert len(answers) > 30

    for path, answer in answers:
        assert answer.status < 500, path
        assert strict(answer), (path, answer.status, answer.headers)


def told(answer: Answer) -> str:
    """The heading of a page."""
    return text(answer).partition("<h1>")[2].partition("</h1>")[0]


def strict(answer: Answer) -> bool:
    if answer.headers.get("content-type") == "application/json":
        return answer.headers["x-content-type-options"] == "nosniff"
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )
    return policy == DIRECTIVES and HEADERS.items() <= answer.headers.items()


def test_no_page_needs_what_its_policy_forbids(
    office: Office, solveig: Manager, app: FastAPI
) -> None:
    browser = signed_in(office, solveig)
    for path in pages(app, "GET"):
        for answer in (office.get(path), browser.get(path)):
            if "html" in answer.headers.get("content-type", ""):
                found = re.findall(
                    r"<script|\son\w+=|style=|javascript:|https?://", answer.body.decode()
                )
                assert set(found) <= {"http://"}, path


@pytest.mark.parametrize(
    "path",
    [
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/stil.css/../../base.html",
        "/stil.css%2f..%2fbase.html",
        "/stil.css%00",
        "/%00",
        "/%c0%ae%c0%ae/%c0%af",
        "/%ff%fe",
        "/api/../sekretariat/venter",
        "//api//sync//pull",
        "/sekretariat/venter/%00/avvis",
        "/sekretariat/venter/..%2f..%2f/avvis",
        "/sekretariat/venter/1/avvis",
        f"/sekretariat/venter/{SOMEBODY}%00/avvis",
        "/" + "a" * 20_000,
        "/registrer/bekreft/%0d%0aSet-Cookie:%20a=b",
    ],
)
def test_a_path_that_is_none_leads_nowhere(office: Office, solveig: Manager, path: str) -> None:
    answer = signed_in(office, solveig).get(path)

    assert answer.status == 404
    if path.startswith("/api/"):
        assert answer.body == b'{"code":"not_found"}'
    else:
        assert told(answer) == "Finnes ikke"
        assert strict(answer)
    assert "set-cookie" not in answer.headers


def test_who_comes_to_nothing_is_told_the_way_and_programs_are_told_as_ever(
    office: Office,
) -> None:
    home = office.get("/")
    lost = office.get("/finnes-ikke", X_Request_ID="nummer-12345678")
    english = office.get("/finnes-ikke", Accept_Language="en")

    for way in ("/registrer", "/last-ned", "/konto", "/sekretariat"):
        assert f'href="{way}"' in text(home)
    assert 'href="/">Til forsiden' in text(lost)
    assert "Nummer på forespørselen: nummer-12345678" in text(lost)
    assert told(english) == "Not found"
    assert ask(office.service, "GET", "/finnes-ikke").json == {"code": "not_found"}
    assert office.get("/api/finnes-ikke").json == {"code": "not_found"}


def test_what_is_too_long_is_told_beside_the_field_and_kept(
    office: Office, solveig: Manager
) -> None:
    browser = signed_in(office, solveig)
    waits(office, OLA, 1)
    long = "Bruk arbeidsadressen.\n" * 200
    home = f"/sekretariat/barnehager/{office.kari.kindergarten}/sjekk"
    rejected = browser.post(f"/sekretariat/venter/{id_of(office, OLA)}/avvis", grunn=long)
    unfit = browser.post(home, passer="nei", grunn=long)
    asked = office.post("/registrer", navn="Ola " * 300, epost="ola@example.no", passord=NEW)

    for answer in (rejected, unfit):
        assert (answer.status, text(answer).count("Bruk arbeidsadressen.")) == (422, 200)
        assert 'maxlength="2000"' in text(answer)
        assert "Ikke flere enn to tusen tegn." in text(answer)
    assert 'value="nei" checked' in text(unfit)
    assert (asked.status, "Ola Ola" in text(asked)) == (422, True)
    assert "Ikke flere enn to hundre tegn." in text(asked)
    assert browser.get("/sekretariat/barnehager?side=abc").status == 200
    # As a browser sends lines: they count one sign each, as the field does.
    fits = browser.post(home, passer="nei", grunn="\r\n".join(["x"] * 1000))
    assert fits.status == 303


@pytest.mark.parametrize("path", ["/registrer/bekreft", "/passord/nytt"])
@pytest.mark.parametrize(
    "secret", ["", "%00", "%0d%0aLocation:%20https://ond.example.no", "%ff", "a" * 200]
)
def test_a_link_that_was_never_given_is_told_as_worthless(
    office: Office, path: str, secret: str
) -> None:
    looked = office.get(f"{path}?lenke={secret}")
    used = office.post(path, lenke="a\r\nb\0", passord=NEW)

    assert (looked.status, used.status) == (410, 410)
    assert "location" not in looked.headers


def test_an_id_that_one_guesses_is_told_as_one_that_is_not_there(
    office: Office, solveig: Manager
) -> None:
    stranger = [office.get(f"/sekretariat/venter/{id_}/avvis") for id_ in (SOMEBODY, "1")]
    signed = signed_in(office, solveig).get(f"/sekretariat/venter/{SOMEBODY}/avvis")

    assert [answer.status for answer in stranger] == [303, 303]
    assert signed.headers["location"] == "/sekretariat/venter"


def test_what_does_not_fit_a_form_is_not_repeated(office: Office) -> None:
    answer = office.post("/registrer", navn="Per", epost="p" * 400, passord="hemmelig setning")

    assert (answer.status, "hemmelig" in text(answer)) == (422, False)


def test_a_form_goes_as_far_as_the_limit_and_no_further(office: Office) -> None:
    fits = {"epost": office.kari.email, "fyll": "a" * (MAX_FORM - 200)}
    assert office.post("/passord/glemt", **fits).status == 303

    answer = office.post("/passord/glemt", epost=office.kari.email, fyll="a" * MAX_FORM)
    assert (answer.status, told(answer)) == (413, "Dette ble ikke tatt imot")
    assert "det du skrev, står der fortsatt" in text(answer)


def test_a_form_without_end_is_cut_off_whatever_its_length_is_said_to_be(office: Office) -> None:
    taken, answer = poured(office.service, "/registrer", 50_000_000)

    assert answer.startswith(b"HTTP/1.1 413")
    # What lies in the buffers between the two was sent, and never taken in.
    assert taken < 10_000_000


@pytest.mark.parametrize("path", ["/passord/glemt", "/registrer", "/sekretariat/inn"])
def test_files_are_not_taken_in(office: Office, path: str) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="epost"; filename="a"\r\n\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    small = ask(office.service, "POST", path, part + b"a\r\n--x--\r\n", **kind)
    large = ask(office.service, "POST", path, part + b"a" * MAX_FORM, **kind)

    assert (small.status, large.status) == (422, 413)


def poured(service: Service, path: str, most: int) -> tuple[int, bytes]:
    """Send without saying how much will come, until the service has had enough."""
    place = urlsplit(service.address)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
    with socket.create_connection((place.hostname, place.port), 20) as connection:
        connection.settimeout(0.2)
        connection.sendall(head.encode())
        for sent in range(0, most, len(chunk)):
            try:
                connection.sendall(chunk)
                if sent and (answer := heard(connection)):
                    return sent, answer
            except OSError:
                return sent, heard(connection)
    return most, b""


def heard(connection: socket.socket) -> bytes:
    connection.setblocking(False)
    try:
        return connection.recv(1000)
    except OSError:
        return b""
    finally:
        connection.settimeout(0.2)


def test_who_signs_in_sends_few_words_packed_or_not(service: Service) -> None:
    words = b'{"email": "kari@example.no", "password": "feil setning", "device": "PC"}'
    bomb = gzip.compress(words + b" " * 1_000_000)
    packed = ask(service, "POST", "/api/session", gzip.compress(words), Content_Encoding="gzip")
    for body, encoding in ((bomb, "gzip"), (words + b" " * 100_000, "")):
        answer = ask(service, "POST", "/api/session", body, Content_Encoding=encoding)
        assert (answer.status, answer.json) == (413, {"code": "too_large"})

    assert (packed.status, packed.json) == (401, {"code": "wrong_password"})


def test_a_bomb_is_opened_as_far_as_the_limit_and_no_further() -> None:
    bomb = Packed(gzip.compress(bytes(6 * bodies.MAX_BODY), 1), "gzip")
    tracemalloc.start()
    try:
        with pytest.raises(ServiceRefused, match="too_large"):
            bomb.read(PullRequest)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 2.5 * bodies.MAX_BODY


def test_bombs_in_each_other_are_opened_once(service: Service) -> None:
    inner = gzip.compress(b" " * 1_000_000)
    answer = ask(
        service,
        "POST",
        "/api/sync/pull",
        gzip.compress(inner),
        Authorization=signed(service, service.manager("Kari")),
        Content_Encoding="gzip, gzip",
    )

    assert (answer.status, answer.json) == (422, {"code": "malformed"})


@pytest.mark.parametrize(
    "path", ["/api/session", "/api/sync/pull", "/api/sync/push", "/api/sync/known"]
)
@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"mutations":[{"fields":{"a":['])
def test_what_lies_ever_deeper_is_refused_before_it_is_understood(
    service: Service, path: str, opening: bytes
) -> None:
    body: Any = opening * 10_000
    answer = ask(
        service, "POST", path, body, Authorization=signed(service, service.manager("Kari"))
    )

    assert (answer.status, answer.json["code"]) in ((422, "malformed"), (413, "too_large"))
