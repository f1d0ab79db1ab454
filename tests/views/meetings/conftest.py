"""A desk for the pages of meetings."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.models.network_data import local_network, synced
from tests.views.meetings.scene import Scene, scene


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path) as found:
        yield found


@pytest.fixture
def network(stage: Scene) -> UUID:
    id_ = local_network(stage.store, stage.places.solbakken, stage.places.trollskogen)
    synced(stage.store)
    return id_
