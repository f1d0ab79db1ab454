"""What the service does by itself while it runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date

from sqlalchemy import Engine

from server import (
    following,
    last_days,
    leavers,
    mail,
    offices,
    raising,
    registering,
    renewing,
    resetting,
    retention,
    second_homes,
    sessions,
    settling,
    state,
)
from server.jobs import Jobs, NotNow, Outside
from server.norway import today
from server.opening import Opened
from server.settings import Settings
from server.sync_service import SyncService

_FOLLOWING = {following.KIND: following.follow, following.MOVED: following.move}
_AGAIN = 2
_DAILY = {
    "note last days": last_days.note_all,
    following.DAILY: following.follow,
    "tidy registrations": registering.forget_old,
    "tidy sessions": sessions.forget_old,
    "tidy tokens": renewing.forget_old,
}
"""What is done when a day begins, once however many processes there are."""


@contextmanager
def done_in_time(opened: Opened, settings: Settings) -> Iterator[Jobs]:
    """Jobs that are done as they fall due, for as long as the service runs."""
    state.say_erasing(opened.engine, settings.erase_leavers_days)
    smtp = settings.smtp
    outside = _settled(opened)
    if smtp is not None:
        outside[mail.KIND] = mail.sending(smtp)
    mailed = {
        one.KIND: one.answering(settings.public_url)
        for one in (registering, resetting, second_homes)
    }
    inside = {**_FOLLOWING, **mailed}
    daily = {**_DAILY, **retention.daily(settings.keep_outcomes_days)}
    dated = _dated(opened, settings)
    jobs = Jobs(opened.engine, inside, outside, daily, dated, apart=[mail.KIND])
    jobs.start()
    try:
        yield jobs
    finally:
        jobs.stop()


def _dated(opened: Opened, settings: Settings) -> dict[str, Outside]:
    """What is done daily and reaches out of the database: the list of the erased lies beside it."""
    days, settled = settings.erase_leavers_days, _settled(opened)
    daily = {f"{kind} daily": settle for kind, settle in settled.items()}
    if not days:
        return daily

    def erase(_: object) -> int:
        return leavers.erase_due(opened.engine, opened.service, opened.erased, days)

    return {**daily, "erase leavers": erase}


def _settled(opened: Opened) -> dict[str, Outside]:
    """What is done after changes of networks and cases, and once a day for the sake of dates."""

    def settled(settle: Callable[[Engine, SyncService, date], int]) -> Outside:
        def again(_: object) -> int:
            for _try in range(_AGAIN):
                # Somebody was faster, most likely another process about the same: look anew.
                with suppress(NotNow):
                    return settle(opened.engine, opened.service, today())
            return settle(opened.engine, opened.service, today())

        return again

    return {settling.NETWORKS: settled(offices.settle), settling.CASES: settled(raising.settle)}
