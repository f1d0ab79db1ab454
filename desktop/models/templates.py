"""Templates of agendas: kept by the networks, and copied from one to another."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import collate, select
from sqlalchemy.orm import Session

from contract.records import AgendaTemplate, Level, Network, TemplateItem
from contract.records.calling import as_content
from desktop.models.agenda import template_of
from desktop.models.editing import add, get
from desktop.models.me import Me
from desktop.models.rights import may, refuse_forbidden
from desktop.models.undoing import Removed, bring_back, remove


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A template that a network can use: its own, or one of another network of the reader's."""

    id: UUID
    name: str
    network_id: UUID
    network: str
    level: Level
    items: tuple[TemplateItem, ...]
    own: bool
    may_change: bool


def templates(session: Session, me: Me, network: UUID) -> list[TemplateChoice]:
    """The templates that this PC knows of: the network's own first, then those of networks of its
    level, then the rest.
    """
    this = session.get(Network, network)
    level = this.level if this else Level.LOCAL
    name = collate(AgendaTemplate.name, "norwegian")
    query = (
        select(AgendaTemplate, Network)
        .join(Network, Network.id == AgendaTemplate.network_id)
        .order_by(AgendaTemplate.network_id != network, Network.level != level, name)
    )
    return [
        TemplateChoice(
            id=one.id,
            name=one.name,
            network_id=of.id,
            network=of.name,
            level=of.level,
            items=tuple(one.lines()),
            own=of.id == network,
            may_change=may(session, me, one),
        )
        for one, of in session.execute(query)
    ]


def keep_as_template(session: Session, me: Me, network: UUID, meeting: UUID, name: str) -> UUID:
    """Keep the agenda of a meeting as a template of its network; one of the same name is written
    over. Raises Refused: gone, forbidden, and what is wrong with a field.
    """
    content = as_content(template_of(session, meeting))
    wanted = name.strip()
    query = select(AgendaTemplate).where(AgendaTemplate.network_id == network)
    for one in session.scalars(query):
        if one.name.casefold() == wanted.casefold():
            refuse_forbidden(session, me, one)
            one.name, one.content = wanted, content
            return one.id
    return _add(session, me, network, wanted, content)


def copy_template(session: Session, me: Me, id_: UUID, network: UUID) -> UUID:
    """Copy a template to another network. Raises Refused: gone, forbidden."""
    of = get(session, AgendaTemplate, id_)
    return _add(session, me, network, of.name, of.content)


def remove_template(session: Session, me: Me, id_: UUID) -> Removed:
    """Take a template away; what is returned brings it back. Raises Refused: gone, forbidden."""
    record = get(session, AgendaTemplate, id_)
    refuse_forbidden(session, me, record)
    return remove(session, record)


def restore_template(session: Session, removed: Removed) -> None:
    """Bring back a template that was taken away."""
    bring_back(session, removed)


def _add(session: Session, me: Me, network: UUID, name: str, content: str) -> UUID:
    record = AgendaTemplate(network_id=network, name=name, content=content)
    refuse_forbidden(session, me, record)
    add(session, record)
    return record.id
