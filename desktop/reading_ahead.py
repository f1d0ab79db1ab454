"""The guidelines and the terms, read before there is an account, and kept for reading offline.

They lie beside the settings, as the draft of joining does. That somebody has read them is noted
there by the ids of the texts, under a digest of the reader's e-mail address; it becomes a receipt
when the account with that address is first signed in to.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import msgspec

from contract.wire import GuidelinesTold, GuidelineTold
from desktop import kept_json


@dataclass(frozen=True, slots=True)
class Text:
    """A version of the guidelines or the terms, and whether the reader has read it."""

    id: UUID
    version: int
    title: str
    body: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """What was fetched last, and the ids of what the reader has read."""

    texts: tuple[Text, ...] = ()
    read: frozenset[UUID] = frozenset()


class AheadFile:
    """What is kept in one data folder. A file that cannot be read counts as none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, email: str) -> Ahead:
        """What is kept, and what of it who has this address has read; or nothing."""
        return _ahead(self._kept(), email)

    def take(self, told: GuidelinesTold, email: str) -> Ahead:
        """Keep what the service says now. What is new in it nobody has read."""
        return self._keep(_Kept(told.guidelines, self._kept().readers), email)

    def mark(self, id_: UUID, email: str, *, is_read: bool) -> Ahead:
        """Note that who has this address has read a text, or has not after all."""
        kept, whose = self._kept(), _digest(email)
        others = tuple(one for one in kept.readers.get(whose, ()) if one != id_)
        mine = {whose: (*others, id_) if is_read else others}
        return self._keep(_Kept(kept.guidelines, {**kept.readers, **mine}), email)

    def forget(self, email: str) -> None:
        """The receipts of who has this address are given; those of others wait for them."""
        kept = self._kept()
        others = {who: read for who, read in kept.readers.items() if who != _digest(email)}
        if any(others.values()):
            self._keep(_Kept(kept.guidelines, others), email)
        else:
            kept_json.forget(self._path)

    def _kept(self) -> "_Kept":
        try:
            return msgspec.convert(kept_json.read(self._path), _Kept)
        except msgspec.ValidationError:
            return _Kept()

    def _keep(self, kept: "_Kept", email: str) -> Ahead:
        kept_json.keep(self._path, msgspec.to_builtins(kept))
        return _ahead(kept, email)


class _Kept(msgspec.Struct, frozen=True):
    guidelines: tuple[GuidelineTold, ...] = ()
    readers: dict[str, tuple[UUID, ...]] = {}


def _ahead(kept: _Kept, email: str) -> Ahead:
    read = kept.readers.get(_digest(email), ())
    texts = (
        Text(one.id, one.version, one.title, one.body, one.id in read) for one in kept.guidelines
    )
    return Ahead(tuple(texts), frozenset(read))


def _digest(email: str) -> str:
    """What stands for an address, however it is written."""
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()
