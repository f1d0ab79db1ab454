import json
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from benchmarks import __main__ as command
from benchmarks import sync
from benchmarks.children import Child
from benchmarks.measure import table
from benchmarks.sync_floor import SqliteTable
from benchmarks.sync_taken import Still, SyncRow, Taken, row, stillness
from benchmarks.sync_texts import BYTES, Posts, manager
from benchmarks.sync_texts import row as wire_row

KEYS = [
    *("work", "engine", "n", "seconds", "records_per_s", "floor_seconds", "ratio"),
    *("bytes_per_record", "requests", "peak_mb"),
]


def taken(
    seconds: float = 1.0,
    *,
    requests: int = 2,
    sent: int = 0,
    received: int = 0,
    memory: int = 0,
    rows: int = 1_000,
) -> Taken:
    return Taken(seconds, requests, sent, received, memory, pulled=rows, pushed=0)


def pull(*runs: Taken, floor: float = 1.0, least: float = 1.0) -> SyncRow:
    return row("first pull", "sqlite", 1_000, runs, [floor], least)


def bars(made: SyncRow) -> list[str]:
    """The names of the bars that a row does not keep."""
    return [bar.partition(" of ")[0].rpartition(" ")[0] for bar in made.over]


def test_a_row_has_the_keys_of_the_file() -> None:
    made = pull(taken(2.0, sent=1_000, received=199_000, memory=30_000_000), floor=1.6)
    assert list(made.as_json()) == KEYS
    assert list(made.as_json().values()) == [
        *("first pull", "sqlite", 1_000, 2.0, 500.0, 1.6, 1.25, 200.0, 2, 30.0)
    ]
    assert made.kept


def test_time_is_the_median_of_the_runs_and_all_else_the_worst() -> None:
    runs = [taken(1.0, requests=8, received=900), taken(9.0, memory=5_000_000), taken(1.2)]
    made = pull(*runs)
    assert (made.seconds, made.requests, made.peak_mb) == (1.2, 8, 5.0)
    assert made.bytes_per_record == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("worse", "told"),
    [
        (taken(1.51), "ratio"),
        (taken(sent=1_000, received=280_000), "bytes per record"),
        (taken(memory=60_100_000), "peak mb"),
    ],
)
def test_a_first_pull_over_a_bar_says_which(worse: Taken, told: str) -> None:
    made = pull(worse)
    assert not made.kept
    assert bars(made) == [told]
    assert table([made]).splitlines()[-1].endswith(made.over[0])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (taken(0.009, rows=10), []),
        (taken(0.0101, rows=10), ["seconds"]),
        (taken(0.005, requests=3, rows=10), ["requests"]),
        (taken(0.005, sent=8_001, rows=10), ["bytes each way"]),
        (taken(0.005, received=8_001, rows=10), ["bytes each way"]),
        (taken(0.0092, rows=10), ["flat"]),
    ],
)
def test_ten_changes_must_be_quick_small_and_flat(changes: Taken, told: list[str]) -> None:
    least = 0.006 if told == ["flat"] else 0.009
    made = row("10 changes push", "sqlite", 200_000, [changes], [0.001], least)
    assert bars(made) == told


def test_what_moves_nothing_has_no_figure_for_a_record() -> None:
    poll = row("idle poll", "sqlite", 10_000, [taken(0.004, requests=1, rows=0)], [0.001], 0.004)
    assert (poll.records_per_s, poll.bytes_per_record, poll.kept) == (None, None, True)


def test_a_window_that_stood_still_too_long_is_told() -> None:
    calm, late = Still(0.049, 0.004), Still(0.051, 0.003)
    assert stillness("sqlite", 10, [calm]).kept
    made = stillness("sqlite", 10, [calm, late, calm])
    assert (made.kept, made.seconds, made.floor_seconds) == (False, 0.051, 0.004)


def test_a_post_weighs_what_it_says_and_is_the_same_at_each_run() -> None:
    who = manager()
    first, second = ([Posts(*who).make() for _ in range(1)] for _ in range(2))
    assert [post.body for post in first] == [post.body for post in second]
    texts = Posts(*who)
    posts = [texts.make() for _ in range(200)]
    sizes = [len(msgspec.json.encode(wire_row(post))) for post in posts]
    assert all(abs(size - BYTES) < 10 for size in sizes)
    assert len({post.body for post in posts}) == len(posts)


def test_the_floor_keeps_what_it_is_given_and_gives_what_came_after(tmp_path: Path) -> None:
    texts = Posts(*manager())
    rows = [["[]" if value == [] else value for value in wire_row(texts.make())] for _ in range(3)]
    with closing(SqliteTable(str(tmp_path / "floor.sqlite3"))) as floor:
        floor.put(rows)
        floor.put(rows[1:])
        assert [list(one) for one in floor.after("")] == rows
        assert [list(one) for one in floor.after(rows[1][0])] == rows[2:]


def test_a_child_that_died_is_no_measurement() -> None:
    child = Child("benchmarks.no_such_module")
    with pytest.raises(RuntimeError):
        child.hear()
    child.close()


def test_the_short_form_of_a_bench_is_measured_where_it_has_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = [pull(taken(1.0))]
    monkeypatch.setattr(sync, "quick_rows", lambda: quick)
    monkeypatch.setattr("benchmarks.start.rows", list)

    assert command.main(["sync", "--quick", "--json", str(tmp_path / "rows.json")]) == 0
    assert command.main(["start", "--quick"]) == 0

    assert [list(one) for one in json.loads((tmp_path / "rows.json").read_text())] == [KEYS]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_real_desktops_and_services_are_measured(
    engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "SMALL_ROUNDS", 1)
    small = ["10 changes push", "10 changes pull", "idle poll"]

    rows = sync.on(engine, [30], 40, rounds=1)

    assert [(one.work, one.n) for one in rows] == [
        *((work, 30) for work in ("first push", "first pull", *small)),
        *((work, 30) for work in ("index for search", "GUI thread")),
        *((work, 40) for work in small),
    ]
    assert all(one.floor_seconds and one.seconds > one.floor_seconds for one in rows[:5])
    assert [one.requests for one in rows[:5]] == [2, 1, 1, 1, 1]
