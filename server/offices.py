"""What it means to be contact kindergarten: the time is kept, the membership is free, the region
counts it in, and on the day that a meeting decided the next one takes over.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, Engine, or_

from contract.access import member_id
from contract.geography import counties, municipality
from contract.ids import derived_id
from contract.records import (
    ContactTerm,
    Kindergarten,
    Level,
    MemberState,
    Network,
    NetworkMember,
)
from contract.wire import Mutation
from server.database import snapshot
from server.standing import Standing, creation, write
from server.sync_service import SyncService


def settle(engine: Engine, service: SyncService, today: date) -> int:
    """Do all of it as far as it is not done; how many records were written.

    Raises NotNow where somebody was faster.
    """
    with snapshot(engine) as connection:
        handed = list(_hand_over(connection, today))
    written = write(service, handed)
    with snapshot(engine) as connection:
        networks = Standing(connection, Network)
        local = [one for one in networks.records.values() if one.level is Level.LOCAL]
        wanted = [
            *_terms(connection, local, today),
            *_memberships(connection, local),
            *_above(networks, local),
        ]
    written += write(service, wanted)
    with snapshot(engine) as connection:
        wanted = list(_regions(connection))
    return written + write(service, wanted)


def _hand_over(connection: Connection, today: date) -> Iterator[Mutation]:
    networks = Standing(
        connection, Network, Network.level == Level.LOCAL, Network.handover_on <= today
    )
    ids = networks.records.keys()
    members = Standing(connection, NetworkMember, NetworkMember.network_id.in_(ids)).records
    for network in networks.records.values():
        following = network.next_contact_kindergarten_id
        place = members.get(member_id(network.id, following)) if following else None
        # Who has left since has nothing to take over: the network decides anew.
        if place is None or place.state is not MemberState.JOINED or place.guest:
            continue
        yield networks.change(
            network,
            contact_kindergarten_id=following,
            contact_person_id=network.next_contact_person_id,
            next_contact_kindergarten_id=None,
            next_contact_person_id=None,
            handover_on=None,
            handover_item_id=None,
        )


def _terms(connection: Connection, local: list[Network], today: date) -> Iterator[Mutation]:
    terms = Standing(connection, ContactTerm, ContactTerm.ends_on.is_(None))
    held = {(one.network_id, one.kindergarten_id): one for one in terms.records.values()}
    wanted = {
        (one.id, one.contact_kindergarten_id)
        for one in local
        if one.contact_kindergarten_id is not None
    }
    for place, term in held.items():
        if place not in wanted:
            yield terms.change(term, ends_on=today)
    for network, kindergarten in sorted(wanted - held.keys()):
        yield creation(
            ContactTerm(
                id=derived_id("contact_term", network, kindergarten, today.isoformat()),
                network_id=network,
                kindergarten_id=kindergarten,
                starts_on=today,
            )
        )


def _memberships(connection: Connection, local: list[Network]) -> Iterator[Mutation]:
    leading = {one.contact_kindergarten_id for one in local}
    concerned = or_(Kindergarten.free_membership, Kindergarten.id.in_(leading - {None}))
    found = Standing(connection, Kindergarten, concerned)
    for kindergarten in found.records.values():
        free = kindergarten.id in leading
        if kindergarten.free_membership != free:
            yield found.change(kindergarten, free_membership=free)


def _above(networks: Standing[Network], local: list[Network]) -> Iterator[Mutation]:
    """The regional networks of counties that have a local one, and the national one above them."""
    there = {(one.level, one.county) for one in networks.records.values()}
    wanted = {county for one in local if (county := county_of(one))}
    for number in sorted(wanted):
        if (Level.REGIONAL, number) not in there:
            yield creation(
                Network(
                    id=derived_id("network", "regional", number),
                    name=f"Regionalt nettverk {counties()[number].name}",
                    level=Level.REGIONAL,
                    county=number,
                )
            )
    if wanted and (Level.NATIONAL, None) not in there:
        id_ = derived_id("network", "national")
        yield creation(Network(id=id_, name="Nasjonalt nettverk", level=Level.NATIONAL))


def _regions(connection: Connection) -> Iterator[Mutation]:
    """Contact kindergartens belong to the network of their region as long as they are that."""
    networks = Standing(connection, Network).records.values()
    regions = {one.county: one.id for one in reversed(networks) if one.level is Level.REGIONAL}
    members = Standing(connection, NetworkMember, NetworkMember.network_id.in_(regions.values()))
    once = {one.kindergarten_id for one in Standing(connection, ContactTerm).records.values()}
    leading: dict[UUID, set[UUID]] = defaultdict(set)
    for one in networks:
        region = regions.get(county_of(one)) if one.level is Level.LOCAL else None
        if region is not None and one.contact_kindergarten_id is not None:
            leading[region].add(one.contact_kindergarten_id)
    for region, kindergartens in sorted(leading.items()):
        for kindergarten in sorted(kindergartens):
            id_ = member_id(region, kindergarten)
            place = members.records.get(id_)
            if place is None:
                yield creation(
                    NetworkMember(
                        id=id_,
                        network_id=region,
                        kindergarten_id=kindergarten,
                        state=MemberState.JOINED,
                    )
                )
            elif place.state is not MemberState.JOINED:
                yield members.change(place, state=MemberState.JOINED)
    for place in members.records.values():
        left = place.kindergarten_id not in leading[place.network_id]
        # Whom the office has let in otherwise is left alone.
        if left and place.kindergarten_id in once and place.state is MemberState.JOINED:
            yield members.change(place, state=MemberState.LEFT)


def county_of(network: Network) -> str | None:
    """The number of the county in which a network lies."""
    place = municipality(network.municipality or "")
    return place.county.number if place else network.county
