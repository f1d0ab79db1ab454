"""The public registers over HTTP: what they say of a kindergarten, and whether its owner has more.

Nasjonalt barnehageregister (NBR) knows what is a private kindergarten and who owns it,
Enhetsregisteret knows every unit that has a number. Neither needs a key. Of persons nothing is
read: no name, no e-mail address, no telephone number.
"""

import time
from typing import Any, TypeVar

import msgspec
import requests
from stdnum.no import orgnr

from contract.geography import municipality
from contract.wire import Unreachable
from desktop.addresses import is_loopback
from desktop.models.kindergarten_search import Registered

T = TypeVar("T")

_OWNER = "6"
_LARGEST = 4_000_000
_CHUNK = 65_536
_CONNECT, _READ, _WHOLE = 4.0, 8.0, 15.0


class _Place(msgspec.Struct, frozen=True, rename={"number": "Kommunenummer"}):
    number: str | None = None


class _Kind(msgspec.Struct, frozen=True, rename={"id": "Id"}):
    id: str | int = ""


class _Unit(msgspec.Struct, frozen=True, rename={"number": "Organisasjonsnummer"}):
    number: str | None = None


class _Relation(msgspec.Struct, frozen=True, rename={"unit": "Enhet", "kind": "Relasjonstype"}):
    unit: _Unit | None = None
    kind: _Kind | None = None

    @property
    def owns(self) -> bool:
        return self.kind is not None and str(self.kind.id) == _OWNER


class _Kindergarten(
    msgspec.Struct,
    frozen=True,
    rename={
        "number": "Organisasjonsnummer",
        "name": "Navn",
        "place": "Kommune",
        "private": "ErPrivatBarnehage",
        "parents": "ForeldreRelasjoner",
        "children": "BarnRelasjoner",
    },
):
    number: str = ""
    name: str = ""
    place: _Place | None = None
    private: bool | None = None
    parents: list[_Relation] | None = None
    children: list[_Relation] | None = None


class _Address(msgspec.Struct, frozen=True, rename={"number": "kommunenummer"}):
    number: str | None = None


class _SubUnit(msgspec.Struct, frozen=True, rename={"name": "navn", "at": "beliggenhetsadresse"}):
    name: str = ""
    at: _Address | None = None


class Registers:
    """Two registers, at the addresses of the settings.

    To be asked off the GUI thread; every question has an end.
    """

    def __init__(self, nbr: str, units: str) -> None:
        self._nbr, self._units = nbr.rstrip("/"), units.rstrip("/")

    def look_up(self, number: str) -> Registered | None:
        """What the registers say of a number; None where neither knows it. Raises Unreachable."""
        bare = orgnr.compact(number)
        if not orgnr.is_valid(bare):
            return None
        found = self._ask(f"{self._nbr}/v4/enhet/{bare}", _Kindergarten)
        if found is not None and found.number == bare and found.name:
            place = found.place.number if found.place else None
            return Registered(bare, found.name, _known(place), found.private, self._siblings(found))
        path = f"{self._units}/enhetsregisteret/api/underenheter/{bare}"
        unit = self._ask(path, _SubUnit)
        if unit is None or not unit.name:
            return None
        return Registered(bare, unit.name, _known(unit.at.number if unit.at else None))

    def _siblings(self, found: _Kindergarten) -> int:
        """How many kindergartens the owner has, this one among them; 0 where nobody can tell."""
        owners = [one.unit.number for one in found.parents or () if one.owns and one.unit]
        owner = next((one for one in owners if one), None)
        if owner is None or not orgnr.is_valid(owner):
            return 0
        try:
            above = self._ask(f"{self._nbr}/v4/enhet/{owner}", _Kindergarten)
        except Unreachable:
            # what is known of the kindergarten itself is worth telling all the same
            return 0
        return sum(one.owns for one in above.children or ()) if above else 0

    def _ask(self, url: str, kind: type[T]) -> T | None:
        try:
            status, content = _get(url)
        except requests.Timeout as error:
            raise Unreachable("timeout") from error
        except (requests.RequestException, OSError) as error:
            raise Unreachable("offline") from error
        if status in (requests.codes.not_found, requests.codes.gone, requests.codes.bad_request):
            return None
        if status != requests.codes.ok:
            raise Unreachable("not_a_service")
        try:
            return msgspec.json.decode(content, type=kind)
        except msgspec.MsgspecError as error:
            raise Unreachable("not_a_service") from error


def _get(url: str) -> tuple[int, bytes]:
    until = time.monotonic() + _WHOLE
    with requests.Session() as session:
        # A proxy of the environment would not find what is on this PC.
        session.trust_env = not is_loopback(url)
        options: dict[str, Any] = {"timeout": (_CONNECT, _READ), "allow_redirects": False}
        headers = {"Accept": "application/json"}
        with session.get(url, headers=headers, stream=True, **options) as answer:
            content = bytearray()
            for chunk in answer.iter_content(_CHUNK):
                content += chunk
                if len(content) > _LARGEST or time.monotonic() > until:
                    raise Unreachable("timeout")
            return answer.status_code, bytes(content)


def _known(number: str | None) -> str | None:
    return number if number and municipality(number) else None
