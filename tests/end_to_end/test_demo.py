"""The demo, as whoever types ./dev demo sees it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.end_to_end import texts
from tests.end_to_end.demo import STEPS
from tests.end_to_end.texts import Text
from tests.source_tree import ROOT


def _all_texts() -> list[Text]:
    values = [one if isinstance(one, tuple) else (one,) for one in vars(texts).values()]
    return [text for value in values for text in value if isinstance(text, Text)]


def test_each_text_has_a_word_that_no_other_text_has() -> None:
    said = [text for text in _all_texts() if text is not texts.THIRD]
    shared = [t.word for t in said for other in said if t.word in other and other is not t]
    assert shared == []
    assert all(one.word in texts.THIRD for one in (texts.MINE, texts.THEIRS))


@pytest.mark.slow
@pytest.mark.timeout(720)
def test_the_main_job_is_played_from_end_to_end(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.demo", "--out", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=700,
        check=False,
    )
    summary: dict[str, Any] = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert [step for step in summary["steps"] if not step["ok"]] == []
    assert run.returncode == 0, run.stdout + run.stderr
    assert len(summary["steps"]) == len(STEPS) + 1
    assert (summary["lost"], summary["equal"]) == (0, True)
    assert summary["records"]["follow_up"] >= len(texts.TASKS)
    notice, minutes = _text(summary["pdf"]["notice"]), _text(summary["pdf"]["minutes"])
    assert "Møteinnkalling" in notice
    assert all(item.word in notice for item in texts.ITEMS)
    assert "Møtereferat" in minutes
    assert all(one.word in minutes for one in (*texts.DECISIONS, *texts.TASKS))


def _text(path: str) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)
