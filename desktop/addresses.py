"""The address of a central service, as people type it and as the program uses it."""

from contextlib import suppress
from urllib.parse import urlsplit

from desktop.errors import KnownError
from desktop.texts import _
from resources import ROOT

CAME_WITH = ROOT / "service.txt"
"""Put beside the other resources by build_installer.py --service."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def service_address(typed: str) -> str:
    """The address in its one form: scheme, host, port where it is unusual, path without its end.

    HTTPS is meant where no scheme is written. Raises KnownError: not an address, or one that
    would send the password in the clear.
    """
    text = typed.strip()
    text = text if "://" in text else f"{'http' if _names_loopback(text) else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        host, port = "", None
    if not _is_host(host) or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise KnownError(_("This is not an address. Write it like alliansen.example.no."))
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise KnownError(_("The address must begin with https://, so that nobody can listen in."))
    usual = 443 if parts.scheme == "https" else 80
    name = f"[{host}]" if ":" in host else host
    shown = f":{port}" if port not in (None, usual) else ""
    return f"{parts.scheme}://{name}{shown}{parts.path.rstrip('/')}"


def usual_service() -> str:
    """The address of the service that the installer was built for; empty where it names none."""
    with suppress(OSError, KnownError):
        return service_address(CAME_WITH.read_text(encoding="utf-8"))
    return ""


def is_loopback(address: str) -> bool:
    """Whether the address is on this PC."""
    return urlsplit(address).hostname in _LOOPBACK


def short_hash(address: str) -> str:
    """A word for file names that is the same for the same service."""
    # Late: the first window needs no hash, and waits for what it needs only.
    import hashlib

    return hashlib.sha256(address.encode()).hexdigest()[:12]


def _names_loopback(text: str) -> bool:
    host = text.partition("/")[0]
    return host.rpartition(":")[0] in _LOOPBACK or host in _LOOPBACK


def _is_host(host: str) -> bool:
    if not host or any(c.isspace() for c in host) or ".." in host:
        return False
    return host in _LOOPBACK or "." in host or ":" in host
