"""WCAG 2.1 AA: 4.5:1 for text, 3:1 for the lines of controls and the focus ring."""

import pytest
from PySide6.QtGui import QColor

from desktop.views.theme.tokens import DARK, LIGHT, Tokens

TEXT = [
    ("text", "background"),
    ("text", "surface"),
    ("text", "sunken"),
    ("text", "primary_soft"),
    ("muted", "background"),
    ("muted", "surface"),
    ("muted", "sunken"),
    ("muted", "primary_soft"),
    ("primary", "surface"),
    ("primary", "background"),
    ("primary", "primary_soft"),
    ("on_primary", "primary"),
    ("on_primary", "primary_hover"),
    ("side_text", "side"),
    ("side_text", "side_active"),
    ("side_muted", "side"),
    ("side_muted", "side_active"),
    ("warn", "warn_soft"),
    ("warn", "surface"),
    ("danger", "danger_soft"),
    ("danger", "surface"),
    ("danger", "background"),
    ("info", "info_soft"),
    ("info", "surface"),
    ("background", "text"),
    ("background", "muted"),
]
LINES = [
    ("strong_line", "surface"),
    ("strong_line", "background"),
    ("danger", "surface"),
    ("primary", "surface"),
    ("ring", "background"),
    ("ring", "surface"),
    ("ring", "primary_soft"),
    ("side_ring", "side"),
]


def luminance(colour: str) -> float:
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_is_readable_on_each_ground_it_is_used_on(
    tokens: Tokens, text: str, ground: str
) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), LINES)
def test_lines_of_controls_and_the_focus_ring_can_be_seen(
    tokens: Tokens, line: str, ground: str
) -> None:
    assert contrast(getattr(tokens, line), getattr(tokens, ground)) >= 3
