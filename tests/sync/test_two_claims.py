"""Two kindergartens establish the network of one municipality, each offline."""

from contract.records import Category, Network, NetworkMember, Purpose
from desktop.models import drafts
from desktop.models.establishing import EstablishForm, establish, join_winner, lost_claim
from desktop.models.forum_writing import NEW_POST, new_post_draft
from desktop.models.me import me
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device, contents


def form(words: str) -> EstablishForm:
    return EstablishForm(True, True, 3, title="Lokalt nettverk i Levanger", body=words)


def announced(device: Device) -> list[str]:
    shown = contents(device).items()
    return [fields["body"] for (kind, _), fields in shown if kind == "post"]


def test_the_second_is_led_to_join_and_keeps_her_words(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    service.write(Category(name="Trøndelag", purpose=Purpose.REGION, county="50"))
    first, second = device(kari), device(marit)
    first.sync()
    second.sync()
    first.store.act(establish, first.store.read(me), form("Først ute."))
    second.store.act(establish, second.store.read(me), form("Våre egne ord."))

    first.sync()
    second.sync()
    first.sync()

    assert announced(first) == announced(second) == ["Først ute."]
    claim = second.store.read(lost_claim, second.store.read(me))
    assert claim is not None
    assert claim.winner == "Karis barnehage"

    second.store.act(join_winner, second.store.read(me), claim)
    second.sync()
    first.sync()

    (network,) = {id_ for kind, id_ in contents(first) if kind == Network.__tablename__}
    joined = [
        fields["kindergarten_id"]
        for (kind, _), fields in contents(first).items()
        if kind == NetworkMember.__tablename__ and fields["state"] == "joined"
    ]
    assert network == claim.winner_id
    assert sorted(joined) == sorted([str(kari.kindergarten), str(marit.kindergarten)])
    at = new_post_draft(second.store.read(me))
    assert second.store.read(drafts.load, NEW_POST, at)["body"].text == "Våre egne ord."
    assert second.refused == []
