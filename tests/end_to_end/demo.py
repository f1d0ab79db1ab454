"""The main job, played in the real windows against a real service: python -m ... --out DIR.

DIR gets a picture of each page in light and dark, the notice and the minutes as PDF, and
summary.json. The exit status is 0 only where every step is ok, nothing is lost, and both
desktops hold the same.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.end_to_end import compare
from tests.end_to_end.driver import Failed
from tests.end_to_end.stage import KARI, PASSWORD, Stage
from tests.end_to_end.steps import (
    claims,
    correction,
    crash,
    forum,
    holding,
    leavers,
    long_meeting,
    networks,
    planning,
    region,
    rotation,
    search,
    staff,
    staff_list,
    start,
    together,
)

Step = Callable[[Stage], None]

STEPS: tuple[Step, ...] = (
    start.first_start,
    start.read_the_guidelines,
    staff.enrol_three,
    staff.write_to_them,
    staff_list.import_the_list,
    staff_list.undo_the_import,
    leavers.report_a_leaver,
    staff.an_employee_looks_in,
    forum.publish_the_introduction,
    claims.claim_without_a_network,
    networks.establish_the_network,
    networks.find_the_announcement,
    claims.be_led_to_join,
    networks.the_invited_join,
    planning.plan_the_meeting,
    planning.write_the_agenda,
    planning.call_the_meeting,
    holding.lose_the_service,
    holding.note_who_is_there,
    holding.write_the_minutes,
    holding.adjourn,
    crash.kill_while_typing,
    together.find_the_service_again,
    together.the_minute_taker_finds_it_all,
    search.search_everything,
    together.write_in_different_places,
    together.write_in_the_same_place,
    together.submit_the_minutes,
    correction.correct_the_minutes,
    region.raise_a_case,
    region.hold_a_regional_meeting,
    region.report_back,
    long_meeting.plan_a_long_meeting,
    long_meeting.hold_a_long_meeting,
    long_meeting.end_a_long_meeting,
    rotation.note_the_rotation,
    rotation.carry_out_the_rotation,
    together.look_around,
)


def play(out: Path, work: Path) -> dict[str, Any]:
    """Play all steps, or as many as go well. Returns the summary."""
    stage = Stage(out, work)
    steps: list[dict[str, Any]] = []
    summary: dict[str, Any] = {"steps": steps, "records": {}, "lost": None, "equal": False}
    summary["pdf"] = {"notice": str(stage.notice), "minutes": str(stage.minutes)}
    try:
        stage.service.start()
        for step in STEPS:
            steps.append(_play(stage, step))
            if not steps[-1]["ok"]:
                return summary
        summary |= _compared(stage)
        steps.append(_run("everything_ends_well", lambda: _end_well(stage)))
    finally:
        stage.end()
    return summary


def is_well(summary: dict[str, Any]) -> bool:
    """Whether every step is ok, nothing is lost and both desktops are equal."""
    return (
        len(summary["steps"]) == len(STEPS) + 1
        and all(step["ok"] for step in summary["steps"])
        and summary["lost"] == 0
        and bool(summary["equal"])
    )


def _play(stage: Stage, step: Step) -> dict[str, Any]:
    def all_of_it() -> None:
        step(stage)
        if said := stage.complaints():
            raise Failed(f"a program complains:\n{said}")

    told = _run(step.__name__, all_of_it)
    if not told["ok"]:
        for number, desktop in enumerate(stage.desktops, 1):
            with suppress(Failed):
                stage.pictures.failure(desktop, f"{step.__name__}-{number}")
                told[f"window_{number}"] = desktop.text()
    return told


def _run(name: str, act: Callable[[], None]) -> dict[str, Any]:
    began = time.monotonic()
    told: dict[str, Any] = {"name": name, "ok": True, "seconds": 0.0}
    try:
        act()
    except Exception as error:
        told |= {"ok": False, "reason": f"{error}" if isinstance(error, Failed) else repr(error)}
    told["seconds"] = round(time.monotonic() - began, 2)
    mark = "ok" if told["ok"] else f"FAILED: {told['reason']}"
    sys.stdout.write(f"{name:34} {told['seconds']:6.1f} s  {mark}\n")
    sys.stdout.flush()
    return told


def _compared(stage: Stage) -> dict[str, Any]:
    mine, other = (compare.database(one.folder) for one in (stage.kari, stage.ingrid))
    typed = [text for desktop in stage.drivers for text in desktop.typed]
    gone = compare.lost(typed, mine, other, stage.service.rows(KARI.email, PASSWORD))
    differing = compare.differences(mine, other)
    found: dict[str, Any] = {"records": compare.counts(mine), "lost": len(gone)}
    found |= {"equal": not differing, "texts": len(typed)}
    if gone:
        found["lost_texts"] = gone
    if differing:
        found["differences"] = differing
    return found


def _end_well(stage: Stage) -> None:
    for desktop in stage.desktops:
        desktop.close()
    stage.service.stop()
    if said := stage.complaints():
        raise Failed(f"a program complains:\n{said}")


def main() -> int:
    """Play the demo and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("demo"), help="where the pictures go")
    out: Path = parser.parse_args().out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("*.png"), *out.glob("*.pdf"), out / "summary.json"):
        old.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="demo-") as work:
        summary = play(out, Path(work))
    text = json.dumps(summary, ensure_ascii=False, indent=2)
    (out / "summary.json").write_text(text + "\n", encoding="utf-8")
    well = is_well(summary)
    sys.stdout.write(f"{'All is well' if well else 'It did not go well'}: {out}/summary.json\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
