"""Spreading the word in a manager's words: ways, replies, and the texts to share."""

from contract.records import AskedBy, Reply
from desktop.models.me import Me
from desktop.models.outreach import Asked
from desktop.texts import N_, _, short_date
from desktop.views.theme.tokens import Tone

SITE = "https://barnehagealliansen.no"
"""The network's own page."""

WAYS = {
    AskedBy.MAIL: N_("By e-mail"),
    AskedBy.PHONE: N_("By phone"),
    AskedBy.TALK: N_("Face to face"),
    AskedBy.OTHER: N_("In another way"),
}
REPLIES = {
    Reply.NONE: N_("No answer yet"),
    Reply.INTERESTED: N_("Interested"),
    Reply.DECLINED: N_("No thanks"),
    Reply.JOINED: N_("Joined"),
}
TONES: dict[Reply, Tone] = {
    Reply.NONE: "neutral",
    Reply.INTERESTED: "info",
    Reply.DECLINED: "warn",
    Reply.JOINED: "primary",
}


def line(one: Asked) -> str:
    """Where it is, and when it was asked."""
    tip = "" if one.nearby else _("tip")
    return " · ".join(part for part in (one.place, tip, short_date(one.asked_on)) if part)


def told(one: Asked) -> str:
    """The same with how it was asked, and when it answered."""
    answered = ""
    if one.replied_on is not None:
        answered = _("answered {date}").format(date=short_date(one.replied_on))
    parts = (one.name, line(one), _(WAYS[one.asked_by]), answered)
    return " · ".join(part for part in parts if part)


def subject(me: Me) -> str:
    """The subject of a letter that asks somebody to join."""
    return _("{kindergarten} invites you to Barnehagealliansen").format(
        kindergarten=me.kindergarten_name
    )


def invitation(me: Me, *, nearby: bool) -> str:
    """A letter to a kindergarten: of the own municipality, or a tip to one elsewhere."""
    here = _(
        "We want a local network of the independent kindergartens here in {municipality}, and "
        "would like you to be in it."
    )
    there = _(
        "In your municipality the independent kindergartens can have a local network of their "
        "own. We have good use of ours, and would like to tell you of it."
    )
    return _(
        "Hello,\n\n{kindergarten} has joined Barnehagealliansen, a network of independent private "
        "kindergartens that share experience and help each other. {reason}\n\nRead more and join: "
        "{site}\n\nYou are welcome to call or write to us.\n\nRegards\n{name}\n{kindergarten}"
    ).format(
        kindergarten=me.kindergarten_name,
        reason=(here if nearby else there).format(municipality=me.municipality_name),
        site=SITE,
        name=me.name,
    )


def posts(me: Me) -> list[str]:
    """Texts for social media, ready to be copied."""
    names = {"kindergarten": me.kindergarten_name, "municipality": me.municipality_name}
    return [
        text.format(**names, site=SITE)
        for text in (
            _(
                "{kindergarten} has joined Barnehagealliansen, a network of independent private "
                "kindergartens. We share experience and make each other better. {site}"
            ),
            _(
                "Do you run an independent kindergarten in {municipality}? Join us in "
                "Barnehagealliansen, and let us build a local network. {site}"
            ),
            _(
                "Independent kindergartens are strong together. In Barnehagealliansen we meet, "
                "learn from each other and find substitutes. {site}"
            ),
        )
    ]
