"""What a desktop is told: whose it is, where its files and its service are, and what to write."""

from uuid import UUID

import msgspec

from desktop.sync.http_api import HttpApi
from desktop.sync.transport import Limits


class Orders(msgspec.Struct, frozen=True):
    """`seed` and `start` decide what it writes; `patience` is how many seconds it waits for bytes.

    `name` is a letter, with which all its words begin.
    """

    name: str
    start: int
    seed: str
    database: str
    journal: str
    address: str
    token: str
    patience: float
    person: UUID
    kindergarten: UUID
    author: str
    category: UUID
    network: UUID
    meeting: UUID

    @property
    def api(self) -> HttpApi:
        """The service over HTTP, given up soon."""
        limits = Limits(connect=1, read=self.patience, whole=3 * self.patience, pause=0.02)
        return HttpApi(self.address, self.token, limits)
