"""Three-way merge: both sides' words in one text, and each overlap told."""

import random
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
        ("en to tre fire", "en 2 tre fire", "en to tre 4", "en 2 tre 4"),
        ("en to tre", "en 2 tre", "en to 3", None),
        ("en to tre", "en tre", "en to tre fire", "en tre fire"),
        ("en to tre", "en to tre", "en to 3", "en to 3"),
        ("en to tre", "en 2 tre", "en 2 tre", "en 2 tre"),
        ("", "alt", "", "alt"),
        ("en to tre", "en 2 tre", "en II tre", None),
        ("", "mitt", "ditt", None),
        ("en", "en to", "en tre", None),
        ("en to tre", "", "en to tre fire", None),
        ("rød, grønn og gul", "blå, grønn og gul", "rød, brun og gul", None),
        ("En.\nTo.", "En her.\nTo.", "En.\nSå To.", None),
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


@given(WORDS, WORDS, WORDS)
def test_a_text_that_merges_has_the_words_that_either_side_added(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    merged = merge_texts(" ".join(base), " ".join(mine), " ".join(theirs))

    added = (set(mine) | set(theirs)) - set(base) - {"\n"}
    assert merged is None or added <= set(merged.split())


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


def test_the_spaces_around_a_word_are_not_marked() -> None:
    marked = word_changes("en to", "en ny to")

    assert marked == [("en ", False), ("ny", True), (" ", False), ("to", False)]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("tre.\nfire.\nen og to.\nfem.", "tre.\nfire.\nfem."),
        ("tre.\nen og to.\nfire.\nfem.", "tre.\nfire.\nfem.\nen og to."),
        ("tre.\nfire.\nfem.\nen og to.", "EN og to.\ntre.\nfire.\nfem."),
    ],
    ids=["moved and taken out", "moved to two places", "moved and changed"],
)
def test_a_line_that_one_moves_is_not_the_others_to_change(mine: str, theirs: str) -> None:
    base = "en og to.\ntre.\nfire.\nfem."

    assert merge_texts(base, mine, theirs) is None
    assert merge_texts(base, theirs, mine) is None


def test_what_both_did_alike_is_no_clash_beside_what_one_did() -> None:
    base = "en og to.\ntre.\nfire.\nfem seks sju."
    moved = "tre.\nfire.\nen og to.\nfem seks sju."

    assert merge_texts(base, moved.replace("seks", "6"), moved) == moved.replace("seks", "6")


def test_a_word_in_a_line_taken_out_is_told_though_the_next_line_begins_alike() -> None:
    base = "Først.\nVi ble enige om planen.\nVi ble enige om budsjettet."
    mine = "Først.\nVi ble enige om budsjettet."
    theirs = "Først.\nVi er enige om planen.\nVi ble enige om budsjettet."

    assert merge_texts(base, mine, theirs) is None


def test_words_that_stand_by_chance_in_a_sentence_written_anew_are_no_place_for_others() -> None:
    base = "Styret mener at det må en ny plan til før våren."
    mine = "Foreldrene krever at det må lages noe annet snart."
    theirs = "Styret mener at det straks må en ny plan til før våren."

    assert merge_texts(base, mine, theirs) is None


@pytest.mark.parametrize("between", [" ", "\n", ". "])
def test_changes_scattered_in_a_long_text_of_few_words_are_all_kept(between: str) -> None:
    chance = random.Random(1)
    words = [chance.choice(["og", "i", "det", "vi", "uke", "plan"]) for _ in range(16_000)]
    mine, theirs, both = list(words), list(words), list(words)
    for number, place in enumerate(chance.sample(range(0, 16_000, 25), 60)):
        side = mine if number % 2 else theirs
        side[place] = both[place] = f"plantet{number}"

    found = merge_texts(*(between.join(side) for side in (words, mine, theirs)))

    assert found == between.join(both)


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("en " * 85_000, "to " * 85_000, "tre " * 85_000),
        (
            "en " * 85_000,
            "en " * 10_000 + "mitt " + "en " * 50_000 + "mitt " + "en " * 20_000,
            "en " * 30_000 + "ditt " + "en " * 50_000,
        ),
        ("\n" * 250_000, "\n" * 90_000 + "mitt" + "\n" * 90_000, "ditt" + "\n" * 250_000),
    ],
    ids=["nothing in common", "one word throughout", "empty lines"],
)
def test_what_is_too_unlike_to_compare_is_a_clash(base: str, mine: str, theirs: str) -> None:
    merged = merge_fields(
        FORM, fields(discussion=base), {"discussion": mine}, fields(discussion=theirs)
    )

    assert merged.clashes == {"discussion": Clash(base, mine, theirs)}
    assert merged.values == {}
