"""Networks and the kindergartens that take part in them."""

from collections.abc import Iterator
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from contract.geography import municipality
from contract.records.base import Parent, Problem, Record, blank
from contract.records.types import word


class Level(StrEnum):
    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"
    PROFESSIONAL = "professional"


class Network(Record):
    """A network; a local one is led by the contact kindergarten of its municipality."""

    __tablename__ = "network"
    fixed = frozenset({"level", "municipality", "county"})

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
