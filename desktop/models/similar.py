"""Kindergartens that are like one's own, with the reasons; docs/similar.md explains the score."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.geography import Municipality, municipality
from contract.records import Category, Kindergarten, Network, Person, Post, PostForm, Purpose
from contract.records.networks import Level
from contract.roles import HEADS, OWNERS
from desktop.models.forum_mentions import mentionable
from desktop.models.kindergarten import still_members
from desktop.models.me import Me

MOST = 12
LEAST_SCORE = 3

_A_TAG, _MOST_TAGS = 3, 4
_SIZES = ((0.10, 3), (0.25, 2), (0.50, 1))
_A_WISH, _MOST_WISHES = 2, 3
_LEADERSHIP = 2
_COUNTY = 1

_WORD = re.compile(r"[^\W\d_]{5,}")
_STEM = 5
"""So many letters of a word decide: «vikar» stands in «vikarer» and «vikarpool»."""
_COMMON = frozenset(
    word[:_STEM]
    for word in re.findall(
        r"\w+",
        """alltid andre andres annen arbeid barna barnas barnehage bruker denne deres dette disse
        eller erfaring etter flere finne gjennom gjerne gjøre hadde hjelp hvordan håper ikkje ingen
        innen kanskje kunne landet lærer mange mellom nettverk noen nokon norge også private sammen
        saman siden skulle større svært trenger under uten vanlig veldig vårt ønsker ønskje""",
    )
)


class Why(StrEnum):
    """What two kindergartens have in common."""

    SIZE = "size"
    TAG = "tag"
    WISH = "wish"
    OFFER = "offer"
    OWNER_LED = "owner_led"
    CONTACT = "contact"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, with what it is about: a tag, a word of a wish, or a number of places."""

    why: Why
    about: str = ""


@dataclass(frozen=True, slots=True)
class Similar:
    """A kindergarten, why it is like one's own, and how it is reached.

    `label` is what a post mentions it by.
    """

    id: UUID
    name: str
    label: str
    place: str
    nearby: bool
    score: int
    reasons: tuple[Reason, ...]
    contact: str
    email: str | None


@dataclass(slots=True)
class _Profile:
    """What is known of a kindergarten: by the register of members, and by its own introduction."""

    name: str
    place: Municipality | None
    places: int | None
    tags: frozenset[str]
    loves: str = ""
    hopes: str = ""
    owner_led: bool = False
    contact: bool = False
    head: tuple[str, str | None] = ("", None)


def similar(session: Session, me: Me, most: int = MOST) -> list[Similar]:
    """The kindergartens most like one's own: those of other municipalities first, then by score.

    Empty where one's own is not known here.
    """
    profiles = _profiles(session)
    own = profiles.pop(me.kindergarten, None) if me.kindergarten else None
    if own is None:
        return []
    labels = {one.id: one.label for one in mentionable(session)}
    found = [
        _as_similar(id_, other, labels.get(id_, other.name), own) for id_, other in profiles.items()
    ]
    fit = [one for one in found if one.score >= LEAST_SCORE]
    return sorted(fit, key=lambda one: (one.nearby, -one.score, one.name, one.id))[:most]


def _as_similar(id_: UUID, other: _Profile, label: str, own: _Profile) -> Similar:
    weighed = list(_reasons(own, other))
    return Similar(
        id=id_,
        name=other.name,
        label=label,
        place=other.place.name if other.place else "",
        nearby=other.place is not None and other.place == own.place,
        score=sum(points for _reason, points in weighed),
        reasons=tuple(reason for reason, _points in weighed),
        contact=other.head[0],
        email=other.head[1],
    )


def _reasons(own: _Profile, other: _Profile) -> Iterator[tuple[Reason, int]]:
    """What they have in common with its points, what says most first."""
    if own.places and other.places:
        apart = abs(own.places - other.places) / max(own.places, other.places)
        points = next((points for most, points in _SIZES if apart <= most), 0)
        if points:
            yield Reason(Why.SIZE, str(other.places)), points
    for tag in sorted(_folded(own.tags) & _folded(other.tags))[:_MOST_TAGS]:
        yield Reason(Why.TAG, tag), _A_TAG
    for why, wanted, offered in (
        (Why.WISH, own.hopes, other.loves),
        (Why.OFFER, other.hopes, own.loves),
    ):
        stems = _stems(offered)
        common = [word for stem, word in _stems(wanted).items() if stem in stems]
        for word in common[:_MOST_WISHES]:
            yield Reason(why, word), _A_WISH
    if own.owner_led and other.owner_led:
        yield Reason(Why.OWNER_LED), _LEADERSHIP
    if own.contact and other.contact:
        yield Reason(Why.CONTACT), _LEADERSHIP
    if own.place and other.place and own.place.county == other.place.county:
        yield Reason(Why.COUNTY, own.place.county.name), _COUNTY


def _profiles(session: Session) -> dict[UUID, _Profile]:
    found = {
        house.id: _Profile(
            house.name, municipality(house.municipality), house.approved_places, house.tags
        )
        for house in session.scalars(select(Kindergarten).where(still_members()))
    }
    _add_introductions(session, found)
    _add_people(session, found)
    contacts = select(Network.contact_kindergarten_id).where(Network.level == Level.LOCAL)
    for id_ in session.scalars(contacts):
        if id_ in found:
            found[id_].contact = True
    return found


def _add_introductions(session: Session, found: Mapping[UUID, _Profile]) -> None:
    welcome = select(Category.id).where(Category.purpose == Purpose.WELCOME)
    columns = (Post.kindergarten_id, Post.approved_places, Post.tags, Post.loves, Post.hopes)
    told = select(*columns).where(
        Post.category_id.in_(welcome),
        Post.form == PostForm.INTRODUCTION,
        Post.hidden_because.is_(None),
        Post.withdrawn_at.is_(None),
    )
    # what was written last says how it is
    for row in session.execute(told.order_by(Post.id)):
        profile = found.get(row.kindergarten_id)
        if profile is not None:
            profile.places = row.approved_places or profile.places
            profile.tags = profile.tags | row.tags
            profile.loves, profile.hopes = row.loves, row.hopes


def _add_people(session: Session, found: Mapping[UUID, _Profile]) -> None:
    columns = (Person.kindergarten_id, Person.name, Person.email, Person.roles)
    for row in session.execute(select(*columns).order_by(Person.id)):
        profile = found.get(row.kindergarten_id)
        if profile is None or row.roles.isdisjoint(HEADS):
            continue
        profile.owner_led |= not row.roles.isdisjoint(OWNERS)
        if not profile.head[1]:
            profile.head = (row.name, row.email)


def _folded(tags: frozenset[str]) -> frozenset[str]:
    return frozenset(tag.strip().casefold() for tag in tags)


def _stems(text: str) -> dict[str, str]:
    """The words of a text that say something, by the letters that decide."""
    words = (word.casefold() for word in _WORD.findall(text))
    return {word[:_STEM]: word for word in words if word[:_STEM] not in _COMMON}
