"""Requests to a running service, as whoever writes to its port makes them."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

import msgspec

from server import accounts
from tests.fixtures.service import Manager, Service


class Answer(msgspec.Struct):
    """What came back, unread."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found


def ask(service: Service, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
    place = urlsplit(service.address)
    assert place.hostname
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body or None, named)
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.headers), answer.read())
    finally:
        connection.close()


def signed(service: Service, manager: Manager) -> str:
    with service.engine.begin() as connection:
        return f"Bearer {accounts.issue_token(connection, manager.account, 'test')}"
