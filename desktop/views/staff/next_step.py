"""How far a person has come, for how long, and what the manager does next."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from contract import waited
from desktop.models.staff import Member, StaffList, Status
from desktop.texts import N_, _, long_date, moment
from desktop.views.theme.tokens import Tone

_NEXT: Final = {
    Status.ENROLLED: N_("Next: tell the person. Use «Message to staff», or mark as told."),
    Status.TOLD: N_(
        "Next: the person registers on the network's pages. Has it been some days? Send the "
        "message once more."
    ),
    Status.REGISTERED: N_("Next: the person confirms the address by the link in the mail."),
    Status.HAS_ACCESS: N_("All is well. The person signs in with the own e-mail address."),
    Status.REJECTED: N_("Next: mend what was wrong, and ask the person to register anew."),
    Status.LEAVING: N_(
        "Access ends after the last day, {date}. Is it wrong? Take the notice back."
    ),
    Status.LEFT: N_("Access has ended. {erased} Minutes keep name and role."),
}


def hours_waited(member: Member, now: datetime) -> int | None:
    """For how many whole hours the secretariat has had to decide; None where nobody waits."""
    return waited.hours(member.waits_since, now) if member.waits_since else None


def clock_tone(hours: int) -> Tone:
    """Calm first, amber after a day, red after two."""
    if hours >= waited.RED:
        return "danger"
    return "warn" if hours >= waited.AMBER else "info"


def clock_text(hours: int) -> str:
    """How long it has taken, in words that do without the colour."""
    if hours >= waited.RED:
        return _("Awaiting for too long: {hours} h").format(hours=hours)
    return _("Awaiting approval: {hours} h").format(hours=hours)


def next_step(member: Member, now: datetime, erased_after: int) -> str:
    """What the manager does next, or waits for. Who has left is erased after so many days."""
    if member.status is Status.AWAITING:
        return _awaiting(member, now)
    day = member.ends_on
    return _(_NEXT[member.status]).format(
        date=long_date(day) if day else "",
        erased=_erased(day, erased_after) if day else "",
    )


def _erased(day: date, days: int) -> str:
    if not days:
        return _("What is known is kept until the secretariat erases it.")
    words = _("What is known is erased on {date}.")
    return words.format(date=long_date(day + timedelta(days=days)))


def too_long(staff: StaffList, now: datetime | None = None) -> int:
    """How many have waited for longer than it ever should take."""
    at = now or datetime.now(UTC)
    return sum((hours_waited(one, at) or 0) >= waited.RED for one in staff.everybody)


def _awaiting(member: Member, now: datetime) -> str:
    hours = hours_waited(member, now)
    if hours is None or member.waits_since is None:
        return _("Next: the secretariat decides. Access normally comes within 24 to 48 hours.")
    if hours >= waited.RED:
        words = _(
            "Has waited since {moment}, {hours} hours. That is too long: write to the secretariat."
        )
    else:
        words = _(
            "The secretariat decides. Has waited since {moment}, {hours} hours; it normally takes "
            "24 to 48."
        )
    return words.format(moment=moment(member.waits_since, now=now), hours=hours)
