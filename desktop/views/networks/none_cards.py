"""A municipality without a network: what can be done there, who was asked, and who is near."""

from collections.abc import Callable
from functools import partial

from contract.geography import municipalities
from desktop.models.contact_asking import Asked
from desktop.models.networks import LocalView, Nearby
from desktop.texts import _, short_date
from desktop.views.theme.tokens import Tone
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import Row, RowList


def none_text(view: LocalView) -> str:
    """That nobody leads a network there, and what can be done."""
    if view.alone and view.own:
        return _(
            "No other independent kindergarten is known in {place}. You can still establish the"
            " network, or ask to take part as a guest in a neighbouring one."
        ).format(place=view.place.name)
    if view.alone:
        return _("No independent kindergarten is known in {place}.").format(place=view.place.name)
    if view.own:
        return _(
            "Nobody leads a local network in {place}. As contact kindergarten you invite the"
            " others and lead the meetings."
        ).format(place=view.place.name)
    return _("Nobody leads a local network in {place} yet.").format(place=view.place.name)


def asked_note(view: LocalView) -> str:
    """Who asks the one who reads to be contact kindergarten, or that the answer was no."""
    mine = [one for one in view.asked if one.mine]
    names = ", ".join(one.asked_by for one in mine if not one.declined and one.asked_by)
    if names:
        return _("{name} asks whether you would be contact kindergarten.").format(name=names)
    if mine:
        return _("You have said no thanks. You can still change your mind, or ask another.")
    return ""


def neighbours(view: LocalView) -> list[Row]:
    """The members of the municipality, with what they said to being contact kindergarten."""
    last = {one.kindergarten_id: one for one in view.asked}
    return [
        Row(
            one.name,
            " · ".join(
                filter(None, [_("your kindergarten") if one.mine else "", _said(last.get(one.id))])
            ),
            icon="home",
            badge=_pill(last.get(one.id)),
        )
        for one in view.members
    ]


def nearby_card(view: LocalView, look_up: Callable[[str], object]) -> Card:
    """The local networks of the county and just across its border, to be a guest in."""
    title = _("Networks near by")
    card = Card(title)
    if not view.nearby:
        text = _("There is no local network near by yet. Look up another municipality.")
        card.body.addWidget(Label(text, "muted"))
        return card
    listed = RowList(name=title)
    listed.set_rows(
        [
            Row(
                municipalities()[one.municipality].name,
                _led_by(one),
                icon="pin",
                badge=(_("Guest"), "primary") if one.guest else None,
                on_click=partial(look_up, one.municipality),
            )
            for one in view.nearby
        ]
    )
    card.body.addWidget(listed)
    return card


def _led_by(one: Nearby) -> str:
    led = _("led by {name}").format(name=one.contact_kindergarten)
    return " · ".join(filter(None, [led, one.county]))


def _said(asked: Asked | None) -> str:
    if asked is None:
        return ""
    if asked.unsent:
        return _("waits to be sent")
    if asked.declined and asked.answered_on is not None:
        return _("answered {date}").format(date=short_date(asked.answered_on))
    on = asked.asked_on
    return _("asked {date}").format(date=short_date(on)) if on is not None else ""


def _pill(asked: Asked | None) -> tuple[str, Tone] | None:
    if asked is None:
        return None
    return (_("Said no thanks"), "neutral") if asked.declined else (_("Asked"), "info")
