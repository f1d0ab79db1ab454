"""The digest of a scope: one number that tells whether two sides hold the same versions.

It is the XOR of a mark for each living record, so that it is kept by difference: XOR the old
mark out and the new one in, in any order.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from hashlib import blake2b
from operator import xor
from typing import Any
from uuid import UUID

import msgspec

EMPTY = "0" * 16
"""The digest of a scope in which nothing lives."""


def mark(kind: str, record: UUID, version: int) -> int:
    """What one record adds: the first 8 bytes of blake2b over `kind|id|version`, big-endian."""
    (one,) = marks([kind], [record], [version])
    return one


def marks(kinds: Iterable[str], records: Sequence[UUID], versions: Iterable[int]) -> Sequence[int]:
    """What each of many records adds."""
    # An id's own way to its text takes as long as all the rest.
    ids = msgspec.to_builtins(records)
    return [
        int.from_bytes(blake2b(f"{kind}|{id_}|{version}".encode()).digest()[:8], "big")
        for kind, id_, version in zip(kinds, ids, versions, strict=False)
    ]


def content_mark(kind: str, record: UUID, fields: Mapping[str, Any]) -> int:
    """What one record adds to the digest of a scope's contents: as `mark`, over all its fields.

    Fields that hold nothing are left out, as a side that does not know them would.
    """
    said = {name: value for name, value in fields.items() if value not in (None, "", [])}
    text = f"{kind}|{record}|".encode() + msgspec.json.encode(said, order="sorted")
    return int.from_bytes(blake2b(text).digest()[:8], "big")


def toggled(digest: str, marks: Iterable[int]) -> str:
    """A digest with marks put in, or taken out again: both are the same."""
    return f"{reduce(xor, marks, int(digest, 16)):016x}"
