"""Posts of 600 bytes whose texts pack as badly as prose does: to about 230 bytes."""

from random import Random
from typing import Any
from uuid import UUID

import msgspec

from contract.codec import encode
from contract.ids import new_id
from contract.records import Post

BYTES = 600
"""What a post weighs as a row: its id and the values of its fields, as a JSON array."""

_ONSETS = (
    "b bl br d dr f fj fl fr g gr h hv j k kj kl kn kr l m n p pl pr r s sj sk skj skr sl sm sn"
    " sp st str sv t tr v"
)
_VOWELS = "a e i o u y æ ø å au ei øy"
_CODAS = "d g k l ld m n nd ng nn p r rd rn s sk st t tt v"
_ENDS = ("", "", "", "", "", "", ",", ".", "?", "!")
_WORDS = 40_000
_COMMON = 1.5
"""How much oftener the first words of the vocabulary come than the last."""


class Posts:
    """Posts of one manager in one category, the same texts at each run."""

    def __init__(self, category: UUID, kindergarten: UUID, person: UUID, seed: int = 2026) -> None:
        self._random = Random(seed)
        self._by: dict[str, Any] = {
            "category_id": category,
            "kindergarten_id": kindergarten,
            "author_id": person,
            "author_name": "Kari-Lund",
        }
        syllables = self._syllables()
        self._words = [
            "".join(self._random.choices(syllables, k=self._random.randint(1, 3)))
            for _ in range(_WORDS)
        ]
        self._room = BYTES - len(msgspec.json.encode(row(Post(title="", body="", **self._by))))

    def make(self) -> Post:
        """Another post."""
        title = self.text(40)
        return Post(title=title, body=self.text(self._room - len(title.encode())), **self._by)

    def text(self, length: int) -> str:
        """Words of so many bytes together, or up to a syllable less."""
        words: list[str] = []
        left = length
        while left > 4:
            words.append(word := self._word()[: left - 1])
            left -= len(word.encode()) + 1
        return " ".join(words)

    def _word(self) -> str:
        word = self._words[int(_WORDS * self._random.random() ** _COMMON)]
        kind = self._random.randrange(12)
        if kind == 0:
            return str(self._random.randrange(10_000))
        if kind < 4:
            word = word.capitalize()
        return word + self._random.choice(_ENDS)

    def _syllables(self) -> list[str]:
        return [
            onset + vowel + coda
            for onset in _ONSETS.split()
            for vowel in _VOWELS.split()
            for coda in ("", *_CODAS.split())
        ]


def row(post: Post) -> list[Any]:
    """The post's id and the values of its fields, as JSON has them."""
    return [str(post.id), *encode(post).values()]


def manager() -> tuple[UUID, UUID, UUID]:
    """Ids for posts that no service has to know."""
    return new_id(), new_id(), new_id()
