"""The measures and colours of the interface, the only place where they are written."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["primary", "info", "warn", "danger", "neutral"]
"""What a badge, a message or a mark means; always said in words as well."""

SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 4, 8, 12, 16, 24
RADIUS, RADIUS_LARGE = 8, 12
SMALL, BODY, HEADING, TITLE = 12, 14, 16, 24
SIDE_BAR_WIDTH, PANEL_WIDTH = 232, 348
CONTROL_HEIGHT, ROW_HEIGHT = 38, 46
RING_GAP, RING_WIDTH = 2, 2


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour scheme. Each text colour is readable (4.5:1) on each ground it is used on."""

    dark: bool
    background: str
    surface: str
    sunken: str
    text: str
    muted: str
    line: str
    strong_line: str
    primary: str
    primary_hover: str
    primary_soft: str
    on_primary: str
    side: str
    side_text: str
    side_muted: str
    side_active: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    info: str
    info_soft: str
    ring: str
    side_ring: str

    def tone(self, tone: Tone) -> tuple[str, str]:
        """The text colour and the ground of a tone."""
        return {
            "primary": (self.primary, self.primary_soft),
            "info": (self.info, self.info_soft),
            "warn": (self.warn, self.warn_soft),
            "danger": (self.danger, self.danger_soft),
            "neutral": (self.muted, self.sunken),
        }[tone]


LIGHT = Tokens(
    dark=False,
    background="#F6F5F1",
    surface="#FFFFFF",
    sunken="#EFEDE7",
    text="#1D2B2A",
    muted="#5A6664",
    line="#DDD9D0",
    strong_line="#8A8476",
    primary="#17614F",
    primary_hover="#124F40",
    primary_soft="#E1EFEA",
    on_primary="#FFFFFF",
    side="#12332C",
    side_text="#E4EEEA",
    side_muted="#9DB8AF",
    side_active="#1F4D42",
    warn="#9A5B00",
    warn_soft="#FBEFD9",
    danger="#A8322A",
    danger_soft="#F9E3E0",
    info="#1F5A8A",
    info_soft="#E2EDF6",
    ring="#B8620F",
    side_ring="#F0A24E",
)

DARK = Tokens(
    dark=True,
    background="#141A19",
    surface="#1C2423",
    sunken="#111615",
    text="#E8EEEC",
    muted="#A3B0AD",
    line="#2E3937",
    strong_line="#6F817C",
    primary="#6CC3A9",
    primary_hover="#85D2BA",
    primary_soft="#20392F",
    on_primary="#0C1D18",
    side="#0E1514",
    side_text="#DCE7E3",
    side_muted="#8CA59D",
    side_active="#20332E",
    warn="#E5B566",
    warn_soft="#3A2E18",
    danger="#F0938A",
    danger_soft="#3D211F",
    info="#8CC0EA",
    info_soft="#1B2E3D",
    ring="#F0A24E",
    side_ring="#F0A24E",
)
