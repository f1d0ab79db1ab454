"""What the forum calls things, in lists and above posts."""

from datetime import datetime

from desktop.models.forum_values import Line, Opened, Shown
from desktop.texts import _, moment, ngettext, number


def sent(received_at: datetime | None) -> str:
    """When the service received something, or that it has not yet."""
    return _("not sent yet") if received_at is None else moment(received_at)


def edited(at: datetime | None) -> str:
    """When its words were changed last; nothing where they were not."""
    return "" if at is None else _("changed {moment}").format(moment=moment(at))


def answers(count: int) -> str:
    """2 svar; nothing where there are none."""
    return ngettext("{n} answer", "{n} answers", count).format(n=number(count)) if count else ""


def by(line: Line) -> str:
    """From whom and when, under a post's title in a list."""
    return f"{line.kindergarten} · {sent(line.received_at)}"


def foot(line: Line) -> str:
    """Where a post stands and how many answered it."""
    return " · ".join(part for part in (line.room, answers(line.answers)) if part)


def spoken(line: Line) -> str:
    """A post of a list as it is read aloud."""
    waits = _("Waiting to be sent") if line.waits else ""
    found = "".join(part.text for part in line.excerpt)
    new = _("New") if line.fresh else ""
    where = (line.kindergarten, sent(line.received_at), found or foot(line))
    return ", ".join(part for part in (title(line), new, waits, *where) if part)


def title(line: Line) -> str:
    """What a post is called in a list."""
    return _("Deleted post") if line.withdrawn else line.title


def writer(post: Opened) -> str:
    """From whom, when and where, above an opened post."""
    who = ", ".join(part for part in (post.author, post.kindergarten) if part)
    when = (sent(post.received_at), edited(post.edited_at))
    return " · ".join(part for part in (who, *when, post.room) if part)


def facts(shown: Shown) -> str:
    """54 godkjente plasser · Levanger i Trøndelag."""
    places = ""
    if shown.approved_places:
        places = ngettext(
            "{n} approved place", "{n} approved places", shown.approved_places
        ).format(n=number(shown.approved_places))
    where = shown.municipality
    if where and shown.county and shown.county != where:
        where = _("{municipality} in {county}").format(municipality=where, county=shown.county)
    return " · ".join(part for part in (places, where) if part)
