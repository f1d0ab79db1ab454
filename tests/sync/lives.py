"""Records as the tests of sync write them."""

from datetime import date, time
from uuid import UUID

from contract.access import member_id
from contract.records import Level, Meeting, MemberState, Network, NetworkMember, Post
from tests.fixtures.service import Manager, Service


def post(manager: Manager, category: UUID, body: str = "Hei fra oss") -> Post:
    """A post of a manager's."""
    return Post(
        category_id=category,
        kindergarten_id=manager.kindergarten,
        author_id=manager.person,
        author_name=manager.name,
        title="Om vikarer",
        body=body,
    )


def meeting(network: UUID, chair: Manager, minute_taker: Manager) -> Meeting:
    """A meeting of a network, planned."""
    return Meeting(
        network_id=network,
        title="Lokalt nettverksmøte",
        on=date(2026, 11, 26),
        starts=time(9),
        ends=time(11),
        chair_id=chair.person,
        minute_taker_id=minute_taker.person,
    )


def local_network(service: Service, leader: Manager, member: Manager) -> UUID:
    """The local network of Levanger, led by one and joined by another."""
    made = Network(
        name="Lokalt nettverk Levanger",
        level=Level.LOCAL,
        municipality="5037",
        county="50",
        contact_kindergarten_id=leader.kindergarten,
        contact_person_id=leader.person,
        support_confirmed=True,
        ready_to_lead=True,
    )
    members = [
        NetworkMember(
            id=member_id(made.id, one.kindergarten),
            network_id=made.id,
            kindergarten_id=one.kindergarten,
            state=MemberState.JOINED,
        )
        for one in (leader, member)
    ]
    id_ = made.id
    service.write(made, *members)
    return id_
