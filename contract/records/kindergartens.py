"""Kindergartens, the people who speak for them, and what a new member reads."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Mapped, mapped_column
from stdnum.no import orgnr

from contract.geography import municipality
from contract.records.base import Problem, Record, blank
from contract.records.types import LongText, word


class Kindergarten(Record):
    """A member of the network."""

    __tablename__ = "kindergarten"
    service_set = frozenset({"municipality", "organisation_number", "free_membership"})

    name: Mapped[str]
    municipality: Mapped[str]
    """Four digits, as Statistics Norway numbers them."""
    organisation_number: Mapped[str | None] = mapped_column(default=None)
    approved_places: Mapped[int | None] = mapped_column(default=None)
    tags: Mapped[frozenset[str]] = mapped_column(default=frozenset())
    free_membership: Mapped[bool] = mapped_column(default=False)
    """Whether it pays nothing, as it is the contact kindergarten of its municipality."""
    pbl: Mapped[bool | None] = mapped_column(default=None)
    """Whether it is a member of the employers' association PBL; None where nobody has said."""
    leaves_on: Mapped[date | None] = mapped_column(default=None)
    """The last day in the network, where its leaving has been reported."""

    def problems(self) -> Iterator[Problem]:
        if blank(self.name):
            yield Problem("name", "required")
        if municipality(self.municipality) is None:
            yield Problem("municipality", "unknown")
        if self.organisation_number and not orgnr.is_valid(self.organisation_number):
            yield Problem("organisation_number", "not_an_organisation_number")
        if self.approved_places is not None and self.approved_places <= 0:
            yield Problem("approved_places", "not_above_zero")


def stays(day: date | ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a kindergarten is in the network on a day."""
    last = Kindergarten.leaves_on
    return or_(last.is_(None), last >= day)


class Person(Record):
    """Somebody whom the others may know: a manager, owner or contact person with a work e-mail.

    The service writes it when a person is given access.
    """

    __tablename__ = "person"
    fixed = frozenset({"kindergarten_id"})
    personal = frozenset({"name", "email"})

    name: Mapped[str]
    kindergarten_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    email: Mapped[str | None] = mapped_column(default=None)
    roles: Mapped[frozenset[str]] = mapped_column(default=frozenset())


class GuidelineKind(StrEnum):
    GUIDELINES = "guidelines"
    TERMS = "terms"


class Guideline(Record):
    """A version of the guidelines or the terms of use; a new version asks everybody again."""

    __tablename__ = "guideline"
    fixed = frozenset({"kind", "version"})

    kind: Mapped[GuidelineKind] = mapped_column(word(GuidelineKind))
    version: Mapped[int]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(LongText)


class ReadingReceipt(Record):
    """That one account has read one version of a guideline, on whichever device."""

    __tablename__ = "reading_receipt"
    fixed = frozenset({"account_id", "guideline_id"})
    once_per = ("account_id", "guideline_id")

    account_id: Mapped[UUID]
    guideline_id: Mapped[UUID] = mapped_column(index=True)
