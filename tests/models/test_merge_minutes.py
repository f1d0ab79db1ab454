"""Two people write in the same minutes: 40 lines, eight edits each."""

from random import Random

import pytest

from contract.codec import blank_fields, shape
from desktop.models.merge import Clash, merge_fields, merge_texts
from tests.models.planted import EDITS, Edit, Minutes, words_between

TRIALS = 300
FAR = 4
"""With so many words that nobody touched between them, two edits never meet."""


def trial(seed: int) -> tuple[Minutes, list[Edit], list[Edit]]:
    """A third of the trials with edits far apart, a third side by side, a third anywhere."""
    minutes = Minutes(Random(seed))
    mine = minutes.edits("mitt")
    return minutes, mine, minutes.edits("deres", mine, (FAR, 1, None)[seed % 3])


@pytest.mark.parametrize("seed", range(TRIALS))
def test_no_planted_word_is_lost_and_every_overlap_is_told(seed: int) -> None:
    minutes, my_edits, their_edits = trial(seed)
    mine, theirs = minutes.written(my_edits), minutes.written(their_edits)
    assert len(my_edits) == len(their_edits) == EDITS
    between = words_between(my_edits, their_edits)
    base = {**blank_fields("item_minutes"), "discussion": minutes.text}

    merged = merge_fields(
        shape("item_minutes"), base, {"discussion": mine}, {**base, "discussion": theirs}
    )

    if merged.clashes:
        assert merged.clashes == {"discussion": Clash(minutes.text, mine, theirs)}
        assert between < FAR
    else:
        # Every planted word, none that was taken out, all in its place.
        assert merged.values == {"discussion": minutes.written([*my_edits, *their_edits])}
        assert merged.joined == {"discussion"}
        assert between > 0


def test_the_trials_hold_each_case_and_few_are_asked_without_need() -> None:
    apart: list[bool] = []
    beside: list[bool] = []
    met = 0
    for seed in range(TRIALS):
        minutes, mine, theirs = trial(seed)
        found = merge_texts(minutes.text, minutes.written(mine), minutes.written(theirs))
        between = words_between(mine, theirs)
        met += between <= 0
        if between > 0:
            (apart if between >= FAR else beside).append(found is None)

    assert min(len(apart), len(beside), met) >= 50
    assert not any(apart)
    assert sum(beside) / len(beside) < 0.1
