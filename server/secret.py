"""Secrets that people carry in links and devices in requests: long, random, and kept as a hash."""

import hashlib
import secrets


def new() -> str:
    """A secret that nobody guesses, as a link can carry it."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
