"""Example data: invented kindergartens and people, written as everything else is."""

from sqlalchemy import Engine

from server.sync_service import SyncService


def seed(engine: Engine, service: SyncService) -> None:
    """Fill an empty service; nothing happens where the example stands already."""
