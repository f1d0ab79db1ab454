"""What it takes to be contact kindergarten, how the network meets, and who leads it when."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.models.leading import NextOffice, Office, Term
from desktop.texts import _, short_date
from desktop.views.networks.words import how_often, quorum_of, usual_mode
from desktop.views.theme.tokens import SPACE_S, SPACE_XS
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import Row, RowList


def duties_card(office: Office | None, *, mine: bool) -> Card:
    """What the contact kindergarten may do, and what it has to."""
    card = Card(_("What the contact kindergarten does"))
    if mine and office is not None and office.free:
        card.set_badge(_("Free membership"), "primary")
    for title, lines in ((_("You may"), _may()), (_("You have to"), _must(office))):
        card.body.addWidget(Label(title, "label"))
        card.body.addWidget(Label("\n".join(f"– {line}" for line in lines)))
        card.body.addSpacing(SPACE_XS)
    return card


def meets_card(office: Office, change: Button | None) -> Card:
    """How often and how the network meets, and who has to be there."""
    card = Card(_("How the network meets"))
    settings = office.settings
    listed = RowList(name=_("How the network meets"))
    listed.set_rows(
        [
            Row(how_often(settings.meets_every), _("How often"), icon="meetings"),
            Row(usual_mode(settings.usual_mode), _("Usually"), icon="pin"),
            Row(quorum_of(settings.quorum), _("To decide anything"), icon="people"),
        ]
    )
    card.body.addWidget(listed)
    if change is not None:
        card.body.addLayout(button_line([change]))
    return card


def rotation_card(office: Office, buttons: Sequence[Button]) -> Card:
    """Who takes over and when, and who has led the network until now."""
    card = Card(_("Who leads the network"))
    if office.following is not None:
        card.body.addWidget(Label(_following(office.following), "strong"))
        if not office.following.can:
            text = _("{name} takes part no longer. Decide anew who takes over.")
            said = text.format(name=office.following.kindergarten)
            card.body.addWidget(Label(said, "error"))
    else:
        text = _("No rotation is decided. A meeting can decide who takes over, and from when.")
        card.body.addWidget(Label(text, "muted"))
    if office.terms:
        listed = RowList(name=_("Contact kindergartens until now"))
        listed.set_rows([Row(one.kindergarten, _during(one), icon="home") for one in office.terms])
        card.body.addWidget(listed)
    if buttons:
        card.body.addLayout(button_line(buttons))
    return card


def _may() -> list[str]:
    return [
        _("invite every kindergarten in the municipality, whoever owns it"),
        _("plan the meetings, call them and lead them"),
        _("choose how often and how the network meets"),
        _("be a member for free as long as you hold the office"),
    ]


def _must(office: Office | None) -> list[str]:
    region = office.region if office is not None else ""
    above = _("take part in {name}").format(name=region) if region else ""
    return [
        _("lead the local meetings, also online"),
        above or _("take part in the regional network"),
        _("see to it that minutes are written and submitted"),
        _("hand over on the agreed date when the network rotates"),
    ]


def _following(found: NextOffice) -> str:
    text = _("{name} takes over on {date}, with {person} as contact person.")
    said = text.format(
        name=found.kindergarten, date=short_date(found.rotation.on), person=found.person
    )
    decided = _("Decided in: {item}").format(item=found.item) if found.item else ""
    return "\n".join(part for part in (said, decided) if part)


def _during(term: Term) -> str:
    start = short_date(term.starts_on)
    if term.ends_on is None:
        return _("since {date}").format(date=start)
    return f"{start} – {short_date(term.ends_on)}"


def button_line(buttons: Sequence[QWidget]) -> FlowLayout:
    """Buttons below what they are about, in as many lines as they need."""
    line = FlowLayout(spacing=SPACE_S)
    line.setContentsMargins(0, SPACE_S, 0, 0)
    for button in buttons:
        line.addWidget(button)
    return line
