"""The areas of the program; each page is imported when it is first shown."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QWidget

from contract.roles import DEPUTIES, HEADS, MEETS, OWNERS
from desktop.models.revision import is_current
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.late_page import LatePage
from desktop.views.shell import Area

_STAFF = HEADS | DEPUTIES | OWNERS
_MODULES = {
    "overview": "desktop.views.overview.page",
    "staff": "desktop.views.staff.area",
    "me": "desktop.views.me.page",
    "forum": "desktop.views.forum.page",
    "networks": "desktop.views.networks.page",
    "meetings": "desktop.views.meetings.page",
    "outreach": "desktop.views.outreach.page",
    "feedback": "desktop.views.feedback.page",
    "sync": "desktop.views.sync.page",
    "settings": "desktop.views.settings.page",
    "privacy": "desktop.views.privacy.page",
    "help": "desktop.views.help.page",
}
"""Where the page of each area is."""


def work_areas(desk: Desk, database: Path, roles: frozenset[str] = frozenset()) -> list[Area]:
    """The areas of somebody who is signed in with these roles, but for settings and help.

    As long as nobody knows the roles all are offered; what may not be read is not there to be seen.
    """

    def late(
        key: str,
        label: str,
        icon: str,
        build: Callable[[Desk], QWidget],
        place: Literal["list", "none"] = "list",
    ) -> Area:
        def now_or_late() -> QWidget:
            return build(desk) if desk.is_attached else LatePage(label, lambda: build(desk))

        return Area(key, label, icon, now_or_late, place)

    found = [
        # The one page that needs no open database, and so is there at once.
        Area("overview", _("Overview"), "home", lambda: _overview(desk, database)),
        late("staff", _("Staff"), "people", _staff),
        late("me", _("My page"), "person", _me),
        late("forum", _("Posts"), "posts", _forum),
        late("networks", _("Networks"), "pin", _networks),
        late("meetings", _("Meetings"), "meetings", _meetings),
        late("outreach", _("Spread the word"), "raise", _outreach),
        late("feedback", _("Suggestions and errors"), "flag", _feedback, "none"),
        late("sync", _("Synchronisation"), "sync", _sync, "none"),
    ]
    return [area for area in found if area.key not in hidden(roles)]


def hidden(roles: frozenset[str]) -> frozenset[str]:
    """The areas that somebody with these roles has nothing to see in."""
    # By the roles alone: the rules themselves bring SQLAlchemy, for which no window waits.
    if not roles:
        return frozenset({"me"})
    gone = {"staff"} if roles.isdisjoint(_STAFF) else {"me"}
    return frozenset(gone | ({"meetings"} if roles.isdisjoint(MEETS) else set()))


def modules(areas: Iterable[Area]) -> list[str]:
    """What is imported when the pages of these areas are first shown, in the order of the areas."""
    return [_MODULES[area.key] for area in areas if area.key in _MODULES]


def _overview(desk: Desk, database: Path) -> QWidget:
    from desktop.views.overview.page import OverviewPage

    # A file that must be migrated first is read by nobody before it is.
    return OverviewPage(desk, database if is_current(database) else None)


def _staff(desk: Desk) -> QWidget:
    from desktop.views.staff.area import StaffArea

    return StaffArea(desk)


def _me(desk: Desk) -> QWidget:
    from desktop.views.me.page import MePage

    return MePage(desk)


def _forum(desk: Desk) -> QWidget:
    from desktop.views.forum.page import ForumPage

    return ForumPage(desk)


def _networks(desk: Desk) -> QWidget:
    from desktop.views.networks.page import NetworksPage

    return NetworksPage(desk)


def _meetings(desk: Desk) -> QWidget:
    from desktop.views.meetings.page import MeetingsPage

    return MeetingsPage(desk)


def _outreach(desk: Desk) -> QWidget:
    from desktop.views.outreach.page import OutreachPage

    return OutreachPage(desk)


def _feedback(desk: Desk) -> QWidget:
    from desktop.views.feedback.page import FeedbackPage

    return FeedbackPage(desk)


def _sync(desk: Desk) -> QWidget:
    from desktop.views.sync.page import SyncPage

    return SyncPage(desk)
