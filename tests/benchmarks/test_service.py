import pytest

from benchmarks import __main__ as command
from benchmarks import service
from benchmarks.service_soak import Phase, Told
from benchmarks.service_taken import Round, ServiceRow, Window, floor_rows, soak_rows, work_row
from benchmarks.service_world import Size


def window(per_second: float, *, errors: int = 0) -> Window:
    took = [0.001] * 98 + [0.004, 0.009]
    told = "Unexpected(503)" if errors else ""
    return Window(len(took) / per_second, took, errors, told, asking=0.2)


def rounds(*works: Window) -> list[Round]:
    return [Round(window(2_000), window(1_000), one) for one in works]


def phase(took: float = 0.01, *, memory: int = 100) -> Phase:
    return Phase(60.0, [took] * 100, memory=[100_000_000, memory * 1_000_000])


def over(rows: list[ServiceRow]) -> list[bool]:
    return [not one.kept for one in rows]


def test_a_work_stands_beside_what_was_asked_right_before_it() -> None:
    row = work_row("idle poll", rounds(window(700), window(900), window(850)), 120_000_000)

    assert row.of_constant == pytest.approx(0.425)
    assert row.of_select == pytest.approx(0.85)
    assert (row.n, row.p50_ms, row.memory_mb) == (300, 1.0, 120.0)
    assert row.p99_ms == pytest.approx(9.0)
    assert row.kept
    assert [one.work for one in floor_rows(rounds(window(700)))] == ["constant", "indexed SELECT"]


def test_an_idle_poll_that_is_too_dear_and_any_error_are_told() -> None:
    dear = work_row("idle poll", rounds(window(790)), 0)
    assert dear.over == ("0.79 of (b), at least 0.8",)
    assert work_row("sign-in", rounds(window(10)), 0).kept
    assert work_row("sign-in", rounds(window(10, errors=2)), 0).over == (
        "2 errors, the first Unexpected(503)",
    )


def test_a_storm_may_be_slow_for_a_while_and_lose_nothing() -> None:
    calm, slow, slower = phase(), phase(0.19), phase(0.21)

    def told(storm: Phase, after: Phase, lost: int = 0) -> list[ServiceRow]:
        return soak_rows(Told(calm, storm, after, sent=10, wanted=100, lost=lost, asking=0.1))

    assert over(told(slow, phase(memory=104))) == [False] * 3
    assert over(told(slower, phase())) == [False, True, False]
    assert over(told(slow, phase(), lost=1)) == [False, False, True]
    assert over(told(slow, phase(memory=106))) == [False, False, True]


def test_only_the_bench_with_a_soak_is_told_how_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = work_row("sign-in", rounds(window(10)), 0)
    monkeypatch.setattr(service, "quick_rows", lambda soak_minutes: [row] * int(soak_minutes))

    assert command.main(["service", "--quick", "--soak-minutes", "2"]) == 0
    assert capsys.readouterr().out.count("sign-in") == 2
    with pytest.raises(SystemExit):
        command.main(["start", "--soak-minutes", "2"])


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_real_service_is_asked_by_real_devices() -> None:
    size, pace = Size(kindergartens=20, records=500), service.Pace(1, 0.3, 0.1)

    rows = service.measured(size, pace, soak_minutes=0.1)

    floors, works, soak = rows[:2], rows[2:-3], rows[-3:]
    assert [one.work for one in works] == list(service.WORKS)
    assert [one.errors for one in rows] == [0] * len(rows)
    assert all(one.n and one.per_second and one.p99_ms >= one.p50_ms for one in rows)
    assert all(one.of_select and one.memory_mb for one in works)
    assert all(one.of_select is None for one in floors)
    # Each device has to get what all of its network sent, and what it sent itself.
    assert (soak[-1].lost, (soak[-1].wanted or 0) > 20 * 20) == (0, True)
