"""Bodies as gzip, which costs as much as all else that is done with a page unless it is quick."""

from isal import isal_zlib

_GZIP = isal_zlib.MAX_WBITS | 16
_LEVEL = 2
"""As small as zlib's first level."""


class NotWhole(Exception):
    """It is no gzip, or not one and nothing else."""


class TooLong(Exception):
    """There is more in it than may be."""


def closed(content: bytes) -> bytes:
    """A body in one member of gzip, the same for the same body."""
    return isal_zlib.compress(content, _LEVEL, _GZIP)


def opened(packed: bytes, most: int) -> bytes:
    """What is in one member of gzip, if it is no more than `most` bytes; no more is unpacked.

    Raises TooLong and NotWhole.
    """
    opener = isal_zlib.decompressobj(_GZIP)
    try:
        content = opener.decompress(packed, most)
    except isal_zlib.error:  # type: ignore[misc]  # described as one, not as their class
        raise NotWhole from None
    if opener.unconsumed_tail:
        raise TooLong
    if not opener.eof or opener.unused_data:
        raise NotWhole
    return content
