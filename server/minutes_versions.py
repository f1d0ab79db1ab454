"""The versions of submitted minutes: the first, and those that corrections make."""

from datetime import datetime
from uuid import UUID

from contract import minutes
from contract.access import reach_of, scope_of
from contract.codec import size_of
from contract.ids import derived_id
from contract.minutes import Content
from contract.records import Minutes, MinutesCorrection, Network
from contract.wire import Op
from server.world import Key, World
from server.writes import Write


def write_versions(world: World, writes: dict[Key, Write], now: datetime) -> None:
    """Make the next version of minutes of each accepted correction."""
    for write in list(writes.values()):
        wanted = write.after
        if write.op is not Op.CREATE or not isinstance(wanted, MinutesCorrection):
            continue
        network = world.find(Network.__tablename__, wanted.network_id)
        assert isinstance(network, Network)
        content, version = minutes.read(wanted.content), wanted.version + 1
        add_version(writes, network, wanted.meeting_id, version, content, now, wanted.reason)


def add_version(
    writes: dict[Key, Write],
    network: Network,
    meeting: UUID,
    version: int,
    content: Content,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Submit the minutes of a network's meeting in this version."""
    text = minutes.canonical(content)
    record = Minutes(
        id=derived_id("minutes", meeting, version),
        meeting_id=meeting,
        network_id=network.id,
        version=version,
        content=text,
        fingerprint=minutes.fingerprint(text),
        submitted_at=now,
        reach=reach_of(network),
        reason=reason,
    )
    key = (Minutes.__tablename__, record.id)
    writes[key] = Write(key, Op.CREATE, None, record, scope_of(record), size=size_of(record))
