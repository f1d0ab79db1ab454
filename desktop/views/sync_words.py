"""The state of sync in words that a manager understands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.texts import N_, _, capital, moment, ngettext, number

if TYPE_CHECKING:
    # At run time it brings SQLAlchemy, for which the first window does not wait.
    from desktop.models.sync_state import SyncState


class Mood(StrEnum):
    """What the rounds of sync are doing."""

    WAITING = "waiting"
    RUNNING = "running"
    OFFLINE = "offline"
    BUSY = "busy"
    SIGNED_OUT = "signed_out"
    TOO_OLD = "too_old"
    FAILED = "failed"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class SyncNews:
    """What the rounds are doing now: how far one has come, or when the next one begins.

    `total` is 0 where nobody knows how much there is; `next_at` None where no round is due.
    `request` is what the request that failed is called in the service's log.
    """

    mood: Mood = Mood.WAITING
    done: int = 0
    total: int = 0
    next_at: datetime | None = None
    request: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A line, a smaller line under it, and an icon."""

    title: str
    detail: str
    icon: str


def sync_words(news: SyncNews, state: "SyncState") -> Words:
    """What to say at the foot of the side bar: what needs the user first."""
    mood = news.mood
    if mood is Mood.RUNNING:
        return Words(_("Synchronising …"), progress_words(news) or _waiting(state), "sync")
    if mood is Mood.SIGNED_OUT:
        return Words(_("Not signed in"), _waiting(state) or _("Sign in to synchronise"), "lock")
    if state.conflicts or state.refused:
        return Words(_to_settle(state), _waiting(state) or _last(state), "alert")
    if mood is not Mood.WAITING:
        return Words(_(_TROUBLES[mood]), _waiting(state) or _last(state), "cloud-off")
    if state.waiting or state.last_synced_at is None:
        return Words(_waiting(state) or _("Not synchronised yet"), _last(state), "cloud-up")
    return Words(_("Synchronised"), capital(moment(state.last_synced_at)), "cloud-done")


_TROUBLES = {
    Mood.OFFLINE: N_("Offline"),
    Mood.BUSY: N_("The service is busy"),
    Mood.FAILED: N_("Not synchronised"),
    Mood.TOO_OLD: N_("Update the program"),
    Mood.PAUSED: N_("Paused"),
}


def progress_words(news: SyncNews) -> str:
    """How far a round has come, or nothing where that takes no time to speak of."""
    if not news.total:
        return ""
    return _("{done} of {total}").format(done=number(news.done), total=number(news.total))


def _to_settle(state: "SyncState") -> str:
    if state.conflicts:
        said = ngettext(
            "{n} conflict must be settled", "{n} conflicts must be settled", state.conflicts
        )
        return said.format(n=state.conflicts)
    said = ngettext("{n} change was refused", "{n} changes were refused", state.refused)
    return said.format(n=state.refused)


def _waiting(state: "SyncState") -> str:
    if not state.waiting:
        return ""
    said = ngettext("{n} change waits to be sent", "{n} changes wait to be sent", state.waiting)
    return said.format(n=state.waiting)


def _last(state: "SyncState") -> str:
    if state.last_synced_at is None:
        return ""
    return _("Last {when}").format(when=moment(state.last_synced_at))
