"""The pictures of the guides: each that is shown is there, and the demo takes each anew."""

import re

from tests.end_to_end.guide_pictures import FOLDER, PICTURES
from tests.source_tree import ROOT

_SHOWN = re.compile(r"pictures/([a-z]+)\.png")
_GUIDES = (ROOT / "README.md", ROOT / "docs" / "brukerveiledning.md")


def test_each_picture_is_shown_and_can_be_taken_anew() -> None:
    shown = {name for guide in _GUIDES for name in _SHOWN.findall(guide.read_text("utf-8"))}

    assert shown == set(PICTURES)
    assert {path.stem for path in FOLDER.glob("*.png")} == shown
