"""A desk on real data, as the pages of networks and meetings are given it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.background import Background
from desktop.errors import declare_known
from desktop.models.faults import Refused, StorageFault
from desktop.models.me import Me
from desktop.models.store import Store
from desktop.views.desk import Desk
from desktop.views.widgets.messages import Messages
from tests.fixtures.stores import open_store
from tests.models.network_data import Region, region, sign_in, synced


@dataclass(frozen=True)
class Scene:
    """A desk, its data, and who sits at it."""

    desk: Desk
    store: Store
    places: Region
    me: Me


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    """Solbakken's manager at a desk of three kindergartens, without a network."""
    declare_known(Refused, StorageFault)
    store = open_store(folder / "data.sqlite3")
    places = region(store)
    synced(store)
    me = sign_in(store, places.solbakken)
    background = Background()
    desk = Desk(background, Messages())
    desk.attach(store, me)
    yield Scene(desk, store, places, me)
    desk.detach()
    background.close()
    store.close()
