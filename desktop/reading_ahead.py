"""The guidelines and the terms, read before there is an account, and kept for reading offline.

They lie beside the settings, as the draft of joining does. That somebody has read them is noted
there by the ids of the texts alone; it becomes a receipt when an account is first signed in to.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import msgspec

from contract.wire import GuidelinesTold, GuidelineTold
from desktop import kept_json


@dataclass(frozen=True, slots=True)
class Text:
    """A version of the guidelines or the terms, and whether somebody here has read it."""

    id: UUID
    version: int
    title: str
    body: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """What was fetched last, and the ids of what somebody here has read."""

    texts: tuple[Text, ...] = ()
    read: frozenset[UUID] = frozenset()


class AheadFile:
    """What is kept in one data folder. A file that cannot be read counts as none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Ahead:
        """What is kept, or nothing."""
        return _ahead(self._kept())

    def take(self, told: GuidelinesTold) -> Ahead:
        """Keep what the service says now. What is new in it nobody has read."""
        return self._keep(_Kept(told.guidelines, self._kept().read))

    def mark(self, id_: UUID, *, is_read: bool) -> Ahead:
        """Note that a text has been read, or that it has not after all."""
        before = self._kept()
        others = tuple(one for one in before.read if one != id_)
        return self._keep(_Kept(before.guidelines, (*others, id_) if is_read else others))

    def forget(self) -> None:
        """The receipts are given."""
        kept_json.forget(self._path)

    def _kept(self) -> "_Kept":
        try:
            return msgspec.convert(kept_json.read(self._path), _Kept)
        except msgspec.ValidationError:
            return _Kept()

    def _keep(self, kept: "_Kept") -> Ahead:
        kept_json.keep(self._path, msgspec.to_builtins(kept))
        return _ahead(kept)


class _Kept(msgspec.Struct, frozen=True):
    guidelines: tuple[GuidelineTold, ...] = ()
    read: tuple[UUID, ...] = ()


def _ahead(kept: _Kept) -> Ahead:
    texts = (
        Text(one.id, one.version, one.title, one.body, one.id in kept.read)
        for one in kept.guidelines
    )
    return Ahead(tuple(texts), frozenset(kept.read))
