"""Networks and the kindergartens that take part in them."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from contract.geography import municipality
from contract.records.base import Parent, Problem, Record, blank
from contract.records.meetings import Mode
from contract.records.types import LongText, word

_ROTATION = (
    "next_contact_kindergarten_id",
    "next_contact_person_id",
    "handover_on",
    "handover_item_id",
)


class Level(StrEnum):
    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"
    PROFESSIONAL = "professional"


class Network(Record):
    """A network; a local one is led by the contact kindergarten of its municipality."""

    __tablename__ = "network"
    fixed = frozenset({"level", "municipality", "county"})
    units = (frozenset(_ROTATION),)

    name: Mapped[str]
    level: Mapped[Level] = mapped_column(word(Level))
    municipality: Mapped[str | None] = mapped_column(default=None, index=True)
    county: Mapped[str | None] = mapped_column(default=None)
    contact_kindergarten_id: Mapped[UUID | None] = mapped_column(default=None)
    contact_person_id: Mapped[UUID | None] = mapped_column(default=None)
    support_confirmed: Mapped[bool] = mapped_column(default=False)
    ready_to_lead: Mapped[bool] = mapped_column(default=False)
    quorum: Mapped[int | None] = mapped_column(default=None)
    """How many kindergartens must be present; more than half of them where it is not set."""
    category_id: Mapped[UUID | None] = mapped_column(default=None)
    """The room of the forum that is the network's own, where it has one."""
    meets_every: Mapped[int | None] = mapped_column(default=None)
    """How many months there are between the meetings that the network has agreed on."""
    usual_mode: Mapped[Mode | None] = mapped_column(word(Mode), default=None)
    next_contact_kindergarten_id: Mapped[UUID | None] = mapped_column(default=None)
    """Who is to be contact kindergarten from `handover_on` on; the service carries it out."""
    next_contact_person_id: Mapped[UUID | None] = mapped_column(default=None)
    handover_on: Mapped[date | None] = mapped_column(default=None)
    handover_item_id: Mapped[UUID | None] = mapped_column(default=None)
    """The item of the agenda under which the rotation was decided."""

    def problems(self) -> Iterator[Problem]:
        if blank(self.name):
            yield Problem("name", "required")
        if self.level is Level.LOCAL:
            if municipality(self.municipality or "") is None:
                yield Problem("municipality", "unknown")
            if self.contact_kindergarten_id is None:
                yield Problem("contact_kindergarten_id", "required")
            if not self.support_confirmed:
                yield Problem("support_confirmed", "must_be_confirmed")
            if not self.ready_to_lead:
                yield Problem("ready_to_lead", "must_be_confirmed")
        if self.quorum is not None and self.quorum <= 0:
            yield Problem("quorum", "not_above_zero")
        if self.meets_every is not None and self.meets_every <= 0:
            yield Problem("meets_every", "not_above_zero")
        yield from self._problems_of_rotation()

    def _problems_of_rotation(self) -> Iterator[Problem]:
        if all(getattr(self, field) is None for field in _ROTATION):
            return
        for field in _ROTATION:
            if getattr(self, field) is None:
                yield Problem(field, "required")
        if self.next_contact_kindergarten_id == self.contact_kindergarten_id:
            yield Problem("next_contact_kindergarten_id", "same_as_before")

    def claims(self) -> Iterator[str]:
        if self.level is Level.LOCAL:
            yield f"network:local:{self.municipality}"


class MemberState(StrEnum):
    INVITED = "invited"
    JOINED = "joined"
    DECLINED = "declined"
    LEFT = "left"


class NetworkMember(Record):
    """A kindergarten's place in a network."""

    __tablename__ = "network_member"
    parent = Parent("network", "network_id")
    fixed = frozenset({"network_id", "kindergarten_id"})
    once_per = ("network_id", "kindergarten_id")

    network_id: Mapped[UUID] = mapped_column(index=True)
    kindergarten_id: Mapped[UUID] = mapped_column(index=True)
    state: Mapped[MemberState] = mapped_column(word(MemberState), default=MemberState.INVITED)
    guest: Mapped[bool] = mapped_column(default=False)
    """Whether it comes from a municipality without a network of its own, and has no vote here."""
    invited_on: Mapped[date | None] = mapped_column(default=None)
    answered_on: Mapped[date | None] = mapped_column(default=None)


class ContactTerm(Record):
    """That a kindergarten leads, or has led, a local network. Written by the service alone."""

    __tablename__ = "contact_term"
    fixed = frozenset({"network_id", "kindergarten_id", "starts_on"})

    network_id: Mapped[UUID] = mapped_column(index=True)
    kindergarten_id: Mapped[UUID] = mapped_column(index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)


class RequestState(StrEnum):
    WAITING = "waiting"
    DECLINED = "declined"


class ContactRequest(Record):
    """Whether a kindergarten would be the contact kindergarten of its municipality: asked by
    another one, or answered without being asked. Who says yes establishes the network.
    """

    __tablename__ = "contact_request"
    fixed = frozenset({"kindergarten_id", "municipality", "county"})

    kindergarten_id: Mapped[UUID] = mapped_column(index=True)
    municipality: Mapped[str]
    county: Mapped[str]
    asked_by_id: Mapped[UUID | None] = mapped_column(default=None)
    asked_on: Mapped[date | None] = mapped_column(default=None)
    answer: Mapped[RequestState] = mapped_column(word(RequestState), default=RequestState.WAITING)
    answered_on: Mapped[date | None] = mapped_column(default=None)

    def problems(self) -> Iterator[Problem]:
        place = municipality(self.municipality)
        if place is None:
            yield Problem("municipality", "unknown")
        elif place.county.number != self.county:
            yield Problem("county", "unknown")


class ApplicationState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class ExpertApplication(Record):
    """A kindergarten's wish to be expert kindergarten in a professional network."""

    __tablename__ = "expert_application"
    fixed = frozenset({"kindergarten_id", "network_id"})
    service_set = frozenset({"state", "answer", "decided_on"})
    once_per = ("network_id", "kindergarten_id")

    kindergarten_id: Mapped[UUID] = mapped_column(index=True)
    network_id: Mapped[UUID] = mapped_column(index=True)
    applied_on: Mapped[date]
    text: Mapped[str] = mapped_column(LongText, default="")
    """What the kindergarten is good at, and what it can give to others."""
    state: Mapped[ApplicationState] = mapped_column(
        word(ApplicationState), default=ApplicationState.WAITING
    )
    answer: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None] = mapped_column(default=None)

    def problems(self) -> Iterator[Problem]:
        if blank(self.text):
            yield Problem("text", "required")
