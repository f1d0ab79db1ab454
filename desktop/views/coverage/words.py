"""How coverage is told of, in the window and on the sheet."""

from collections.abc import Sequence
from datetime import date

from desktop.documents.fact_values import FactLine, FactSheet
from desktop.models.coverage import Covered, Decided, Month, Part
from desktop.texts import _, day_month, ngettext

_SOURCES = (
    "Barnehager: Nasjonalt barnehageregister, Utdanningsdirektoratet, juli 2026 (NLOD).",
    "Kommuner og fylker: SSB (NLOD) og Kartverket (CC BY 4.0). Medlemmer: Barnehagealliansen.",
    "Arket inneholder bare offentlige opplysninger og summer.",
)

_ABOUT = (
    "Barnehagealliansen er et nettverk av private barnehager som ikke hører til de store kjedene. "
    "I hver kommune leder en kontaktbarnehage det lokale nettverket."
)


def part_line(part: Part) -> str:
    """Trøndelag: 5 medlemmer, 1 av 26 kommuner har kontaktbarnehage."""
    members = ngettext("{n} member", "{n} members", part.members).format(n=part.members)
    text = _("{covered} of {wanted} municipalities have a contact kindergarten")
    covered = text.format(covered=part.covered, wanted=part.wanted)
    said = f"{members}, {covered}"
    return f"{part.county.name}: {said}" if part.county else said


def place_line(place: Covered) -> str:
    """Levanger: 13 private barnehager, ledet av Solbakken barnehage."""
    private = ngettext("{n} private kindergarten", "{n} private kindergartens", place.private)
    return f"{place.name}: {private.format(n=place.private)}, {contact_of(place)}"


def contact_of(place: Covered) -> str:
    """Who leads there, or why nobody does."""
    if place.contact:
        return _("led by {name}").format(name=place.contact)
    return _("no contact kindergarten yet") if place.wanted else _("no private kindergarten")


def month_name(first: date) -> str:
    """The month in short: nov."""
    return day_month(first).split(" ", 1)[-1]


def month_line(month: Month) -> str:
    """nov. 2026: 12 medlemmer, 3 kommuner."""
    text = _("{month} {year}: {members} members, {covered} municipalities")
    return text.format(
        month=month_name(month.first),
        year=month.first.year,
        members=month.members,
        covered=month.covered,
    )


def sheet_of(
    part: Part,
    place: Covered | None,
    decided: Sequence[Decided],
    today: date,
    counties: Sequence[Part] = (),
) -> FactSheet:
    """The sheet of a county, of the country by its counties, or of one of its municipalities. In
    bokmål, as those whom it is handed to read it.
    """
    picked = tuple((one.network, one.on, one.text) for one in decided)
    if place is not None:
        return FactSheet(
            place.name,
            today,
            (
                ("Barnehager", f"{_count(place.private)} {_private(place.private)}"),
                ("Medlemmer", _members(place.members)),
                ("Kontakt", place.contact or "Ingen kontaktbarnehage ennå"),
            ),
            decisions=picked,
            sources=_SOURCES,
            about=_ABOUT,
        )
    covered = f"{part.covered} av {part.wanted} kommuner med privat barnehage"
    figures = (
        ("Barnehager", f"{_count(part.private)} {_private(part.private)}"),
        ("Medlemmer", _members(part.members)),
        ("Kontakt", f"{covered} har kontaktbarnehage"),
        ("Kommuner", f"{len(part.municipalities)} i alt"),
    )
    name = part.county.name if part.county else "Norge"
    lines = _county_lines(part) if part.county else _lines_of(counties)
    title = "Kommuner med medlemmer" if part.county else "Fylke for fylke"
    return FactSheet(name, today, figures, title if lines else "", lines, picked, _SOURCES, _ABOUT)


def _county_lines(part: Part) -> tuple[FactLine, ...]:
    """The municipalities where there is anything, those with most members first."""
    return tuple(
        FactLine(one.name, one.members, one.private, "ja" if one.contact else "–")
        for one in sorted(part.municipalities, key=lambda one: (-one.members, not one.contact))
        if one.members or one.contact
    )


def _lines_of(counties: Sequence[Part]) -> tuple[FactLine, ...]:
    return tuple(
        FactLine(one.county.name, one.members, one.private, f"{one.covered} av {one.wanted}")
        for one in counties
        if one.county
    )


def _private(count: int) -> str:
    return "privat" if count == 1 else "private"


def _members(count: int) -> str:
    return f"{_count(count)} {'barnehage' if count == 1 else 'barnehager'} i Barnehagealliansen"


def _count(count: int) -> str:
    return f"{count:,}".replace(",", "\N{NO-BREAK SPACE}")
