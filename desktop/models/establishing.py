"""Establishing a local network as its contact kindergarten, and what follows when another was
first.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from contract.records import (
    Category,
    Level,
    MemberState,
    Network,
    Post,
    PostForm,
    Purpose,
)
from desktop.models import drafts
from desktop.models.bookkeeping import refused
from desktop.models.editing import add, refuse_problems
from desktop.models.faults import Refused
from desktop.models.forum_writing import NEW_POST, new_post_draft
from desktop.models.holding import let_go_beneath, re_point
from desktop.models.me import Me
from desktop.models.me import me as signed_in
from desktop.models.networks import local_network
from desktop.models.outbox import one_group, touched
from desktop.models.rights import refuse_forbidden
from desktop.models.taking_part import place

DRAFTS = "establish"
"""The kind under which what is typed before a network is established is kept, by kindergarten."""


@dataclass(frozen=True, slots=True)
class EstablishForm:
    """What the one who establishes a network says."""

    support_confirmed: bool = False
    ready_to_lead: bool = False
    participants: int | None = None
    invited: tuple[UUID, ...] = ()
    title: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Announcement:
    """The words with which a network is made known, and the category in which."""

    title: str
    body: str
    category: str


@dataclass(frozen=True, slots=True)
class LostClaim:
    """An establishing that the service refused, since another kindergarten was first."""

    network_id: UUID
    municipality: str
    winner_id: UUID
    winner: str
    title: str = field(repr=False)
    body: str = field(repr=False)


def network_name(municipality: str) -> str:
    """What the local network of a municipality is called."""
    return f"Lokalt nettverk {municipality}"


def announcement(session: Session, me: Me, participants: int | None = None) -> Announcement:
    """The first words of the announcement in the county's category. Raises
    Refused("no_category") where the categories have not been fetched.
    """
    category = _category(session, me)
    # In bokmål whichever language the window speaks: the whole county reads it.
    lines = [
        f"I {me.municipality_name} er {me.kindergarten_name} nå kontaktbarnehage.",
        f"Kontaktperson er {me.name}.",
    ]
    if participants:
        noun = "barnehage" if participants == 1 else "barnehager"
        lines.append(f"Så langt deltar {participants} {noun}.")
    lines.append(f"Driver dere en privat barnehage i {me.municipality_name}? Bli med!")
    title = f"Lokalt nettverk i {me.municipality_name}"
    return Announcement(title, "\n\n".join((" ".join(lines[:-1]), lines[-1])), category.name)


def establish(session: Session, me: Me, form: EstablishForm) -> UUID:
    """Establish the own municipality's network: the network, the own place in it, the
    invitations and the announcement, which the service takes all or none.

    Raises Refused: forbidden, taken, no_category, and what is wrong with a field.
    """
    if me.kindergarten is None or me.person is None or not me.municipality:
        raise Refused("forbidden")
    standing = local_network(session, me, me.municipality)
    if standing is not None:
        raise Refused("taken", "municipality", kindergarten=standing.contact_kindergarten)
    network, post = _network(me, form), _post(session, me, form)
    refuse_problems(network)
    refuse_forbidden(session, me, network)
    post.network_id = network.id
    with one_group(session):
        add(session, network)
        # The order of the flushes is the order of the changes: who belongs comes after.
        session.flush()
        place(session, me, network.id, me.kindergarten, MemberState.JOINED)
        for kindergarten in form.invited:
            if kindergarten != me.kindergarten:
                place(session, me, network.id, kindergarten, MemberState.INVITED)
        session.flush()
        add(session, post)
    drafts.drop(session, DRAFTS, me.kindergarten)
    return network.id


def lost_claim(session: Session, me: Me) -> LostClaim | None:
    """The claim on the own municipality that another kindergarten was faster with, if any."""
    for row in _refused(session, kind="network"):
        number = row.fields.get("municipality")
        if row.code == "taken" and number == me.municipality and row.about.get("record"):
            post = _refused_post(session, row)
            return LostClaim(
                network_id=row.record_id,
                municipality=me.municipality_name,
                winner_id=UUID(row.about["record"]),
                winner=row.about.get("kindergarten", ""),
                title=post.fields.get("title", "") if post else "",
                body=post.fields.get("body", "") if post else "",
            )
    return None


def join_winner(session: Session, me: Me, claim: LostClaim) -> None:
    """Join the network of the one who was first. The own claim is put away, and the words of its
    announcement stay as a draft of a post; what else was made in the own network moves to theirs.
    Raises Refused: forbidden.
    """
    if me.kindergarten is None:
        raise Refused("forbidden")
    place(session, me, claim.winner_id, me.kindergarten, MemberState.JOINED)
    session.flush()
    own = (Network.__tablename__, claim.network_id)
    for kind in re_point(session.connection(), own, claim.winner_id):
        touched(session, kind)
    session.expire_all()
    put_away(session, claim)


def put_away(session: Session, claim: LostClaim) -> None:
    """Forget a lost claim but for the words of its announcement, which stay as the draft of a new
    post. What was made in its network is refused with it.
    """
    for row in _refused(session, kind="network", record=claim.network_id):
        post = _refused_post(session, row)
        if post is not None:
            _keep_words(session, post)
        group = refused.c.group_id == row.group_id if row.group_id else refused.c.seq == row.seq
        session.connection().execute(delete(refused).where(group))
    for row in let_go_beneath(session.connection(), [(Network.__tablename__, claim.network_id)]):
        touched(session, row.kind)


def _keep_words(session: Session, post: Row[Any]) -> None:
    """Put the words of a post that was never published into the draft of a new one, after what
    may already be written there.
    """
    at = new_post_draft(signed_in(session))
    before = {name: one.text for name, one in drafts.load(session, NEW_POST, at).items()}
    title, body = (str(post.fields.get(name) or "") for name in ("title", "body"))
    if before.get("title") or before.get("body"):
        body = f"{before.get('body', '')}\n\n{title}\n{body}".strip()
        title = before.get("title", "")
    room = before.get("room") or str(post.fields.get("category_id", ""))
    drafts.save(session, NEW_POST, at, {"title": title, "body": body, "room": room})


def _network(me: Me, form: EstablishForm) -> Network:
    return Network(
        name=network_name(me.municipality_name),
        level=Level.LOCAL,
        municipality=me.municipality,
        county=me.county,
        contact_kindergarten_id=me.kindergarten,
        contact_person_id=me.person,
        support_confirmed=form.support_confirmed,
        ready_to_lead=form.ready_to_lead,
    )


def _post(session: Session, me: Me, form: EstablishForm) -> Post:
    assert me.person is not None
    post = Post(
        category_id=_category(session, me).id,
        kindergarten_id=me.kindergarten,
        author_id=me.person,
        author_name=me.name,
        title=form.title.strip(),
        body=form.body.strip(),
        form=PostForm.ANNOUNCEMENT,
        municipality=me.municipality,
        participants=form.participants,
    )
    refuse_problems(post)
    return post


def _category(session: Session, me: Me) -> Category:
    query = select(Category).where(Category.purpose == Purpose.REGION, Category.county == me.county)
    found = session.scalars(query.order_by(Category.position)).first()
    if found is None:
        raise Refused("no_category")
    return found


def _refused(session: Session, kind: str, record: UUID | None = None) -> list[Row[Any]]:
    query = select(refused).where(refused.c.kind == kind)
    if record is not None:
        query = query.where(refused.c.record_id == record)
    return list(session.connection().execute(query.order_by(refused.c.seq)))


def _refused_post(session: Session, claim: Row[Any]) -> Row[Any] | None:
    if claim.group_id is None:
        return None
    posts = _refused(session, kind="post")
    return next((row for row in posts if row.group_id == claim.group_id), None)
