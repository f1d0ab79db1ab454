"""How the archive tells of outcomes and levels, and its values as the documents want them."""

from collections.abc import Iterable, Sequence
from datetime import date

from contract.records import Level, Outcome
from desktop.documents import values
from desktop.documents.bokmal import outcome_sentence, short_date
from desktop.models.archive import DecidedItem, Narrowed
from desktop.texts import N_, _

LEVELS = {
    Level.LOCAL: N_("Local"),
    Level.REGIONAL: N_("Regional"),
    Level.NATIONAL: N_("National"),
    Level.PROFESSIONAL: N_("Professional network"),
}
OUTCOMES = {
    Outcome.UNANIMOUS: N_("Carried unanimously"),
    Outcome.CARRIED: N_("Carried by vote"),
    Outcome.NOTED: N_("Noted"),
    Outcome.POSTPONED: N_("Postponed"),
    Outcome.FELL: N_("Fell"),
}
# the table is handed on beside documents in bokmål, whichever language the window speaks
_HEADS = ("Sak", "Dato", "Møte", "Nettverk", "Tittel", "Vedtak", "Resultat", "Ansvarlig")
WIDTHS = (9, 12, 10, 28, 36, 60, 30, 24)
_EVERYBODY = "Barnehagealliansen"


def outcome_word(outcome: Outcome | None) -> str:
    """What came of an item, in a word or two."""
    return _(OUTCOMES[outcome]) if outcome is not None else ""


def whose(networks: Iterable[str], wanted: Narrowed) -> str:
    """Whose minutes they are, as a document says it: of these networks."""
    names = set(networks)
    if wanted.network is not None or len(names) == 1:
        return next(iter(names), _EVERYBODY)
    return _EVERYBODY


def period(days: Iterable[date], wanted: Narrowed) -> str:
    """The years of these days, as a document says it."""
    if wanted.year is not None:
        return str(wanted.year)
    years = sorted({on.year for on in days})
    return "–".join(str(year) for year in dict.fromkeys((years[0], years[-1]))) if years else ""


def decisions_of(items: Sequence[DecidedItem], who: str, when: str) -> values.Decisions:
    """Decisions as their document wants them."""
    return values.Decisions(who, when, tuple(_line(item) for item in items))


def table(items: Sequence[DecidedItem]) -> list[Sequence[str]]:
    """Decisions as the rows of a table, its heads first."""
    rows: list[Sequence[str]] = [_HEADS]
    for item in items:
        told = outcome_sentence(_decision(item)).replace("\u00a0", " ")
        rows.append(
            (
                item.number,
                short_date(item.on),
                item.meeting,
                item.network,
                item.title,
                item.decision,
                told,
                item.responsible,
            )
        )
    return rows


def _line(item: DecidedItem) -> values.DecidedLine:
    return values.DecidedLine(
        item.on,
        item.network,
        item.meeting,
        item.number,
        item.title,
        _decision(item),
        item.responsible,
    )


def _decision(item: DecidedItem) -> values.Decision:
    votes = item.votes or (None, None, None)
    return values.Decision(values.Outcome(item.outcome.value), item.decision, *votes)
