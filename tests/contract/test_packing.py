"""A push in its packed form says what it said before."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.ids import new_ids
from contract.packing import Applied, PackedAnswer, pack, pack_answer, read_push, unpack_answer
from contract.wire import Mutation, Op, PushAnswer, PushRequest, Require, Result, Status

KINDS = st.sampled_from(["post", "comment", "meeting", "of_a_newer_program"])
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=2,
)
FIELDS = st.dictionaries(st.sampled_from(["title", "body", "of_tomorrow"]), VALUES, max_size=2)
GROUPS = st.none() | st.sampled_from(new_ids(3))
REQUIRED = st.lists(
    st.builds(Require, kind=KINDS, record=st.uuids(), version=st.integers(0, 2**40)), max_size=2
).map(tuple)


@st.composite
def mutations(draw: st.DrawFn) -> list[Mutation]:
    """Mutations whose ids follow one upon the other here and there."""
    found: list[Mutation] = []
    for _ in range(draw(st.integers(0, 4))):
        follows = found and found[-1].id.int < 2**128 - 1 and draw(st.booleans())
        found.append(
            Mutation(
                id=UUID(int=found[-1].id.int + 1) if follows else draw(st.uuids()),
                op=draw(st.sampled_from(Op)),
                kind=draw(KINDS),
                record=draw(st.uuids()),
                base=draw(st.integers(0, 2**40)),
                fields=draw(FIELDS),
                group=draw(GROUPS),
                require=draw(REQUIRED),
            )
        )
    return found


@st.composite
def results(draw: st.DrawFn, of: list[Mutation]) -> list[Result]:
    """Some result for each mutation."""
    scopes = st.sampled_from(["directory", "national", "category:1"])
    return [
        draw(
            st.builds(
                Result,
                mutation=st.just(one.id),
                status=st.just(Status.APPLIED),
                scope=scopes,
                version=st.integers(1, 2**40),
                fields=FIELDS,
            )
            | st.just(Result(one.id, Status.STALE))
            | st.builds(
                Result,
                mutation=st.just(one.id),
                status=st.just(Status.REFUSED),
                code=WORDS,
                field=WORDS,
                about=FIELDS,
            )
        )
        for one in of
    ]


@given(mutations())
def test_a_packed_push_reads_as_it_was(sent: list[Mutation]) -> None:
    request = PushRequest(2, "generation", sent)
    assert read_push(msgspec.json.encode(pack(request))) == request


@given(mutations())
def test_a_push_of_the_first_protocol_reads_as_it_was(sent: list[Mutation]) -> None:
    request = PushRequest(1, "generation", sent)
    assert read_push(msgspec.json.encode(request)) == request


@given(st.data(), mutations())
def test_a_packed_answer_reads_as_it_was(data: st.DataObject, sent: list[Mutation]) -> None:
    answer = PushAnswer(datetime.now(UTC), data.draw(results(sent)), {"directory": (3, 5)})
    carried = msgspec.json.decode(msgspec.json.encode(pack_answer(answer)), type=PackedAnswer)
    assert unpack_answer(carried, sent) == answer


def test_changes_of_the_same_fields_say_them_once() -> None:
    ids = new_ids(200)
    sent = [Mutation(id_, Op.CHANGE, "post", id_, 7, {"title": "Hei"}) for id_ in ids]
    packed = pack(PushRequest(2, "generation", sent))
    (run,) = packed.runs
    assert (run.names, run.bases, run.columns) == (("title",), [7], [["Hei"]])
    assert [(one.first, one.count) for one in packed.ids] == [(ids[0], 200)]


@pytest.mark.parametrize("values", [[1, True], [0.0, -0.0], [[0], [False]], [None, 0], ["", None]])
def test_values_that_are_not_the_same_are_said_each(values: list[object]) -> None:
    sent = [
        Mutation(id_, Op.CHANGE, "post", id_, 7, {"of_tomorrow": value})
        for id_, value in zip(new_ids(len(values)), values, strict=True)
    ]
    read = read_push(msgspec.json.encode(pack(PushRequest(2, "generation", sent))))
    assert [repr(one.fields["of_tomorrow"]) for one in read.mutations] == list(map(repr, values))


def test_what_the_service_set_for_all_alike_is_said_once() -> None:
    ids = new_ids(200)
    told = [Result(id_, Status.APPLIED, "s", 7 + n, {"year": 2026}) for n, id_ in enumerate(ids)]
    (applied,) = pack_answer(PushAnswer(datetime.now(UTC), told, {})).results
    assert isinstance(applied, Applied)
    assert (applied.count, applied.version, applied.columns) == (200, 7, [[2026]])


ID = "0192f8a4-6c1e-7c39-9d0a-5b6e2f4d8c"
WHOLE = (
    f'{{"protocol": 2, "generation": "g", "groups": [], "ids": [["{ID}17", 2]], "runs": ['
    f'["create", "post", ["title", "body"], ["{ID}18", "{ID}19"], [0], [["Hei"], ["A", "B"]]]]}}'
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('17", 2', '17", 1'),
        ('17", 2', '17", 3'),
        ('17", 2', '17", 0'),
        (f'"{ID}17"', '"ffffffff-ffff-ffff-ffff-ffffffffffff"'),
        (f'"{ID}18", "{ID}19"', ""),
        (f'"{ID}18", "{ID}19"', f'"{ID}18"'),
        ("[0]", "[]"),
        ("[0]", "[0, 0, 0]"),
        ('["A", "B"]', '["A", "B", "C"]'),
        ('["A", "B"]', "[]"),
        ('["Hei"], ["A", "B"]', '["Hei"]'),
        ('["A", "B"]', '["A", "B"], ["C"]'),
        ('["A", "B"]]', '["A", "B"]], 0'),
        ('["A", "B"]]', '["A", "B"]], -1'),
    ],
)
def test_parts_that_do_not_fit_together_are_no_push(before: str, after: str) -> None:
    assert len(read_push(WHOLE.encode()).mutations) == 2
    with pytest.raises(msgspec.ValidationError):
        read_push(WHOLE.replace(before, after, 1).encode())


def test_few_bytes_cannot_name_any_number_of_values() -> None:
    names = [f"name{place}" for place in range(1_000)]
    records = [f"{ID}{place:02x}" for place in range(256)]
    run = ["create", "post", names, records * 5, [0], [[None]] * 1_000]
    push = {"protocol": 2, "generation": "g", "groups": [], "ids": [[f"{ID}17", 1280]]}
    with pytest.raises(msgspec.ValidationError):
        read_push(msgspec.json.encode(push | {"runs": [run]}))


def test_an_answer_to_other_changes_is_none() -> None:
    answer = pack_answer(PushAnswer(datetime.now(UTC), [], {}))
    with pytest.raises(msgspec.ValidationError):
        unpack_answer(answer, [Mutation(new_ids(1)[0], Op.DELETE, "post", new_ids(1)[0])])
