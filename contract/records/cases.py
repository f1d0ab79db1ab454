"""Cases that one network raises to the network above it."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from contract.records.base import Problem, Record, blank
from contract.records.meetings import ItemMinutes, Outcome
from contract.records.types import LongText

RAISED_BY = (Outcome.UNANIMOUS, Outcome.CARRIED, Outcome.NOTED)
"""What a meeting comes to before it raises a case: not what fell, or is postponed."""


def decided(said: ItemMinutes | None) -> bool:
    """Whether the minutes of an item hold a decision that raises its case."""
    return said is not None and not blank(said.decision) and said.outcome in RAISED_BY


class RaisedCase(Record):
    """An item of an agenda that its meeting has raised to the network above, and what came back.

    A case that goes on from there is a record of its own, and names this one as `below_id`. What
    the service sets tells those below what stands in rooms that they do not read.
    """

    __tablename__ = "raised_case"
    fixed = frozenset({"item_id", "meeting_id", "network_id", "to_network_id", "below_id"})
    service_set = frozenset({"number", "year", "above_number", "above_year", "taken_on", "told_on"})
    once_per = ("item_id",)

    item_id: Mapped[UUID] = mapped_column(index=True)
    meeting_id: Mapped[UUID]
    network_id: Mapped[UUID] = mapped_column(index=True)
    to_network_id: Mapped[UUID] = mapped_column(index=True)
    raised_on: Mapped[date]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(LongText, default="")
    below_id: Mapped[UUID | None] = mapped_column(default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    """Of the item that was raised."""
    year: Mapped[int | None] = mapped_column(default=None)
    above_number: Mapped[int | None] = mapped_column(default=None)
    """Of the item that it became above."""
    above_year: Mapped[int | None] = mapped_column(default=None)
    taken_on: Mapped[date | None] = mapped_column(default=None)
    """The day of the meeting above on whose agenda it stands."""
    report: Mapped[str] = mapped_column(LongText, default="")
    reported_on: Mapped[date | None] = mapped_column(default=None)
    told_on: Mapped[date | None] = mapped_column(default=None)
    """The day of the meeting below on whose agenda the report stands."""

    def problems(self) -> Iterator[Problem]:
        if blank(self.title):
            yield Problem("title", "required")
        if self.reported_on is not None and blank(self.report):
            yield Problem("report", "required")

    @property
    def report_due(self) -> date | None:
        """By when those below are to hear: the end of the month after the meeting above."""
        if self.taken_on is None:
            return None
        year, month = divmod(self.taken_on.year * 12 + self.taken_on.month, 12)
        return date(year, month + 1, monthrange(year, month + 1)[1])
