import json
import subprocess
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks.measure import Row, process, side_by_side, table


def test_a_row_over_its_limit_is_told() -> None:
    good, bad = Row("start", 10, 2.0, 1.0, limit=3.0), Row("typing", 10, 4.0, 1.0, limit=3.0)
    assert (good.kept, bad.kept) == (True, False)
    assert [line.endswith("over") for line in table([good, bad]).splitlines()[1:]] == [False, True]


def test_work_and_floor_are_taken_in_turn() -> None:
    calls: list[str] = []
    side_by_side(lambda: calls.append("work"), lambda: calls.append("floor"), runs=2)
    assert calls == ["work", "floor"] * 3


def test_a_process_that_fails_is_no_measurement() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        process("-c", "raise SystemExit(3)")()


def test_rows_are_written_as_json_and_a_broken_limit_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [Row("start", 100_000, 0.9, 0.2, limit=3.0, more={"p99_seconds": 1.5})]
    monkeypatch.setattr("benchmarks.start.rows", lambda: rows)

    assert command.main(["start", "--json", str(tmp_path / "rows.json")]) == 1

    (row,) = json.loads((tmp_path / "rows.json").read_text())
    assert row["work"] == "start"
    assert (row["n"], row["seconds"], row["floor_seconds"]) == (100_000, 0.9, 0.2)
    assert (row["ratio"], row["p99_seconds"]) == (pytest.approx(4.5), 1.5)
    assert "over" in capsys.readouterr().out


@pytest.mark.slow
def test_the_floor_of_a_start_paints_and_ends() -> None:
    process("-P", Path(command.__file__).with_name("bare_window.py"))()
