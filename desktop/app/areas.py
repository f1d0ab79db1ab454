"""The areas of the program; each page is imported when it is first shown."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Literal

from PySide6.QtWidgets import QWidget

from desktop.texts import N_, _
from desktop.views.desk import Desk
from desktop.views.late_page import LatePage
from desktop.views.shell import Area

FIRST = "overview"
"""The one area whose page needs no open database."""


@dataclass(frozen=True, slots=True)
class Place:
    """An area before it is built: where its page is found, and where its button stands."""

    key: str
    label: str
    icon: str
    page: str
    at: Literal["list", "foot", "none"] = "list"


PLACES = (
    Place("overview", N_("Overview"), "home", "OverviewPage"),
    Place("staff", N_("Staff"), "people", "StaffPage"),
    Place("forum", N_("Posts"), "posts", "ForumPage"),
    Place("networks", N_("Networks"), "pin", "NetworksPage"),
    Place("meetings", N_("Meetings"), "meetings", "MeetingsPage"),
    Place("sync", N_("Synchronisation"), "sync", "SyncPage", "none"),
)


def work_areas(desk: Desk, ready: Callable[[], bool]) -> list[Area]:
    """The areas of somebody who is signed in, but for settings and help."""
    return [_area(place, desk, ready) for place in PLACES if _is_there(place)]


def _is_there(place: Place) -> bool:
    return find_spec(f"desktop.views.{place.key}") is not None and (
        find_spec(f"desktop.views.{place.key}.page") is not None
    )


def _area(place: Place, desk: Desk, ready: Callable[[], bool]) -> Area:
    def build() -> QWidget:
        module = import_module(f"desktop.views.{place.key}.page")
        page = getattr(module, place.page)(desk)
        assert isinstance(page, QWidget)
        return page

    def now_or_late() -> QWidget:
        return build() if place.key == FIRST or ready() else LatePage(_(place.label), build)

    return Area(place.key, _(place.label), place.icon, now_or_late, place.at)
