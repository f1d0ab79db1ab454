"""Three-way merge: both sides' words in one text, and each overlap told."""

import random
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.codec import blank_fields, shape
from desktop.models.merge import Clash, merge_fields, merge_sets, merge_texts, word_changes

FORM = shape("item_minutes")
WORDS = st.lists(st.sampled_from(["en", "to", "tre", "fire", "åtte", ",", ".", "\n"]), max_size=12)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("en to tre", "null en to tre", "en to tre fire", "null en to tre fire"),
        ("en to tre", "en 2 tre", "en to 3", "en 2 3"),
        ("en to tre", "en tre", "en to tre fire", "en tre fire"),
        ("en to tre", "en to tre", "en to 3", "en to 3"),
        ("en to tre", "en 2 tre", "en 2 tre", "en 2 tre"),
        ("", "alt", "", "alt"),
        ("en to tre", "en 2 tre", "en II tre", None),
        ("", "mitt", "ditt", None),
        ("en", "en to", "en tre", None),
        ("en to tre", "", "en to tre fire", "fire"),
        ("En.\n\nTo.", "En her.\n\nTo.", "En.\n\nTo der.", "En her.\n\nTo der."),
    ],
)
def test_texts_merge_by_words(base: str, mine: str, theirs: str, merged: str | None) -> None:
    found = merge_texts(base, mine, theirs)

    # Which of the spaces around a changed word goes with it is left open.
    assert (found if found is None else found.split()) == (merged and merged.split())


@given(WORDS, WORDS)
def test_a_side_that_changed_nothing_has_no_say(base: list[str], other: list[str]) -> None:
    before, after = " ".join(base), " ".join(other)

    assert merge_texts(before, before, after) == after
    assert merge_texts(before, after, before) == after
    assert merge_texts(before, after, after) == after


@given(WORDS, WORDS, WORDS)
def test_it_does_not_matter_which_side_one_stands_on(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    texts = [" ".join(words) for words in (base, mine, theirs)]

    assert merge_texts(*texts) == merge_texts(texts[0], texts[2], texts[1])


@pytest.mark.parametrize("seed", range(40))
def test_no_word_that_either_side_planted_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    base = [f"ord{number}" for number in range(320)]
    places = chance.sample(range(0, 320, 4), 16)
    mine, theirs = list(base), list(base)
    for number, place in enumerate(places):
        side = mine if number % 2 else theirs
        side[place] = f"{side[place]} plantet{number}"
    lines = [[" ".join(side[n : n + 8]) for n in range(0, 320, 8)] for side in (base, mine, theirs)]

    merged = merge_texts(*("\n".join(side) for side in lines))

    assert merged is not None
    assert [n for n in range(16) if f"plantet{n}" not in merged.split()] == []


@pytest.mark.parametrize("seed", range(20))
def test_every_overlap_is_told(seed: int) -> None:
    chance = random.Random(seed)
    base = [f"ord{number}" for number in range(200)]
    place = chance.randrange(200)
    mine = [*base[:place], "mitt", *base[place + 1 :]]
    theirs = [*base[:place], "ditt", *base[place + 1 :]]

    assert merge_texts(" ".join(base), " ".join(mine), " ".join(theirs)) is None


def test_a_set_keeps_what_either_added_and_drops_what_either_removed() -> None:
    assert merge_sets(["a", "b", "c"], ["a", "b", "d"], ["b", "c", "e"]) == ["b", "d", "e"]


def fields(**values: Any) -> dict[str, Any]:
    return {**blank_fields("item_minutes"), **values}


def test_different_fields_never_meet() -> None:
    merged = merge_fields(
        FORM, fields(), {"discussion": "mitt"}, fields(decision="ditt", discussion="")
    )

    assert merged.values == {"discussion": "mitt"}
    assert merged.clashes == {}


def test_what_both_wrote_alike_is_nothing_to_send() -> None:
    merged = merge_fields(FORM, fields(), {"decision": "likt"}, fields(decision="likt"))

    assert merged.values == {}
    assert merged.clashes == {}


def test_a_text_made_of_both_sides_is_told() -> None:
    base, theirs = fields(discussion="en to tre"), fields(discussion="en to 3")
    mine = {"discussion": "1 to tre", "decision": "mitt"}

    assert merge_fields(FORM, base, mine, theirs).values == {
        "discussion": "1 to 3",
        "decision": "mitt",
    }
    assert merge_fields(FORM, base, mine, theirs).joined == {"discussion"}


@pytest.mark.parametrize("mine", ["en to tre", "1 to tre", "1 to 3", "I to tre"])
def test_a_text_of_one_side_alone_and_one_that_clashes_are_not_joined(mine: str) -> None:
    base, theirs = fields(discussion="en to tre"), fields(discussion="1 to tre")

    assert merge_fields(FORM, base, {"discussion": mine}, theirs).joined == set()


def test_a_changed_number_on_both_sides_is_a_clash() -> None:
    merged = merge_fields(FORM, fields(), {"seconds_spent": 60}, fields(seconds_spent=90))

    assert merged.clashes == {"seconds_spent": Clash(0, 60, 90)}


def test_outcome_and_votes_clash_as_one() -> None:
    merged = merge_fields(
        FORM, fields(), {"votes_for": 4}, fields(outcome="carried", votes_for=5, votes_against=2)
    )

    ((key, clash),) = merged.clashes.items()
    assert key.split("+") == ["outcome", "votes_abstained", "votes_against", "votes_for"]
    assert (clash.mine["votes_for"], clash.theirs["votes_for"]) == (4, 5)


@given(WORDS, WORDS)
def test_marked_pieces_make_the_whole_text(before: list[str], after: list[str]) -> None:
    pieces = word_changes(" ".join(before), " ".join(after))

    assert "".join(text for text, _ in pieces) == " ".join(after)


def test_two_changes_far_apart_in_a_long_text_are_merged_at_once() -> None:
    chance = random.Random(1)
    words = [chance.choice(["og", "i", "det", "vi", "uke", "plan"]) for _ in range(16_000)]
    mine, theirs = list(words), list(words)
    mine[4_000], theirs[12_000] = "MITT", "DERES"
    began = time.process_time()

    found = merge_texts(" ".join(words), " ".join(mine), " ".join(theirs))

    assert found is not None
    assert (found.split()[4_000], found.split()[12_000]) == ("MITT", "DERES")
    assert time.process_time() - began < 2
