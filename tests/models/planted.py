"""Minutes with edits planted in them, and what those edits come to: counted by place alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from random import Random

LINES = 40
EDITS = 8
# Few enough that the same words follow each other again and again.
_TEXT = """
vi og det er i en som til på med for om av at styret møtet barnehagen nettverket planen budsjettet
vikarer foreldre uke høst vår ønsker bør ble enige drøfter følger opp åpent også
"""
WORDS = _TEXT.split()


@dataclass(frozen=True, slots=True)
class Spot:
    """Words [start, end) of the base, that become `text`."""

    start: int
    end: int
    text: str

    def between(self, other: "Spot") -> int:
        """How many words lie between two spots; 0 where they touch, less where they overlap."""
        return max(self.start, other.start) - min(self.end, other.end)


Edit = tuple[Spot, ...]
"""One spot, or two: a line moved is taken out and put in."""


def words_between(some: Sequence[Edit], others: Sequence[Edit]) -> int:
    """The fewest words between two edits that differ, one of each side."""
    pairs = [pair for pair in product(some, others) if pair[0] != pair[1]]
    return min((a.between(b) for one, two in pairs for a, b in product(one, two)), default=1_000)


class Minutes:
    """Lines of words, some lines of two sentences."""

    def __init__(self, chance: Random) -> None:
        self._random = chance
        lines = [self._line() for _ in range(LINES)]
        self.words = [word for line in lines for word in line]
        self.starts = list(accumulate((len(line) for line in lines), initial=0))
        self.text = "\n".join(" ".join(line) for line in lines)
        self._at = list(accumulate((len(word) + 1 for word in self.words), initial=0))
        self._planted = 0

    def written(self, edits: Sequence[Edit]) -> str:
        """The text with these edits."""
        found, at = "", 0
        spots = dict.fromkeys(spot for edit in edits for spot in edit)
        for spot in sorted(spots, key=lambda spot: (spot.start, spot.end)):
            found += self.text[at : self._at[spot.start]] + spot.text
            at = self._at[spot.end]
        return found + self.text[at:]

    def edits(self, name: str, others: Sequence[Edit] = (), least: int | None = None) -> list[Edit]:
        """A side's edits, each in a line of its own.

        With `least`, so many words lie between any of them and the edits of the other side.
        """
        found: list[Edit] = []
        for line in self._random.sample(range(1, LINES - 1), LINES - 2):
            edit = self._edit(name, line)
            if least is None or words_between([edit], others) >= least:
                found.append(edit)
            if len(found) == EDITS:
                break
        return found

    def _line(self) -> list[str]:
        words = self._random.choices(WORDS, k=self._random.randint(6, 12))
        words[self._random.randint(2, 3)] += "."
        return [words[0].capitalize(), *words[1:-1], words[-1] + "."]

    def _edit(self, name: str, line: int) -> Edit:
        start, end = self.starts[line], self.starts[line + 1]
        return self._random.choice(
            (
                self._word_in,
                self._word_for_word,
                self._word_out,
                self._line_in,
                self._line_out,
                self._line_moved,
                self._sentence,
                self._appended,
            )
        )(name, start, end)

    def _new(self, name: str) -> str:
        self._planted += 1
        return f"{name}{self._planted}"

    def _word_in(self, name: str, start: int, end: int) -> Edit:
        at = self._random.randrange(start, end)
        return (Spot(at, at, f"{self._new(name)} "),)

    def _word_for_word(self, name: str, start: int, end: int) -> Edit:
        at = self._random.randrange(start, end - 1)
        return (Spot(at, at + 1, f"{self._new(name)} "),)

    def _word_out(self, _: str, start: int, end: int) -> Edit:
        at = self._random.randrange(start, end - 1)
        return (Spot(at, at + 1, ""),)

    def _line_in(self, name: str, start: int, _: int) -> Edit:
        return (Spot(start, start, f"{self._sentence_of(name)}\n"),)

    def _line_out(self, _: str, start: int, end: int) -> Edit:
        return (Spot(start, end, ""),)

    def _line_moved(self, _: str, start: int, end: int) -> Edit:
        far = [to for to in self.starts[:-1] if not start - 40 < to < end + 40]
        to = self._random.choice(far)
        return (Spot(start, end, ""), Spot(to, to, self.text[self._at[start] : self._at[end]]))

    def _sentence(self, name: str, start: int, end: int) -> Edit:
        stop = next(at for at in range(start, end) if self.words[at].endswith("."))
        # By chance a word in the middle is the same as before.
        kept = self._random.choice([self._new(name), *self.words[start + 1 : stop]])
        text = f"{self._new(name)} {kept} {self._new(name)}. "
        return (Spot(start, stop + 1, text),)

    def _appended(self, name: str, *_: int) -> Edit:
        return (Spot(len(self.words), len(self.words), f"\n{self._sentence_of(name)}"),)

    def _sentence_of(self, name: str) -> str:
        middle = self._random.choices(WORDS, k=4)
        return f"{self._new(name)} {' '.join(middle)} {self._new(name)}."
