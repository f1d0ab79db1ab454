"""The introduction of one's kindergarten: one form, published in two places at once.

It stands in «Velkommen!» and in the county's category. The county's copy says the same until its
writer has changed it. Published again, it changes the posts that are there.
"""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from contract.geography import Municipality, municipality
from contract.ids import derived_id
from contract.records import Category, Kindergarten, Post, PostForm, Purpose
from contract.records.base import Problem
from desktop.models import drafts
from desktop.models.bookkeeping import outbox
from desktop.models.editing import add, edit
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.outbox import one_group
from desktop.models.rights import refuse_forbidden

DRAFT = "introduction"

TAGS = (
    "friluft",
    "mat og måltid",
    "natur og bærekraft",
    "språk og lesing",
    "musikk og drama",
    "kunst og håndverk",
    "lek og vennskap",
    "bevegelse og helse",
    "gårdsbarnehage",
    "naturbarnehage",
    "kulturbarnehage",
    "flerspråklighet",
    "små grupper",
    "samisk språk og kultur",
    "nærmiljø",
    "digital praksis",
    "realfag",
    "foreldresamarbeid",
)
"""What is offered as tags. One's own words are as good."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """What the form holds. The county's texts are None as long as they follow the others."""

    name: str = ""
    approved_places: int | None = None
    municipality: str = ""
    loves: str = ""
    hopes: str = ""
    tags: frozenset[str] = frozenset()
    county_loves: str | None = None
    county_hopes: str | None = None

    @property
    def place(self) -> Municipality | None:
        """The municipality, from which the county follows."""
        return municipality(self.municipality)

    def in_county(self) -> "Introduction":
        """What the county's category is to show."""
        return replace(
            self,
            loves=self.loves if self.county_loves is None else self.county_loves,
            hopes=self.hopes if self.county_hopes is None else self.county_hopes,
        )

    def problems(self) -> tuple[Problem, ...]:
        """What must be mended before it can be published, by field of this form."""
        sketch = Post(
            category_id=_NOWHERE,
            kindergarten_id=None,
            author_id=_NOWHERE,
            author_name="",
            **_fields(self),
        )
        return tuple(
            Problem("name" if one.field == "title" else one.field, one.code)
            for one in sketch.problems()
        )


_NOWHERE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Opening:
    """All that the form needs to open.

    `published` is what stands in both places now, None where nothing does; `waits` that it is not
    sent yet; `by` names a colleague who has published it, and alone can change it. `draft` is
    what was typed and not published.
    """

    prefilled: Introduction
    published: Introduction | None
    draft: Introduction | None
    waits: bool
    by: str
    welcome: str
    counties: dict[str, str]
    """Names of the counties' categories by the county's number."""

    @property
    def start(self) -> Introduction:
        """What the form opens with."""
        return self.draft or self.published or self.prefilled


def opening(session: Session, me: Me) -> Opening:
    """What the form opens with, and where it will be published."""
    welcome, regions = _places(session)
    first, copy = _existing(session, me, welcome, regions)
    other = first or copy
    waits = any(
        session.scalar(
            select(exists().where(outbox.c.kind == "post", outbox.c.record_id == post.id))
        )
        for post in (first, copy)
        if post is not None
    )
    return Opening(
        prefilled=_prefilled(session, me),
        published=_published(first, copy) if first or copy else None,
        draft=_draft(session, me),
        waits=waits,
        by=other.author_name if other and other.author_id != me.person else "",
        welcome=welcome.name if welcome else "",
        counties={county: region.name for county, region in regions.items()},
    )


def keep_draft(session: Session, me: Me, typed: Introduction) -> None:
    """Keep what is being typed, so that no crash can take it."""
    text = json.dumps({**asdict(typed), "tags": sorted(typed.tags)}, ensure_ascii=False)
    drafts.save(session, DRAFT, _draft_id(me), {"form": text})


def drop_draft(session: Session, me: Me) -> None:
    """Forget what was typed and not published."""
    drafts.drop(session, DRAFT, _draft_id(me))


def publish(session: Session, me: Me, loaded: Introduction, wanted: Introduction) -> None:
    """Publish in «Velkommen!» and in the county's category, both or none, or change what is
    published there. `loaded` is what the form opened with.

    Raises Refused: what is wrong with a field, forbidden, not_fetched where the categories have
    not been fetched yet.
    """
    for problem in wanted.problems():
        raise Refused(problem.code, problem.field)
    welcome, regions = _places(session)
    place = wanted.place
    region = regions.get(place.county.number) if place else None
    if welcome is None or region is None:
        raise Refused("not_fetched")
    first, copy = _existing(session, me, welcome, {region.county or "": region})
    with one_group(session):
        _put(session, me, welcome, first, loaded, wanted)
        _put(session, me, region, copy, loaded.in_county(), wanted.in_county())
    drop_draft(session, me)


def _put(
    session: Session,
    me: Me,
    where: Category,
    post: Post | None,
    loaded: Introduction,
    wanted: Introduction,
) -> None:
    fields = _fields(wanted)
    if post is not None:
        refuse_forbidden(session, me, post)
        edit(session, post, _fields(loaded), fields)
        return
    if me.person is None:
        raise Refused("forbidden")
    post = Post(
        category_id=where.id,
        kindergarten_id=me.kindergarten,
        author_id=me.person,
        author_name=me.name,
        **fields,
    )
    refuse_forbidden(session, me, post)
    add(session, post)


def _fields(form: Introduction) -> dict[str, Any]:
    return {
        "form": PostForm.INTRODUCTION,
        "title": form.name.strip(),
        "approved_places": form.approved_places,
        "municipality": form.municipality or None,
        "loves": form.loves.strip(),
        "hopes": form.hopes.strip(),
        "tags": form.tags,
    }


def _places(session: Session) -> tuple[Category | None, dict[str, Category]]:
    wanted = select(Category).where(Category.purpose.in_((Purpose.WELCOME, Purpose.REGION)))
    found = session.scalars(wanted.order_by(Category.position.desc(), Category.id.desc())).all()
    welcome = next((one for one in reversed(found) if one.purpose is Purpose.WELCOME), None)
    regions = {one.county: one for one in found if one.purpose is Purpose.REGION and one.county}
    return welcome, regions


def _existing(
    session: Session, me: Me, welcome: Category | None, regions: dict[str, Category]
) -> tuple[Post | None, Post | None]:
    """The introduction in «Velkommen!» and its copy; of two, one's own."""
    if me.kindergarten is None:
        return None, None
    posts = session.scalars(
        select(Post)
        .where(
            Post.kindergarten_id == me.kindergarten,
            Post.form == PostForm.INTRODUCTION,
            Post.withdrawn_at.is_(None),
        )
        .order_by((Post.author_id == me.person).desc(), Post.id.desc())
    ).all()
    counties = {region.id for region in regions.values()}
    first = next((one for one in posts if welcome and one.category_id == welcome.id), None)
    copy = next((one for one in posts if one.category_id in counties), None)
    return first, copy


def _published(first: Post | None, copy: Post | None) -> Introduction:
    main = first or copy
    assert main is not None
    same = copy is None or (copy.loves, copy.hopes) == (main.loves, main.hopes)
    return Introduction(
        name=main.title,
        approved_places=main.approved_places,
        municipality=main.municipality or "",
        loves=main.loves,
        hopes=main.hopes,
        tags=main.tags,
        county_loves=None if same or copy is None else copy.loves,
        county_hopes=None if same or copy is None else copy.hopes,
    )


def _prefilled(session: Session, me: Me) -> Introduction:
    house = session.get(Kindergarten, me.kindergarten) if me.kindergarten else None
    if house is None:
        return Introduction()
    return Introduction(house.name, house.approved_places, house.municipality, tags=house.tags)


def _draft(session: Session, me: Me) -> Introduction | None:
    kept = drafts.load(session, DRAFT, _draft_id(me)).get("form")
    if kept is None:
        return None
    form = json.loads(kept.text)
    return Introduction(**{**form, "tags": frozenset(form["tags"])})


def _draft_id(me: Me) -> UUID:
    return derived_id(DRAFT, me.kindergarten or me.account)
